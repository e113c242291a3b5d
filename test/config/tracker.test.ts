import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { MANAGED } from "../support/tracker.ts";

const ON = {
  mode: "on",
  host: "tracker.dev.example.com",
  certificate: { mode: "pending" },
};
const PEER = {
  vpcId: "vpc-0a1b2c3d4e5f67890",
  cidr: "10.60.0.0/16",
  ports: [5432, 6379],
  routeTableIds: ["rtb-0a1b2c3d4e5f67890"],
};
const PEERED = {
  network: { peering: PEER },
  database: { kind: "peered", host: "10.60.10.20" },
  cache: { kind: "peered", host: "10.60.10.21" },
};
const RDS = MANAGED.database.settings;

/** What is wrong with a block; the account is dev's, 111122223333. */
const refused = (changes: object): string[] =>
  problemLines(withSetting(rawSettings("dev"), "tracker", { ...ON, ...changes })).map((line) =>
    line.replace("rampart:tracker.", ""),
  );

function accepted(tracker: unknown) {
  const raw = withSetting(rawSettings("dev"), "tracker", tracker);
  return checkSettings("rampart", raw).settings?.tracker ?? assert.fail(problemLines(raw).join());
}

describe("settings of the tracker", () => {
  it("S-TRACKER: is off unless asked for", () => {
    assert.deepEqual(accepted(undefined), { mode: "off" });
  });

  it("S-TRACKER: is in eu-west-2, as the table says, when no more is said than its host", () => {
    const { workers, ...settings } = accepted(ON) as Record<string, unknown>;
    assert.deepEqual(Object.keys(workers as object), [
      "tracker-fetcher",
      "tracker-fetcher-2",
      "tracker-tasks",
      "tracker-notifications",
    ]);
    assert.deepEqual(settings, {
      ...ON,
      region: "eu-west-2",
      zoneIds: ["euw2-az1", "euw2-az2"],
      monthlyUsd: 260,
      keyDeletionDays: 7,
      network: {
        cidr: "10.40.0.0/24",
        publicSubnets: ["10.40.0.0/26", "10.40.0.64/26"],
        privateSubnets: ["10.40.0.128/26", "10.40.0.192/26"],
        interfaceEndpoints: [],
        flowLogRetentionDays: 365,
      },
      firewall: {
        requestsPerFiveMinutes: 2000,
        blockedCountries: [],
        uploadPaths: [],
        logRetentionDays: 365,
      },
      accessLogDays: 90,
      idleTimeoutSeconds: 60,
      registry: { mode: "own", keepImages: 30, pullAccounts: [] },
      imageDigests: {},
      enableWorkers: false,
      enableAnisette: false,
      database: { kind: "host", instanceType: "t3.medium", storageGiB: 50 },
      cache: { kind: "host", memoryMiB: 512 },
      logRetentionDays: 90,
    });
  });

  it("S-TRACKER-9: takes a peered network, RDS, and MemoryDB", () => {
    assert.deepEqual(refused(PEERED), []);
    const memorydb = { kind: "memorydb", nodeType: "db.t4g.small", replicas: 1, snapshotDays: 7 };
    assert.deepEqual(refused({ database: { kind: "rds", settings: RDS }, cache: memorydb }), []);
  });

  it("S-TRACKER-10: refuses tracker-fetcher-2 without the server that it asks", () => {
    assert.deepEqual(refused({ enableWorkers: true }), [
      "enableAnisette is missing; allowed: true, since tracker-fetcher-2 asks it; or workers without tracker-fetcher-2",
    ]);
    assert.deepEqual(refused({ enableWorkers: true, enableAnisette: true }), []);
    const workers = { "tracker-fetcher": ["fetch"] };
    assert.deepEqual(refused({ enableWorkers: true, workers }), []);
  });

  it("S-TRACKER-10: refuses workers that are none, or that have another service's name", () => {
    assert.deepEqual(refused({ enableWorkers: true, enableAnisette: true, workers: {} }), [
      "workers is {}; allowed: one worker or more, since enableWorkers is true",
    ]);
    const taken = { "tracker-api": ["serve"] };
    assert.match(refused({ workers: taken }).join(), /allowed: another name; tracker-api is/);
  });

  it("S-TRACKER-10: refuses workers whose names other parts have, or that are too long for a role's", () => {
    const named = (name: string) => refused({ workers: { [name]: ["work"] } });
    for (const name of ["tracker-db", "tracker-cache-001", "tracker-load-balancer"]) {
      assert.deepEqual(named(name), [
        `workers.${name} is ["work"]; allowed: another name; the tracker's other parts begin so`,
      ]);
    }
    assert.deepEqual(named("tracker-dbs"), []);
    assert.deepEqual(named(`tracker-${"x".repeat(29)}`), []);
    assert.match(named(`tracker-${"x".repeat(30)}`).join(), /allowed: .*up to 37 characters/);
  });

  it("S-TRACKER-8: refuses a Valkey that needs more than half of its host", () => {
    const sized = (instanceType: string, memoryMiB: number) =>
      refused({
        database: { kind: "host", instanceType },
        cache: { kind: "host", memoryMiB },
      });
    for (const [instanceType, most] of [
      ["t3.small", 1_024],
      ["t3.medium", 2_048],
      ["m6i.xlarge", 8_192],
      ["r6i.large", 8_192],
    ] as const) {
      assert.deepEqual(sized(instanceType, most), []);
      assert.deepEqual(sized(instanceType, most + 1), [
        `cache.memoryMiB is ${most + 1}; allowed: ${most} or less, half of what ${instanceType} has`,
      ]);
    }
  });

  it("S-TRACKER-8: refuses an instance type that EC2 does not have", () => {
    for (const instanceType of ["m5.small", "m6.large", "t3.4xlarge", "t4g.medium"]) {
      assert.match(
        refused({ database: { kind: "host", instanceType } }).join(),
        /such as t3.medium/,
      );
    }
  });

  it("S-TRACKER-9: asks a peered cache for TLS unless told otherwise", () => {
    const { cache } = accepted({ ...ON, ...PEERED }) as { cache: unknown };
    assert.deepEqual(cache, { ...PEERED.cache, tls: true, clusterMode: false });
  });

  it("S-TRACKER-9: refuses a peered store by a name, which no DNS here answers", () => {
    const named = { ...PEERED, cache: { kind: "peered", host: "valkey.internal" } };
    assert.deepEqual(refused(named), [
      'cache.host is "valkey.internal"; allowed: an IPv4 address of the peered network, whose private names nobody knows here',
    ]);
  });

  it("S-TRACKER-9: refuses a store in a peered network that nothing leads to", () => {
    assert.deepEqual(refused({ ...PEERED, network: {} }), [
      "network.peering is missing; allowed: the VPC of database and cache, since kind is peered there",
    ]);
    assert.deepEqual(refused({ ...PEERED, network: { peering: { ...PEER, ports: [5432] } } }), [
      "network.peering.ports is [5432]; allowed: a list with 6379, since cache.kind is peered",
    ]);
  });

  it("S-TRACKER-9, P-NET-8: refuses a peer without a way back, and ways that are not ours to make", () => {
    const path = "network.peering.routeTableIds";
    const without = { ...PEERED, network: { peering: { ...PEER, routeTableIds: [] } } };
    assert.deepEqual(refused(without), [
      `${path} is []; allowed: one route table or more, or answers find no way back`,
    ]);
    const foreign = { ...PEER, accountId: "444455556666" };
    assert.deepEqual(refused({ ...PEERED, network: { peering: foreign } }), [
      `${path} is ["rtb-0a1b2c3d4e5f67890"]; allowed: none, since account 444455556666 routes by itself`,
    ]);
    const theirs = { ...foreign, routeTableIds: [] };
    assert.deepEqual(refused({ ...PEERED, network: { peering: theirs } }), []);
  });

  it("S-TRACKER-9, P-NET-8: refuses a peer with the same addresses, or a store that is not in it", () => {
    const network = { peering: { ...PEER, cidr: "10.40.0.0/16" } };
    assert.deepEqual(
      refused({ ...PEERED, network, database: { kind: "peered", host: "10.40.3.4" } }),
      [
        'network.peering.cidr is "10.40.0.0/16"; allowed: a block that does not overlap 10.40.0.0/24',
      ],
    );
    assert.deepEqual(refused({ ...PEERED, database: { kind: "peered", host: "10.99.0.1" } }), [
      'database.host is "10.99.0.1"; allowed: an address in 10.60.0.0/16 (network.peering.cidr)',
    ]);
  });

  it("S-TRACKER-8: refuses a peer that nothing is in, and a cache beside no host", () => {
    assert.deepEqual(refused({ network: { peering: PEER } }), [
      `network.peering is ${JSON.stringify(PEER).slice(0, 59)}…; allowed: nothing, unless database.kind or cache.kind is peered`,
    ]);
    assert.deepEqual(refused({ database: { kind: "rds", settings: RDS } }), [
      "cache.kind is missing; allowed: memorydb or peered, since database.kind is rds",
    ]);
  });

  it("T55: refuses a schedule that changes what ECS injects at a start alone", () => {
    const database = { kind: "rds", settings: { ...RDS, credentialRotationDays: 30 } };
    const cache = { kind: "memorydb", nodeType: "db.t4g.small", replicas: 0, snapshotDays: 0 };
    assert.deepEqual(refused({ database, cache }), [
      "database.settings.credentialRotationDays is [hidden]; allowed: nothing, since tasks get passwords when they start",
    ]);
  });

  it("T27, T39: refuses zones of another region, and subnets that do not fit them", () => {
    assert.deepEqual(refused({ region: "eu-west-1" }), [
      "zoneIds[0] is missing; allowed: zones euw1-az… of eu-west-1",
      "zoneIds[1] is missing; allowed: zones euw1-az… of eu-west-1",
    ]);
    assert.equal(refused({ zoneIds: ["euw2-az1", "euw2-az2", "euw2-az3"] }).length, 2);
    const network = { publicSubnets: ["10.40.0.0/28", "10.41.0.0/26"] };
    assert.deepEqual(refused({ network }), [
      'network.publicSubnets[0] is "10.40.0.0/28"; allowed: /27 or larger, which a load balancer needs',
      'network.publicSubnets[1] is "10.41.0.0/26"; allowed: a block inside 10.40.0.0/24',
    ]);
  });

  it("S-TRACKER-4, S-TRACKER-5: refuses a certificate or images of another region", () => {
    const arn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    const registry = {
      mode: "adopt",
      arnPrefix: "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-ecr-",
    };
    assert.deepEqual(refused({ certificate: { mode: "external", arn }, registry }), [
      `certificate.arn is "${arn}"; allowed: a certificate of 111122223333 in eu-west-2`,
      'registry.arnPrefix is "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-…; allowed: repositories in eu-west-2',
    ]);
  });
});
