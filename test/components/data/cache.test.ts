import assert from "node:assert/strict";

import { Cache, type CacheArgs } from "../../../components/data/cache.ts";
import { SECRET, UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const RANDOM = "random:index/randomId:RandomId";

function program(
  overrides: Partial<CacheArgs> = {},
  seen: (cache: Cache) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const cache = new Cache("cache", {
      environment,
      key,
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      identifier: "main",
      nodeType: "cache.t3.micro",
      replicas: 0,
      snapshotDays: 0,
      authToken: "a-token-of-thirty-two-characters",
      ...overrides,
    });
    seen(cache);
  };
}

const delivery = (logType: string) => ({
  logType,
  logFormat: "json",
  destinationType: "cloudwatch-logs",
  destination: `/aws/vendedlogs/elasticache/rampart-dev-cache-main/${logType}`,
});

describe("Cache", () => {
  it("P-DATA-2, T75, T76, feature 33: states every input, safe with a single node too", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, GROUP).inputs, {
      replicationGroupId: "rampart-dev-cache-main",
      description: "Application cache",
      engine: "valkey",
      engineVersion: "8.0",
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
      nodeType: "cache.t3.micro",
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
      port: 6379,
      subnetGroupName: UNKNOWN,
      securityGroupIds: [UNKNOWN],
      parameterGroupName: UNKNOWN,
      atRestEncryptionEnabled: true,
      kmsKeyId: UNKNOWN,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authToken: SECRET,
      authTokenUpdateStrategy: "SET",
      snapshotRetentionLimit: 0,
      snapshotWindow: "07:00-08:00",
      maintenanceWindow: "tue:08:00-tue:09:00",
      logDeliveryConfigurations: [delivery("slow-log"), delivery("engine-log")],
    });
  });

  it("P-DATA-2, T76: fails over to another zone as soon as there is a replica", async () => {
    const { inputs } = only(await recorded(program({ replicas: 1, snapshotDays: 7 })), GROUP);
    assert.equal(inputs["numCacheClusters"], 2);
    assert.equal(inputs["automaticFailoverEnabled"], true);
    assert.equal(inputs["multiAzEnabled"], true);
    assert.equal(inputs["snapshotRetentionLimit"], 7);
  });

  const engines = [
    ["valkey", "8.0", "valkey8"],
    ["redis", "7.1", "redis7"],
  ] as const;
  for (const [engine, version, family] of engines) {
    it(`P-DATA-2: runs ${engine} ${version} with a parameter group of its family`, async () => {
      const graph = await recorded(program({ engine }));
      const { inputs } = only(graph, GROUP);
      assert.deepEqual([inputs["engine"], inputs["engineVersion"]], [engine, version]);
      const group = only(graph, PARAMETERS);
      assert.equal(group.name, `rampart-dev-cpg-main-${family}`);
      assert.deepEqual(group.inputs, {
        family,
        description: "Evicts keys that expire",
        parameters: [{ name: "maxmemory-policy", value: "volatile-lfu" }],
      });
    });
  }

  it("is not replaced when AWS moves it to a newer minor version", async () => {
    assert.deepEqual(only(await recorded(program()), GROUP).ignoreChanges, ["engineVersion"]);
  });

  it("P-KEY-2: is encrypted with the environment's key", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, GROUP).propertyDependencies["kmsKeyId"], [
      only(graph, "aws:kms/key:Key").urn,
    ]);
  });

  it("P-NET-7: stands in the given subnets, in a security group without a rule", async () => {
    const graph = await recorded(program());
    const subnets = only(graph, SUBNETS);
    assert.equal(subnets.name, "rampart-dev-csn-main");
    assert.deepEqual(subnets.inputs, {
      description: "Data tier",
      subnetIds: ["subnet-a", "subnet-b"],
    });
    const group = only(graph, "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(group.name, "rampart-dev-sg-cache-main");
    assert.deepEqual(only(graph, GROUP).propertyDependencies["securityGroupIds"], [group.urn]);
    const rules = graph.resources.filter(({ type }) => /SecurityGroup\w*Rule$/.test(type));
    assert.deepEqual(rules, []);
  });

  it("P-OBS-1: both log groups exist first, encrypted and with an end", async () => {
    const graph = await recorded(program({ logRetentionDays: 90 }));
    const groups = ofType(graph, LOG_GROUP);
    assert.deepEqual(namesOf(graph, LOG_GROUP), ["cache-engine-log", "cache-slow-log"]);
    for (const group of groups) {
      assert.equal(group.inputs["retentionInDays"], 90);
      assert.deepEqual(group.inputs["kmsKeyId"], UNKNOWN);
      assert.ok(waitsFor(graph, only(graph, GROUP), group), group.name);
    }
  });

  it("P-OBS-1: keeps logs 30 days unless asked otherwise", async () => {
    const groups = ofType(await recorded(program()), LOG_GROUP);
    assert.deepEqual(
      groups.map(({ inputs }) => inputs["retentionInDays"]),
      [30, 30],
    );
  });

  it("P-DATA-5, T73: where data survives, it ends in a snapshot of its own name", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const graph = await recorded(program({ environment }));
    const group = only(graph, GROUP);
    assert.deepEqual([group.protect, group.retainOnDelete], [true, true]);
    assert.equal(group.deleteBeforeReplace, false);
    assert.deepEqual(group.propertyDependencies["finalSnapshotIdentifier"], [
      only(graph, RANDOM).urn,
    ]);
  });

  it("P-DATA-5: elsewhere destroy works in one go", async () => {
    const graph = await recorded(program());
    const group = only(graph, GROUP);
    assert.deepEqual([group.protect, group.retainOnDelete], [false, false]);
    assert.deepEqual(namesOf(graph, RANDOM), []);
  });

  it("tells where it answers and how", async () => {
    const seen: unknown[] = [];
    const note = ({ replicationGroupId, port, username, clusterMode, primaryEndpoint }: Cache) => {
      replicationGroupId.apply((id) => seen.push([id, port, username, clusterMode]));
      primaryEndpoint.apply((host) => seen.push(host));
    };
    await recorded(program({}, note));
    assert.deepEqual(seen, [["rampart-dev-cache-main", 6379, "default", false]]);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program({ replicas: 1 }), { mode: "update" });
    assert.deepEqual(only(graph, GROUP).inputs["securityGroupIds"], [
      "rampart-dev-sg-cache-main-id",
    ]);
  });

  for (const replicas of [-1, 6, 1.5]) {
    it(`refuses ${replicas} replicas`, async () => {
      assert.equal(
        await refusal(program({ replicas })),
        `replicas of cache is ${replicas}; allowed: 0–5.`,
      );
    });
  }

  it("T76: refuses a name that ElastiCache would", async () => {
    const identifier = "a".repeat(23);
    assert.equal(
      await refusal(program({ identifier })),
      `The cache name "rampart-dev-cache-${identifier}" has 41 characters; 40 are allowed. ` +
        `Shorten the identifier "${identifier}".`,
    );
  });
});
