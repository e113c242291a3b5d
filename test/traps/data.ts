import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Properties, Value } from "../../plan/graph/value.ts";
import { ofType } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import { cacheTraps } from "./dataCache.ts";
import { CACHE, literal, MEMORY, PASSWORD, set } from "./dataParts.ts";
import { entriesOf, mutant, some, textOf } from "./edgeParts.ts";
import type { MutableResource, Trap } from "./trap.ts";

export { optionalDataTraps } from "./dataCache.ts";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const RANDOM_ID = "random:index/randomId:RandomId";

/** Inputs by which each kind of store names the key that it is encrypted with for ever. */
const KEY_INPUT: Readonly<Record<string, string>> = {
  [INSTANCE]: "kmsKeyId",
  [CACHE]: "kmsKeyId",
  [MEMORY]: "kmsKeyArn",
  "aws:dynamodb/table:Table": "serverSideEncryption",
};

/** Static parameters of PostgreSQL, which want a reboot. Source: RDS guide, parameter list. */
const STATIC_PARAMETERS = new Set([
  "max_connections",
  "max_locks_per_transaction",
  "rds.logical_replication",
  "shared_buffers",
  "shared_preload_libraries",
  "track_activity_query_size",
  "wal_buffers",
]);

/** Names that RDS or PostgreSQL keep for themselves. */
const RESERVED_USERS = /^(admin|rdsadmin|rds_superuser|postgres|public|user|root|pg_.*)$/i;

/** The parameter group that an instance uses. */
function parametersOf(graph: Graph, instance: Resource): Resource {
  const [group] = sourcesOf(graph, instance, "parameterGroupName");
  assert.ok(group?.type === PARAMETERS, `${instance.name} has no parameter group of its own`);
  return group;
}

/** Changes each parameter of a group. */
function setParameters(change: (parameter: Properties) => Value) {
  return (group: MutableResource): void => {
    group.inputs["parameters"] = entriesOf(group.inputs["parameters"]).map(change);
  };
}

