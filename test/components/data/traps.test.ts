import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { Cache } from "../../../components/data/cache.ts";
import { DatabaseCredentials } from "../../../components/data/databaseCredentials.ts";
import { MemoryDb } from "../../../components/data/memoryDb.ts";
import { Postgres } from "../../../components/data/postgres.ts";
import { Table } from "../../../components/data/table.ts";
import { EncryptionKey } from "../../../components/keys/encryptionKey.ts";
import { GeneratedPassword } from "../../../components/keys/generatedPassword.ts";
import { alertPublisherGrants } from "../../../components/keys/grants.ts";
import type { Environment } from "../../../components/shared/environment.ts";
import { policyJson, type Statement } from "../../../components/shared/policy.ts";
import { SecureBucket } from "../../../components/storage/secureBucket.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { recorded } from "../../support/graph.ts";
import { baseTraps, optionalBaseTraps } from "../../traps/base.ts";
import { dataTraps, optionalDataTraps } from "../../traps/data.ts";
import type { MutableGraph, Trap } from "../../traps/trap.ts";

/** Lets a service publish for this account. */
function publish(service: "cloudwatch.amazonaws.com" | "budgets.amazonaws.com"): Statement {
  return {
    Sid: service.replaceAll(".", ""),
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
  };
}

/** A stack of what this room and those below it make, with a cache of either kind. */
function stack(environment: Environment, kind: "elasticache" | "memorydb"): () => void {
  return () => {
    const { key, boundary, accessLogs } = foundation(environment);
    const vpc = new pulumi.ComponentResource("test:network:Vpc", "vpc");
    const subnetIds = environment.zoneIds.map(
      (availabilityZoneId) =>
        new aws.ec2.Subnet(
          availabilityZoneId,
          { vpcId: "vpc-1", availabilityZoneId },
          { parent: vpc },
        ).id,
    );
    const place = { environment, key, vpcId: "vpc-1", subnetIds, identifier: "main" };

    const database = new Postgres("database", {
      ...place,
      boundary,
      databaseName: "items",
      engineVersion: "16",
      instanceClass: "db.t3.micro",
      storageGiB: 20,
      maximumStorageGiB: 40,
      multiZone: false,
      backupDays: 7,
      insightsDays: 7,
      logRetentionDays: 30,
    });
    new DatabaseCredentials("credentials", { environment, key, database, username: "items" });
    const authToken = new GeneratedPassword("token").value;
    if (kind === "elasticache") {
      new Cache("cache", {
        ...place,
        nodeType: "cache.t3.micro",
        replicas: 1,
        snapshotDays: 7,
        authToken,
      });
    } else {
      new MemoryDb("cache", {
        ...place,
        nodeType: "db.t4g.small",
        replicas: 1,
        snapshotDays: 7,
        authToken,
      });
    }
    new Table("table", { environment, key, identifier: "x", hashKey: { name: "Id", type: "S" } });
    const alerts = new EncryptionKey("alerts", {
      environment,
      description: "alerts",
      identifier: "alerts",
      deletionDays: 7,
      grants: alertPublisherGrants(environment),
    });
    const topic = new aws.sns.Topic(
      "alerts",
      { name: "dev-critical-alerts", kmsMasterKeyId: alerts.arn },
      { parent: vpc },
    );
    const policy = policyJson("managed", [
      publish("cloudwatch.amazonaws.com"),
      publish("budgets.amazonaws.com"),
    ]);
    new aws.sns.TopicPolicy("alerts", { arn: topic.arn, policy }, { parent: vpc });
    const bucket = { environment, key, accessLogs } as const;
    const uploads = new SecureBucket("uploads", {
      ...bucket,
      identifier: "uploads",
      role: "data",
      events: true,
    });
    const config = new SecureBucket("config", { ...bucket, identifier: "config", role: "config" });
    new aws.cfg.DeliveryChannel("config", { s3BucketName: config.bucketName }, { parent: vpc });
    const eventPattern = uploads.bucketName.apply((name) =>
      JSON.stringify({ "detail-type": ["Object Created"], detail: { bucket: { name: [name] } } }),
    );
    new aws.cloudwatch.EventRule("uploads", { eventPattern }, { parent: vpc });
  };
}

const kept = { dataProtection: "protected" } as const;
const everywhere = [...baseTraps, ...optionalBaseTraps, ...dataTraps];

describe("traps of data and of what it stands on", () => {
  const mutable = (graph: Graph) => structuredClone(graph) as MutableGraph;
  const cases: readonly (readonly [string, Environment, "preview" | "update"])[] = [
    ["a disposable stack", testEnvironment(), "preview"],
    ["a protected stack", testEnvironment(kept), "preview"],
    ["an update", testEnvironment(kept), "update"],
    ["another partition", testEnvironment({ region: "us-gov-west-1" }), "preview"],
  ];

  for (const [title, environment, mode] of cases) {
    describe(title, () => {
      let graph: Graph;
      before(async () => {
        graph = await recorded(stack(environment, "elasticache"), { mode });
      });

      for (const trap of everywhere) {
        it(`${trap.id}: ${trap.title}`, () => {
          trap.check(graph);
        });
      }
    });
  }

  const mutants: readonly (readonly ["elasticache" | "memorydb", readonly Trap[]])[] = [
    ["elasticache", everywhere],
    ["memorydb", optionalDataTraps],
  ];
  for (const [kind, traps] of mutants) {
    for (const dataProtection of ["disposable", "protected"] as const) {
      describe(`mutants, ${dataProtection}, with ${kind}`, () => {
        let graph: Graph;
        before(async () => {
          graph = await recorded(stack(testEnvironment({ dataProtection }), kind));
        });

        for (const { id, check, mutants: changes } of traps) {
          for (const { title, apply } of changes) {
            it(`${id}: notices ${title}`, () => {
              check(graph);
              const broken = mutable(graph);
              apply(broken);
              assert.throws(() => {
                check(broken);
              }, assert.AssertionError);
            });
          }
        }
      });
    }
  }

  it("none passes for want of resources", () => {
    const nothing: Graph = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    for (const { id, check } of [...everywhere, ...optionalDataTraps]) {
      assert.throws(
        () => {
          check(nothing);
        },
        assert.AssertionError,
        id,
      );
    }
  });

  it("T28: an ARN written by hand shows in another partition", async () => {
    const graph = await recorded(stack(testEnvironment({ region: "us-gov-west-1" }), "memorydb"));
    const trap = baseTraps.find(({ id }) => id === "T28") ?? assert.fail("there is no T28");
    const broken = mutable(graph);
    const [role] = broken.resources.filter(({ type }) => type === "aws:iam/role:Role");
    assert.ok(role);
    role.inputs["permissionsBoundary"] = "arn:aws:iam::111122223333:policy/boundary";
    assert.throws(() => {
      trap.check(broken);
    }, /arn:aws:iam:: is of another partition/);
  });

  it("with MemoryDB in the cache's place all others hold", async () => {
    const graph = await recorded(stack(testEnvironment(kept), "memorydb"));
    for (const { check } of everywhere) check(graph);
  });
});
