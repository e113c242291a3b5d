import assert from "node:assert/strict";

import { textOf } from "../../plan/graph/value.ts";
import { controls } from "../../policy-pack/controls/index.ts";
import { readExemptions } from "../../policy-pack/engine/exemptions.ts";
import { run } from "../../policy-pack/engine/run.ts";
import exemptions from "../../policy-pack/exemptions.json" with { type: "json" };
import { profileOf } from "../../policy-pack/profiles.ts";
import { faultsOf } from "../plan/proofs/planted.ts";
import { at, namesOf, ofType, only, policyOf, waitsFor } from "../support/graph.ts";
import { answer } from "../support/iam.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import {
  BACKEND,
  calls,
  containerOf,
  EGRESS,
  environmentOf,
  isTracker,
  managedGraph,
  recordTrackers,
} from "../support/tracker.ts";

const ROUTE = "aws:ec2/route:Route";
const SERVICE = "aws:ecs/service:Service";

type Variables = Readonly<Record<string, string>>;

describe("the tracker's stores", () => {
  const of = recordTrackers();

  it("S-TRACKER-8: has a host of 50 GB by the key, with IMDSv2 and two hops, entered by SSM", () => {
    const graph = of("staging");
    const template = only(graph, "aws:ec2/launchTemplate:LaunchTemplate");
    const { inputs } = template;
    assert.equal(inputs["instanceType"], "t3.medium");
    assert.equal(inputs["imageId"], "resolve:ssm:/aws/service/debian/release/12/latest/amd64");
    assert.equal(inputs["keyName"], undefined);
    assert.deepEqual(inputs["metadataOptions"], {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 2,
    });
    const disk = at(inputs, "blockDeviceMappings", 0, "ebs");
    assert.deepEqual(
      [at(disk, "volumeSize"), at(disk, "volumeType"), at(disk, "encrypted")],
      [50, "gp3", "true"],
    );
    const card = at(inputs, "networkInterfaces", 0);
    assert.equal(at(card, "privateIpAddress"), "10.40.0.138");
    assert.equal(at(card, "associatePublicIpAddress"), "false");
    const reservation = only(graph, "aws:ec2/subnetCidrReservation:SubnetCidrReservation");
    assert.equal(reservation.inputs["cidrBlock"], "10.40.0.138/32");
    const secret = only(
      graph,
      "aws:secretsmanager/secretVersion:SecretVersion",
      "tracker-postgres-password",
    );
    assert.ok(waitsFor(graph, only(graph, "aws:ec2/instance:Instance"), secret));
  });

  it("S-TRACKER-8: reads the two passwords by the host's role, and no other secret", () => {
    const policy = only(
      of("staging"),
      "aws:iam/rolePolicy:RolePolicy",
      "tracker-database-host-host",
    );
    const [read] = policyOf(policy).Statement;
    const secret = "arn:aws:secretsmanager:eu-west-2:444455556666:secret:/staging/tracker";
    assert.deepEqual(read?.["Resource"], [
      `${secret}/postgres-password-??????`,
      `${secret}/redis-password-??????`,
    ]);
  });

  it("S-TRACKER-8, P-DATA-6: backs host and files up each day, and tells when that fails", () => {
    const graph = of("staging");
    const selection = only(graph, "aws:backup/selection:Selection");
    const origins = selection.propertyDependencies["resources"] ?? [];
    for (const type of ["aws:ec2/instance:Instance", "aws:efs/fileSystem:FileSystem"]) {
      assert.ok(origins.includes(only(graph, type).urn), type);
    }
    const alarms = namesOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.ok(alarms.includes("tracker-backup-failed") && alarms.includes("tracker-db-status"));
    const { inputs: disk, propertyDependencies } = only(
      graph,
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "tracker-db-disk",
    );
    assert.deepEqual(
      [
        "namespace",
        "metricName",
        "threshold",
        "period",
        "datapointsToAlarm",
        "treatMissingData",
      ].map((key) => disk[key]),
      ["rampart/staging/tracker-db", "DiskUsedPercent", 80, 300, 3, "notBreaching"],
    );
    const host = only(graph, "aws:ec2/instance:Instance", "tracker-database-host");
    assert.deepEqual(propertyDependencies["dimensions"], [host.urn]);
    const policy = only(graph, "aws:iam/rolePolicy:RolePolicy", "tracker-database-host-host");
    const may = (namespace: string) =>
      answer(
        { documents: [policyOf(policy)] },
        {
          action: "cloudwatch:PutMetricData",
          resource: "*",
          context: { "cloudwatch:namespace": namespace },
        },
      );
    assert.equal(may("rampart/staging/tracker-db"), "allowed");
    assert.equal(may("rampart/staging/api"), "not allowed");
  });

  it("S-TRACKER-9, P-NET-8: in prod is peered with the network that holds its stores", () => {
    const graph = of("prod");
    const peering = only(graph, "aws:ec2/vpcPeeringConnection:VpcPeeringConnection");
    assert.equal(peering.inputs["peerVpcId"], "vpc-0a1b2c3d4e5f67890");
    const routes = ofType(graph, ROUTE)
      .filter(({ name }) => name.startsWith("tracker-network-peering"))
      .map(({ name, inputs }) => `${name} ${textOf(inputs["destinationCidrBlock"])}`);
    assert.deepEqual(routes.sort(), [
      "tracker-network-peering-back-rtb-0a1b2c3d4e5f67890 10.40.0.0/24",
      "tracker-network-peering-euw2-az1 10.60.0.0/16",
      "tracker-network-peering-euw2-az2 10.60.0.0/16",
    ]);
    const peered = calls(graph, EGRESS).filter((call) => call.includes("10.60.0.0/16"));
    assert.deepEqual(
      peered.sort(),
      BACKEND.flatMap((name) =>
        [5432, 6379].map((port) => `${name} > 10.60.0.0/16 ${port}`),
      ).sort(),
    );
    assert.deepEqual(ofType(graph, "aws:ec2/instance:Instance"), []);
    const { POSTGRES_SERVER, REDIS_HOST } = environmentOf(graph, "tracker-api");
    assert.deepEqual([POSTGRES_SERVER, REDIS_HOST], ["10.60.10.20", "10.60.10.21"]);
  });

  it("S-TRACKER-9: uses RDS and MemoryDB in place of the host, whose users a function makes", async () => {
    const graph = await managedGraph("update");
    assert.deepEqual(namesOf(graph, "aws:ec2/instance:Instance"), []);
    const database = ofType(graph, "aws:rds/instance:Instance").find(isTracker);
    assert.ok(database);
    assert.equal(database.inputs["identifier"], "rampart-staging-db-tracker");
    assert.equal(database.inputs["dbName"], "tracker");
    const store = ofType(graph, "aws:memorydb/cluster:Cluster").find(isTracker);
    assert.equal(store?.inputs["tlsEnabled"], true);
    const rotate = ofType(graph, "aws:lambda/function:Function").filter(isTracker);
    assert.deepEqual(
      rotate.map(({ inputs }) => inputs["name"]),
      ["rampart-staging-fn-rotate-database-secret-tracker"],
    );
    const variables = environmentOf(graph, "tracker-api");
    assert.equal(variables["POSTGRES_USER"], undefined, "two users take turns");
    assert.equal(variables["POSTGRES_SERVER"], undefined);
    assert.deepEqual(
      Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith("REDIS"))),
      {
        REDIS_CLUSTER_MODE: "true",
        REDIS_TLS_ENABLED: "true",
        REDIS_PORT: "6379",
        REDIS_USERNAME: "rampart-staging-muser-tracker",
        REDIS_CACHE_TTL: "3600",
        REDIS_CACHE_DB: "0",
        REDIS_TASKS_DB: "0",
        REDIS_HEALTH_DB: "0",
        REDIS_NOTIFICATIONS_DB: "0",
      },
      "a cluster has database 0 alone",
    );
    const secrets = containerOf(graph, "tracker-api").secrets.map(
      ({ name, valueFrom }) => `${name} ${valueFrom.split("/staging/")[1] ?? "?"}`,
    );
    assert.deepEqual(secrets, [
      "POSTGRES_PASSWORD tracker/database-credentials:password::",
      "POSTGRES_SERVER tracker/database-credentials:host::",
      "POSTGRES_USER tracker/database-credentials:username::",
      "REDIS_HOST tracker/redis-host",
      "REDIS_PASSWORD tracker/redis-password",
      "SECRET_KEY tracker/secret-key",
    ]);
    const backedUp = ofType(graph, "aws:backup/selection:Selection").find(isTracker);
    assert.ok(backedUp?.propertyDependencies["resources"]?.includes(database.urn));
    const alarms = namesOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      alarms.filter((name) => /^tracker-(?:db|cache|rotation)-/.test(name)),
      [
        "tracker-cache-001-connections",
        "tracker-cache-001-cpu",
        "tracker-cache-001-hit-rate",
        "tracker-cache-001-lag",
        "tracker-cache-001-memory",
        "tracker-cache-002-connections",
        "tracker-cache-002-cpu",
        "tracker-cache-002-hit-rate",
        "tracker-cache-002-lag",
        "tracker-cache-002-memory",
        "tracker-db-connections",
        "tracker-db-cpu",
        "tracker-db-cpu-credits",
        "tracker-db-free-memory",
        "tracker-db-free-storage",
        "tracker-db-read-latency",
        "tracker-db-write-latency",
        "tracker-rotation-errors",
        "tracker-rotation-failures",
        "tracker-rotation-throttles",
      ],
    );
  });

  it("S-TRACKER-9: with RDS and MemoryDB too, all is decided and told at the first preview", async () => {
    const graph = await managedGraph("preview");
    const { parameters } = profileOf("staging");
    const { findings, undecided } = run(controls, graph.resources, {
      parameters,
      exemptions: { all: readExemptions(exemptions), date: "2026-11-22" },
    });
    const lines = [...findings, ...undecided].map(({ control, urn }) => `${control} ${urn}`);
    assert.deepEqual(lines, []);
    assert.deepEqual(faultsOf(graph), []);
    const host = only(
      graph,
      "aws:secretsmanager/secretVersion:SecretVersion",
      "tracker-redis-host",
    );
    for (const name of BACKEND) assert.ok(waitsFor(graph, only(graph, SERVICE, name), host), name);
  });

  it("S-TRACKER-9: tells a peered cache's password over TLS alone, unless a stack says otherwise", async () => {
    const form = ({ REDIS_TLS_ENABLED, REDIS_CLUSTER_MODE, REDIS_TASKS_DB }: Variables) => [
      REDIS_TLS_ENABLED,
      REDIS_CLUSTER_MODE,
      REDIS_TASKS_DB,
    ];
    assert.deepEqual(form(environmentOf(of("prod"), "tracker-api")), ["true", "false", "1"]);
    const raw = withSetting(withSystems(rawSettings("prod"), "tracker"), "tracker.cache", {
      kind: "peered",
      host: "10.60.10.21",
      tls: false,
      clusterMode: true,
    });
    const graph = await programGraph(raw, { stack: "prod" });
    assert.deepEqual(form(environmentOf(graph, "tracker-api")), ["false", "true", "0"]);
  });
});
