import assert from "node:assert/strict";

import { DOCUMENTS_NODE_OPTIONS } from "../../../app/contract.ts";
import { settingsOf } from "../../../app/settings.ts";
import type { Graph, Resource } from "../../../plan/graph/resource.ts";
import { at, ofType, only, waitsFor } from "../../support/graph.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { STACKS } from "../../support/stacks.ts";
import { environmentIn, scriptOf } from "../../support/hosts.ts";
import { textOf } from "../../traps/reading.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const GROUP = "aws:autoscaling/group:Group";
const TABLE = "aws:dynamodb/table:Table";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Routes of the table that a subnet is associated with. */
function routesOf(graph: Graph, subnet: Resource): Resource[] {
  const isOf = (property: string, urn: string) => (resource: Resource) =>
    resource.propertyDependencies[property]?.includes(urn);
  const tables = ofType(graph, "aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(isOf("subnetId", subnet.urn))
    .flatMap(({ propertyDependencies }) => propertyDependencies["routeTableId"] ?? []);
  return tables.flatMap((table) =>
    ofType(graph, "aws:ec2/route:Route").filter(isOf("routeTableId", table)),
  );
}

describe("hosts of the documents", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });
  const hosts = () => only(graph, GROUP, "documents");
  const template = () => only(graph, TEMPLATE, "rampart-dev-lt-documents");

  it("S-DOCS-1: one from the template, protected from scaling in; two to four in prod", () => {
    const { inputs } = hosts();
    assert.deepEqual([inputs["minSize"], inputs["maxSize"]], [1, 1]);
    assert.equal(inputs["protectFromScaleIn"], true);
    const prod = only(graphOf("prod"), GROUP, "documents").inputs;
    assert.deepEqual([prod["minSize"], prod["maxSize"]], [2, 4]);
  });

  it("S-DOCS-1: each of their subnets is private: its way out is a NAT gateway, and nobody gets a public address", () => {
    for (const stack of STACKS) {
      const made = graphOf(stack);
      const group = only(made, GROUP, "documents");
      const subnets = ofType(made, "aws:ec2/subnet:Subnet").filter(({ urn }) =>
        group.propertyDependencies["vpcZoneIdentifiers"]?.includes(urn),
      );
      assert.deepEqual(
        subnets.map(({ name }) => name).sort(),
        ["use1-az1", "use1-az2", "use1-az4"].map((zone) => `network-application-${zone}`),
      );
      for (const subnet of subnets) {
        assert.notEqual(subnet.inputs["mapPublicIpOnLaunch"], true, subnet.name);
        const ways = routesOf(made, subnet).filter(
          ({ inputs }) => inputs["destinationCidrBlock"] === "0.0.0.0/0",
        );
        assert.deepEqual(
          ways.map(({ inputs }) => ["natGatewayId" in inputs, "gatewayId" in inputs]),
          [[true, false]],
          subnet.name,
        );
      }
      const face = only(made, TEMPLATE, `rampart-${stack}-lt-documents`).inputs;
      assert.equal(at(face, "networkInterfaces", 0, "associatePublicIpAddress"), "false");
      assert.equal(at(face, "networkInterfaces", 0, "subnetId"), undefined);
    }
  });

  it("S-DOCS-1: more of them are made by themselves and none is ended, which somebody is told after a day", () => {
    const prod = graphOf("prod");
    const policy = only(prod, "aws:autoscaling/policy:Policy", "documents");
    assert.equal(at(policy.inputs, "targetTrackingConfiguration", "disableScaleIn"), true);
    const { inputs } = only(prod, ALARM, "documents-surplus-hosts");
    assert.deepEqual(
      ["metricName", "dimensions", "statistic", "comparisonOperator", "threshold"].map(
        (name) => inputs[name],
      ),
      [
        "GroupInServiceInstances",
        { AutoScalingGroupName: "rampart-prod-asg-documents" },
        "Minimum",
        "GreaterThanThreshold",
        2,
      ],
    );
    assert.deepEqual([inputs["period"], inputs["evaluationPeriods"]], [3600, 24]);
    assert.ok(!ofType(graph, ALARM).some(({ name }) => name === "documents-surplus-hosts"));
  });

  it("S-DOCS-1: the balancer asks them for /status on 8080, every ten seconds and often enough", () => {
    const { inputs } = only(graph, TARGET_GROUP, "rampart-dev-tg-docs");
    assert.deepEqual([inputs["port"], inputs["targetType"]], [8080, "instance"]);
    assert.deepEqual(inputs["healthCheck"], {
      enabled: true,
      protocol: "HTTP",
      port: "traffic-port",
      path: "/status",
      matcher: "200",
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      timeout: 5,
      interval: 10,
    });
    assert.equal(hosts().inputs["healthCheckGracePeriod"], 300);
  });

  it("S-DOCS-1: a new archive or a new template replaces them one by one, unless alarms object", () => {
    const { inputs } = hosts();
    assert.deepEqual(at(inputs, "instanceRefresh", "preferences"), {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 110,
      scaleInProtectedInstances: "Refresh",
      // Not latency, which the balancer measures from an upload's first byte to its answer.
      alarmSpecification: { alarms: ["rampart-dev-alarm-documents-5xx"] },
    });
    // The archive's name is in the script, the script in the template, its version in the group.
    const { inputs: object } = only(
      graph,
      "aws:s3/bucketObjectv2:BucketObjectv2",
      "documents-artefacts",
    );
    assert.match(textOf(object["key"]), /^sha256:[0-9a-f]{64}\.tar$/);
    assert.ok(scriptOf(template()).includes(textOf(object["key"])));
    assert.ok(hosts().propertyDependencies["launchTemplate"]?.includes(template().urn));
  });

  it("S-DOCS-2, S-DOCS-5: the process knows its region, its port and its table, and how to take uploads", () => {
    const environment = environmentIn(scriptOf(template()));
    assert.deepEqual(environment, {
      NODE_ENV: "production",
      NODE_OPTIONS: DOCUMENTS_NODE_OPTIONS,
      AWS_REGION: "us-east-1",
      PORT: "8080",
      KEEP_ALIVE_SECONDS: "65",
      DOORS: "documents",
      DOCUMENTS_TABLE: "rampart-dev-table-documents",
      UPLOAD_BYTES: "10485760000",
      JWT_SECRET: "/dev/app/jwt-secret",
      JWT_ISSUER: "rampart-dev",
      JWT_AUDIENCE: "documents",
    });
    const settings = settingsOf(environment);
    assert.deepEqual([settings.HOST, settings.PORT], ["0.0.0.0", 8080]);
    assert.equal(settings.OPEN_DOORS, undefined);
  });

  it("S-DOCS-5: its output is one file, rotated each day, kept for a week, packed", () => {
    const script = scriptOf(template());
    assert.match(script, /^StandardOutput=append:\/var\/log\/app\/document-service\.log$/m);
    const rule =
      /^\/var\/log\/app\/document-service\.log \{\n {4}daily\n {4}rotate 7\n {4}compress$/m;
    assert.match(script, rule);
    assert.match(script, /^install -m 0640 \/dev\/null \/var\/log\/app\/document-service\.log$/m);
    assert.match(script, /^User=documents$/m);
    assert.deepEqual(
      ofType(graph, "aws:cloudwatch/logGroup:LogGroup").filter(({ urn }) =>
        urn.includes("DocumentsHosts"),
      ),
      [],
    );
  });

  it("S-DOCS-5: archive, table, token key and network are there before the first boot", () => {
    for (const [type, name] of [
      ["aws:s3/bucketObjectv2:BucketObjectv2", "documents-artefacts"],
      [TABLE, "documents-table"],
      ["aws:secretsmanager/secret:Secret", "jwt-secret"],
      ["aws:iam/rolePolicy:RolePolicy", "documents-host"],
    ] as const) {
      assert.ok(waitsFor(graph, hosts(), only(graph, type, name)), name);
    }
  });
});