/** Traps of every stack with a database and a cache. */
export const dataTraps: readonly Trap[] = [
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
    id: "T66",
    title: "no generated password has a character that its service refuses, or is too short",
    check: (graph) => {
      for (const { name, inputs } of some(graph, PASSWORD)) {
        if (inputs["special"] !== false) {
          assert.match(textOf(inputs["overrideSpecial"]), /^[^/@"'\s]+$/, name);
        }
        const length = Number(inputs["length"]);
        assert.ok(length >= 16 && length <= 128, `${name} has ${length} characters`);
      }
    },
    mutants: [
      set("a slash", PASSWORD, { overrideSpecial: "!/" }),
      set("the generator's own specials, an @ among them", PASSWORD, { overrideSpecial: null }),
      set("too short", PASSWORD, { length: 15 }),
    ],
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
    id: "T69",
    title: "TLS is stated, and each parameter is applied in the way that RDS reports",
    check: (graph) => {
      for (const instance of some(graph, INSTANCE)) {
        const parameters = entriesOf(parametersOf(graph, instance).inputs["parameters"]);
        const tls = parameters.find((entry) => entry["name"] === "rds.force_ssl");
        assert.equal(tls?.["value"], "1", `${instance.name} takes clients without TLS`);
        for (const parameter of parameters) {
          const parameterName = textOf(parameter["name"]);
          const method = STATIC_PARAMETERS.has(parameterName) ? "pending-reboot" : "immediate";
          assert.equal(parameter["applyMethod"], method, parameterName);
        }
      }
    },
    mutants: [
      mutant(
        "TLS off",
        PARAMETERS,
        setParameters((entry) =>
          entry["name"] === "rds.force_ssl" ? { ...entry, value: "0" } : entry,
        ),
      ),
      mutant(
        "TLS left to the version",
        PARAMETERS,
        setParameters((entry) =>
          entry["name"] === "rds.force_ssl" ? { ...entry, name: "log_checkpoints" } : entry,
        ),
      ),
      mutant(
        "all at once",
        PARAMETERS,
        setParameters((entry) => ({ ...entry, applyMethod: "immediate" })),
      ),
    ],
  },
  {
    id: "T70",
    title: "parameters are of the engine's version, and their group can be replaced while in use",
    check: (graph) => {
      for (const instance of some(graph, INSTANCE)) {
        const group = parametersOf(graph, instance);
        const version = textOf(instance.inputs["engineVersion"]);
        assert.equal(group.inputs["family"], `postgres${version}`, group.name);
        assert.ok(group.name.endsWith(`-${version}`), `${group.name} doesn't tell its version`);
        assert.equal(group.inputs["name"], undefined, `${group.name} has a fixed name`);
        assert.equal(group.deleteBeforeReplace, false, group.name);
        assert.equal(instance.inputs["allowMajorVersionUpgrade"], false, instance.name);
      }
    },
    mutants: [
      set("another family", PARAMETERS, { family: "postgres14" }),
      set("a fixed name", PARAMETERS, { name: "parameters" }),
      mutant("delete first", PARAMETERS, (group) => {
        group.deleteBeforeReplace = true;
      }),
      set("major upgrades by themselves", INSTANCE, { allowMajorVersionUpgrade: true }),
    ],
  },
  {
    id: "T71",
    title: "every store is born encrypted, and no change of that is hidden or deletes first",
    check: (graph) => {
      const stores = graph.resources.filter(({ type }) => type in KEY_INPUT);
      assert.ok(stores.length > 0, "there is no store");
      for (const store of stores) {
        const input = KEY_INPUT[store.type] ?? "";
        const [key] = sourcesOf(graph, store, input);
        assert.equal(key?.type, "aws:kms/key:Key", `${store.name} has no key of this stack`);
        assert.ok(!store.ignoreChanges.includes(input), `${store.name} hides a change of key`);
        assert.equal(store.deleteBeforeReplace, false, store.name);
      }
      for (const { name, inputs } of ofType(graph, CACHE)) {
        assert.equal(inputs["atRestEncryptionEnabled"], true, name);
      }
    },
    mutants: [
      mutant("AWS's key", INSTANCE, (store) => {
        literal(store, "kmsKeyId", "alias/aws/rds");
      }),
      mutant("delete first", INSTANCE, (store) => {
        store.deleteBeforeReplace = true;
      }),
      mutant("hidden change", INSTANCE, (store) => {
        store.ignoreChanges = ["kmsKeyId"];
      }),
      set("a cache in plain", CACHE, { atRestEncryptionEnabled: false }),
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
      mutant("no name", INSTANCE, (instance) => {
        instance.protect = true;
        instance.inputs["skipFinalSnapshot"] = false;
        Reflect.deleteProperty(instance.inputs, "finalSnapshotIdentifier");
        Reflect.deleteProperty(instance.propertyDependencies, "finalSnapshotIdentifier");
      }),
      mutant("a fixed name", INSTANCE, (instance) => {
        instance.protect = true;
        instance.inputs["skipFinalSnapshot"] = false;
        literal(instance, "finalSnapshotIdentifier", "final");
      }),
      mutant("protected data without one", INSTANCE, (instance) => {
        instance.protect = true;
        instance.inputs["skipFinalSnapshot"] = true;
        literal(instance, "finalSnapshotIdentifier", null);
      }),
    ],
  },
  {
    id: "T74",
    title: "the database's subnet group spans two zones or more, even for one zone's database",
    check: (graph) => {
      for (const group of some(graph, SUBNETS)) {
        const subnets = sourcesOf(graph, group, "subnetIds");
        const zones = new Set(subnets.map(({ inputs }) => textOf(inputs["availabilityZoneId"])));
        zones.delete("");
        assert.ok(zones.size >= 2, `${group.name} has subnets in ${zones.size} zones`);
      }
    },
    mutants: [
      mutant("one subnet", SUBNETS, (group) => {
        group.propertyDependencies["subnetIds"] = (
          group.propertyDependencies["subnetIds"] ?? []
        ).slice(0, 1);
      }),
      mutant("one zone", "aws:ec2/subnet:Subnet", (subnet) => {
        subnet.inputs["availabilityZoneId"] = "use1-az9";
      }),
    ],
  },
  ...cacheTraps,
];
