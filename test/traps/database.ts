import assert from "node:assert/strict";

import { sourcesOf } from "../support/network.ts";
import { literal, mutant, set, without } from "./breaking.ts";
import { assertTwoZones, INSTANCE, some, sources, SUBNET, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const RANDOM_ID = "random:index/randomId:RandomId";

/** Names that RDS or PostgreSQL keep for themselves. */
const RESERVED_USERS = /^(admin|rdsadmin|rds_superuser|postgres|public|user|root|pg_.*)$/i;

/** Traps of PostgreSQL on RDS. */
export const databaseTraps: readonly Trap[] = [
  {
    id: "T62",
    title: "no unsafe default of the database is left to the provider",
    check: (graph) => {
      for (const { name, inputs, protect } of some(graph, INSTANCE)) {
        assert.equal(inputs["storageEncrypted"], true, name);
        assert.equal(inputs["manageMasterUserPassword"], true, name);
        assert.equal(inputs["publiclyAccessible"], false, name);
        assert.equal(inputs["copyTagsToSnapshot"], true, name);
        assert.equal(inputs["deletionProtection"], protect, name);
        assert.equal(typeof inputs["multiAz"], "boolean", name);
        const days = Number(inputs["backupRetentionPeriod"]);
        assert.ok(days >= 1 && days <= 35, `${name} keeps backups ${days} days`);
      }
    },
    mutants: [
      set("no encryption stated", INSTANCE, { storageEncrypted: null }),
      set("no backups stated", INSTANCE, { backupRetentionPeriod: null }),
      set("backups off", INSTANCE, { backupRetentionPeriod: 0 }),
      set("no deletion protection stated", INSTANCE, { deletionProtection: null }),
    ],
  },
  {
    id: "T63",
    title: "Performance Insights are kept for a time that RDS offers, under a key",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        const days = inputs["performanceInsightsRetentionPeriod"];
        const keyed = "performanceInsightsKmsKeyId" in inputs;
        if (inputs["performanceInsightsEnabled"] === true) {
          const allowed = days === 7 || days === 731 || Number(days) % 31 === 0;
          assert.ok(allowed && Number(days) > 0, `${name} keeps insights ${Number(days)} days`);
          assert.ok(keyed, `${name} has insights without a key, which can't be added later`);
        } else {
          assert.equal(inputs["performanceInsightsEnabled"], false, name);
          assert.ok(days === undefined && !keyed, `${name} configures insights that are off`);
        }
      }
    },
    mutants: [
      set("30 days", INSTANCE, {
        performanceInsightsEnabled: true,
        performanceInsightsRetentionPeriod: 30,
      }),
      set("no key", INSTANCE, {
        performanceInsightsEnabled: true,
        performanceInsightsRetentionPeriod: 7,
        performanceInsightsKmsKeyId: null,
      }),
      set("off, but configured", INSTANCE, {
        performanceInsightsEnabled: false,
        performanceInsightsRetentionPeriod: 7,
      }),
    ],
  },
  {
    id: "T64",
    title: "the engine's minor version comes from AWS, and the major one is alive",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        assert.match(textOf(inputs["engineVersion"]), /^1[5-7]$/, name);
        assert.equal(inputs["autoMinorVersionUpgrade"], true, name);
      }
    },
    mutants: [
      set("a pinned minor version", INSTANCE, { engineVersion: "16.4" }),
      set("a dead major version", INSTANCE, { engineVersion: "12" }),
      set("no minor upgrades", INSTANCE, { autoMinorVersionUpgrade: false }),
    ],
  },
  {
    id: "T65",
    title: "the instance class can be ordered and encrypted",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        assert.match(textOf(inputs["instanceClass"]), /^db\.(t3|t4g|[mr][5-7][a-z]*)\./, name);
      }
    },
    mutants: [set("db.t2.micro", INSTANCE, { instanceClass: "db.t2.micro" })],
  },
  {
    id: "T67",
    title: "the master user has a name that is not taken",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        assert.match(textOf(inputs["username"]), /^[a-z]\w{0,62}$/, name);
        assert.doesNotMatch(textOf(inputs["username"]), RESERVED_USERS, name);
      }
    },
    mutants: [
      set("admin", INSTANCE, { username: "admin" }),
      set("pg_main", INSTANCE, { username: "pg_main" }),
    ],
  },
  {
    id: "T68",
    title: "RDS keeps the master password, and no other is given",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        assert.equal(inputs["manageMasterUserPassword"], true, name);
        const given = Object.keys(inputs).filter((input) => input.startsWith("password"));
        assert.deepEqual(given, [], `${name} has a password too`);
        assert.ok("masterUserSecretKmsKeyId" in inputs, `${name}'s secret has no customer key`);
      }
    },
    mutants: [
      set("a password", INSTANCE, { password: { $secret: true } }),
      set("a write-only password", INSTANCE, { passwordWo: { $secret: true } }),
      set("AWS's key", INSTANCE, { masterUserSecretKmsKeyId: null }),
    ],
  },
  {
    id: "T72",
    title: "small gp3 storage has no speed of its own",
    check: (graph) => {
      for (const { name, inputs } of some(graph, INSTANCE)) {
        assert.equal(inputs["storageType"], "gp3", name);
        if (Number(inputs["allocatedStorage"]) >= 400) continue;
        assert.equal(inputs["iops"], undefined, name);
        assert.equal(inputs["storageThroughput"], undefined, name);
      }
    },
    mutants: [
      set("iops", INSTANCE, { allocatedStorage: 100, iops: 3000 }),
      set("throughput", INSTANCE, { allocatedStorage: 100, storageThroughput: 125 }),
    ],
  },
  {
    id: "T73",
    title: "a final snapshot is either declined or has a name that no other will take",
    check: (graph) => {
      for (const instance of some(graph, INSTANCE)) {
        const { name, inputs, protect } = instance;
        assert.equal(inputs["skipFinalSnapshot"], !protect, name);
        if (!protect) continue;
        const [digits] = sourcesOf(graph, instance, "finalSnapshotIdentifier");
        assert.equal(digits?.type, RANDOM_ID, `${name}'s snapshot would collide`);
      }
    },
    mutants: [
      mutant("no name", INSTANCE, without("finalSnapshotIdentifier")),
      mutant("a fixed name", INSTANCE, literal("finalSnapshotIdentifier", "final")),
      set("protected data without one", INSTANCE, { skipFinalSnapshot: true }),
    ],
  },
  {
    id: "T74",
    title: "the database's subnet group spans two zones or more, even for one zone's database",
    check: (graph) => {
      for (const group of some(graph, SUBNETS)) {
        assertTwoZones(group, sources(graph, group, "subnetIds", SUBNET));
      }
    },
    mutants: [
      mutant("one subnet", SUBNETS, ({ propertyDependencies }) => {
        const [first = ""] = propertyDependencies["subnetIds"] ?? [];
        propertyDependencies["subnetIds"] = [first];
      }),
      set("one zone", SUBNET, { availabilityZoneId: "use1-az9" }),
    ],
  },
];
