import assert from "node:assert/strict";

import { MemoryDb, type MemoryDbArgs } from "../../../components/data/memoryDb.ts";
import { SECRET, UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const CLUSTER = "aws:memorydb/cluster:Cluster";
const ACL = "aws:memorydb/acl:Acl";
const USER = "aws:memorydb/user:User";
const RANDOM = "random:index/randomId:RandomId";

function program(
  overrides: Partial<MemoryDbArgs> = {},
  seen: (memory: MemoryDb) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const memory = new MemoryDb("memory", {
      environment,
      key,
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      identifier: "main",
      nodeType: "db.t4g.small",
      replicas: 1,
      snapshotDays: 7,
      authToken: "a-token-of-thirty-two-characters",
      ...overrides,
    });
    seen(memory);
  };
}

describe("MemoryDb", () => {
  it("P-DATA-2: states every input: one shard of Valkey, TLS, key, list of users", async () => {
    assert.deepEqual(only(await recorded(program()), CLUSTER).inputs, {
      name: "rampart-dev-mdb-main",
      description: "Application store",
      engine: "valkey",
      engineVersion: "7.2",
      autoMinorVersionUpgrade: true,
      nodeType: "db.t4g.small",
      numShards: 1,
      numReplicasPerShard: 1,
      port: 6379,
      subnetGroupName: UNKNOWN,
      securityGroupIds: [UNKNOWN],
      parameterGroupName: UNKNOWN,
      kmsKeyArn: UNKNOWN,
      tlsEnabled: true,
      aclName: "rampart-dev-macl-main",
      snapshotRetentionLimit: 7,
      snapshotWindow: "07:00-08:00",
      maintenanceWindow: "tue:08:00-tue:09:00",
    });
  });

  it("P-DATA-2: admits one user, with the password, without the commands that harm a server", async () => {
    const graph = await recorded(program());
    const user = only(graph, USER);
    assert.deepEqual(user.inputs, {
      userName: "rampart-dev-muser-main",
      accessString: "on ~* &* +@all -@dangerous +info",
      authenticationMode: { type: "password", passwords: [SECRET] },
    });
    const acl = only(graph, ACL);
    assert.deepEqual(acl.inputs, {
      name: "rampart-dev-macl-main",
      userNames: ["rampart-dev-muser-main"],
    });
    assert.ok(waitsFor(graph, acl, user));
    assert.ok(waitsFor(graph, only(graph, CLUSTER), acl));
  });

  it("T70: has parameters of its family, in a group that Pulumi names", async () => {
    const group = only(await recorded(program()), "aws:memorydb/parameterGroup:ParameterGroup");
    assert.equal(group.name, "rampart-dev-mpg-main-valkey7");
    assert.deepEqual(group.inputs, {
      family: "memorydb_valkey7",
      description: "Evicts keys that expire",
      parameters: [{ name: "maxmemory-policy", value: "volatile-lfu" }],
    });
  });

  it("P-NET-7: stands in the given subnets, in a security group without a rule", async () => {
    const graph = await recorded(program());
    const subnets = only(graph, "aws:memorydb/subnetGroup:SubnetGroup");
    assert.equal(subnets.name, "rampart-dev-msn-main");
    assert.deepEqual(subnets.inputs["subnetIds"], ["subnet-a", "subnet-b"]);
    const group = only(graph, "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(group.name, "rampart-dev-sg-memorydb-main");
    assert.deepEqual(only(graph, CLUSTER).propertyDependencies["securityGroupIds"], [group.urn]);
    const rules = graph.resources.filter(({ type }) => /SecurityGroup\w*Rule$/.test(type));
    assert.deepEqual(rules, []);
  });

  it("P-KEY-2: is encrypted with the environment's key", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, CLUSTER).propertyDependencies["kmsKeyArn"], [
      only(graph, "aws:kms/key:Key").urn,
    ]);
  });

  it("P-DATA-5, T73: where data survives, it ends in a snapshot of its own name", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const graph = await recorded(program({ environment }));
    const cluster = only(graph, CLUSTER);
    assert.deepEqual([cluster.protect, cluster.retainOnDelete], [true, true]);
    assert.deepEqual(cluster.propertyDependencies["finalSnapshotName"], [only(graph, RANDOM).urn]);
  });

  it("P-DATA-5: elsewhere destroy works in one go", async () => {
    const graph = await recorded(program());
    const cluster = only(graph, CLUSTER);
    assert.deepEqual([cluster.protect, cluster.retainOnDelete], [false, false]);
    assert.deepEqual(namesOf(graph, RANDOM), []);
  });

  it("is left alone when AWS moves it to a newer minor version", async () => {
    assert.deepEqual(only(await recorded(program()), CLUSTER).ignoreChanges, ["engineVersion"]);
  });

  it("tells where it answers and how", async () => {
    const seen: unknown[] = [];
    const note = ({ clusterName, port, username, clusterMode, primaryEndpoint }: MemoryDb) => {
      clusterName.apply((name) => seen.push([name, port, username, clusterMode]));
      primaryEndpoint.apply((host) => seen.push(host));
    };
    await recorded(program({}, note));
    assert.deepEqual(seen, [["rampart-dev-mdb-main", 6379, "rampart-dev-muser-main", true]]);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program(), { mode: "update" });
    assert.equal(only(graph, CLUSTER).inputs["kmsKeyArn"], "arn:aws:mock:::aws:kms/key:Key/key");
  });

  for (const replicas of [-1, 6]) {
    it(`refuses ${replicas} replicas`, async () => {
      assert.equal(
        await refusal(program({ replicas })),
        `replicas of memory is ${replicas}; allowed: 0–5.`,
      );
    });
  }
});
