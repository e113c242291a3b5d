import assert from "node:assert/strict";

import { HostGroup, type HostGroupArgs } from "../../../components/compute/hostGroup.ts";
import { Route } from "../../../components/edge/route.ts";
import { TargetGroup } from "../../../components/edge/targetGroup.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { testLoadBalancer } from "../../support/edge.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const GROUP = "aws:autoscaling/group:Group";
const POLICY = "aws:autoscaling/policy:Policy";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const UNKNOWN = { $unknown: true };

function build({
  called = true,
  ...overrides
}: Partial<HostGroupArgs> & { called?: boolean } = {}) {
  const environment = testEnvironment();
  const shared = foundation(environment);
  const loadBalancer = testLoadBalancer({}, environment, shared);
  const targetGroup = new TargetGroup("target", {
    environment,
    vpcId: "vpc-1",
    identifier: "docs",
    port: 8080,
    targetType: "instance",
  });
  const routes = [new Route("route", { loadBalancer, targetGroup, priority: 100 })];
  return new HostGroup("hosts", {
    environment,
    key: shared.key,
    boundary: shared.boundary,
    identifier: "documents",
    vpcId: "vpc-1",
    subnetIds: ["subnet-1", "subnet-2"],
    instanceType: "t3.micro",
    rootGiB: 8,
    userData: "#!/bin/sh\n",
    minimum: 1,
    maximum: 1,
    ...(called
      ? { target: { targetGroup, loadBalancerGroup: loadBalancer.securityGroup, routes } }
      : {}),
    graceSeconds: 300,
    startsAfter: [shared.accessLogs],
    ...overrides,
  });
}

const graphOf = (overrides: Parameters<typeof build>[0] = {}): Promise<Graph> =>
  recorded(() => build(overrides));

describe("HostGroup", () => {
  it("S-DOCS-1, P-RUN-6: one host in private subnets, well when the balancer says so, never scaled in", async () => {
    const { inputs } = only(await graphOf(), GROUP);
    assert.deepEqual(inputs, {
      name: "rampart-dev-asg-documents",
      minSize: 1,
      maxSize: 1,
      vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
      launchTemplate: { id: UNKNOWN, version: UNKNOWN },
      targetGroupArns: [UNKNOWN],
      minElbCapacity: 1,
      healthCheckType: "ELB",
      healthCheckGracePeriod: 300,
      protectFromScaleIn: true,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          minHealthyPercentage: 100,
          maxHealthyPercentage: 110,
          scaleInProtectedInstances: "Refresh",
        },
      },
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 110 },
      enabledMetrics: [
        "GroupDesiredCapacity",
        "GroupInServiceInstances",
        "GroupPendingInstances",
        "GroupTerminatingInstances",
        "GroupTotalInstances",
      ],
      waitForCapacityTimeout: "15m",
      tags: [
        { key: "Project", value: "rampart", propagateAtLaunch: true },
        { key: "Environment", value: "dev", propagateAtLaunch: true },
        { key: "Owner", value: "platform-team", propagateAtLaunch: true },
        { key: "Name", value: "rampart-dev-ec2-documents", propagateAtLaunch: true },
      ],
    });
  });

  it("S-DOCS-1: a new version of the template starts a refresh, since the group names it by number", async () => {
    const graph = await recorded(() => build(), { mode: "update", computed });
    const group = only(graph, GROUP);
    assert.deepEqual(group.inputs["launchTemplate"], {
      id: "rampart-dev-lt-documents-id",
      version: "7",
    });
    assert.deepEqual(group.ignoreChanges, []);
    assert.equal(only(graph, TEMPLATE).inputs["updateDefaultVersion"], true);
  });

  it("feature 20: alarms end a refresh; nothing takes one back, which EC2 refuses with such images", async () => {
    const { inputs } = only(await graphOf({ haltAlarms: ["a", "b"] }), GROUP);
    const preferences = at(inputs, "instanceRefresh", "preferences");
    assert.deepEqual(at(preferences, "alarmSpecification"), { alarms: ["a", "b"] });
    assert.equal(at(preferences, "autoRollback"), undefined);
  });

  it("S-DOCS-1: the balancer is let in to the one port, and hosts wait for it and for their rights", async () => {
    const graph = await graphOf();
    const group = only(graph, GROUP);
    const rule = only(graph, INGRESS, "hosts-from-load-balancer");
    assert.deepEqual([rule.inputs["fromPort"], rule.inputs["toPort"]], [8080, 8080]);
    assert.equal(rule.inputs["cidrIpv4"], undefined);
    for (const type of [
      "aws:lb/listenerRule:ListenerRule",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/instanceProfile:InstanceProfile",
    ]) {
      assert.ok(waitsFor(graph, group, only(graph, type)), type);
    }
    const first = only(graph, "aws:s3/bucket:Bucket", "access-logs");
    assert.ok(waitsFor(graph, group, first), "what the first boot needs");
    assert.ok(waitsFor(graph, group, rule));
  });

  it("T43: without a balancer nobody is let in, and a host is well that runs", async () => {
    const graph = await graphOf({ called: false });
    const { inputs } = only(graph, GROUP);
    assert.equal(inputs["healthCheckType"], "EC2");
    assert.equal(inputs["targetGroupArns"], undefined);
    assert.equal(inputs["minElbCapacity"], undefined);
    assert.deepEqual(
      ofType(graph, INGRESS).filter(({ name }) => name.startsWith("hosts")),
      [],
    );
  });

  it("S-DOCS-1: between two numbers the CPU decides, and at one number nothing does", async () => {
    assert.deepEqual(ofType(await graphOf(), POLICY), []);
    assert.deepEqual(only(await graphOf({ minimum: 2, maximum: 4 }), POLICY).inputs, {
      name: "cpu",
      autoscalingGroupName: "rampart-dev-asg-documents",
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: 60,
        disableScaleIn: true,
      },
    });
  });

  for (const [numbers, message] of [
    [{ minimum: 0, maximum: 1 }, "minimum of hosts is 0; allowed: a whole number of 1 or more."],
    [
      { minimum: 1.5, maximum: 2 },
      "minimum of hosts is 1.5; allowed: a whole number of 1 or more.",
    ],
    [{ minimum: 2, maximum: 1 }, "maximum of hosts is 1; allowed: 2 (the minimum) or more."],
  ] as const) {
    it(`refuses ${JSON.stringify(numbers)}`, async () => {
      assert.equal(await refusal(() => build(numbers)), message);
    });
  }
});

function computed(type: string): Readonly<Record<string, unknown>> {
  return type === TEMPLATE ? { latestVersion: 7 } : {};
}
