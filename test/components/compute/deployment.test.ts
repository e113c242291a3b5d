import assert from "node:assert/strict";

import type { FargateServiceArgs } from "../../../components/compute/fargateService.ts";
import { Namespace } from "../../../components/compute/namespace.ts";
import type { DeploymentSettings } from "../../../components/shared/deployment.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testService, testTarget } from "../../support/compute.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const SERVICE = "aws:ecs/service:Service";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const SHIFT = { alternateGroupArn: "arn:alternate", ruleArn: "arn:rule" };

describe("How a service is deployed", () => {
  const build = (deployment: DeploymentSettings, overrides: Partial<FargateServiceArgs> = {}) => {
    const environment = testEnvironment();
    const target = { ...testTarget(environment), shift: SHIFT };
    return testService({ deployment, target, ...overrides }, environment);
  };
  const graphOf = (...args: Parameters<typeof build>): Promise<Graph> =>
    recorded(() => void build(...args));

  for (const [deployment, configuration] of [
    [{ strategy: "blueGreen" }, { strategy: "BLUE_GREEN", bakeTimeInMinutes: "10" }],
    [
      { strategy: "blueGreen", bakeMinutes: 60 },
      { strategy: "BLUE_GREEN", bakeTimeInMinutes: "60" },
    ],
    [
      { strategy: "canary" },
      {
        strategy: "CANARY",
        bakeTimeInMinutes: "10",
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "10" },
      },
    ],
    [
      { strategy: "canary", canaryPercent: 5, canaryMinutes: 30, bakeMinutes: 15 },
      {
        strategy: "CANARY",
        bakeTimeInMinutes: "15",
        canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: "30" },
      },
    ],
  ] satisfies [DeploymentSettings, object][]) {
    it(`feature 21: tells ECS of ${JSON.stringify(deployment)}`, async () => {
      const { inputs } = only(await graphOf(deployment), SERVICE);
      assert.deepEqual(inputs["deploymentConfiguration"], configuration);
      assert.deepEqual(
        [inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]],
        [100, 200],
      );
      assert.equal(inputs["availabilityZoneRebalancing"], "ENABLED");
    });
  }

  it("feature 21: names both groups, the rule and the role by which ECS shifts traffic", async () => {
    const { inputs } = only(await graphOf({ strategy: "canary" }), SERVICE);
    assert.deepEqual(inputs["loadBalancers"], [
      {
        targetGroupArn: UNKNOWN,
        containerName: "api",
        containerPort: 8000,
        advancedConfiguration: {
          alternateTargetGroupArn: "arn:alternate",
          productionListenerRule: "arn:rule",
          roleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-api-shift",
        },
      },
    ]);
  });

  it("feature 21: lets ECS alone be that role, with AWS's policy for it, before the service", async () => {
    const graph = await graphOf({ strategy: "blueGreen" });
    const role = only(graph, "aws:iam/role:Role", "api-shift");
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "ecs.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    const attachment = only(graph, ATTACHMENT);
    assert.deepEqual(attachment.inputs, {
      role: "rampart-dev-role-api-shift",
      policyArn: "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    });
    assert.ok(waitsFor(graph, only(graph, SERVICE), attachment));
  });

  it("features 18, 20: takes a deployment back by circuit breaker and alarms, whichever its strategy", async () => {
    for (const strategy of ["blueGreen", "canary"] as const) {
      const { inputs } = only(await graphOf({ strategy }, { rollbackAlarms: ["5xx"] }), SERVICE);
      assert.deepEqual(inputs["deploymentCircuitBreaker"], { enable: true, rollback: true });
      assert.deepEqual(inputs["alarms"], { enable: true, rollback: true, alarmNames: ["5xx"] });
    }
  });

  it("feature 21: step by step, nothing is there for shifts", async () => {
    const steps = { deployment: {}, target: testTarget } as const;
    const graph = await recorded(() => {
      const environment = testEnvironment();
      testService({ deployment: steps.deployment, target: steps.target(environment) }, environment);
    });
    const { inputs } = only(graph, SERVICE);
    // The provider computes what is left out: a service that once shifted would go on to.
    assert.deepEqual(inputs["deploymentConfiguration"], { strategy: "ROLLING" });
    assert.deepEqual(
      [inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]],
      [50, 200],
    );
    assert.deepEqual(inputs["loadBalancers"], [
      { targetGroupArn: UNKNOWN, containerName: "api", containerPort: 8000 },
    ]);
    assert.deepEqual(ofType(graph, ATTACHMENT), []);
  });

  for (const [what, deployment, overrides, message] of [
    [
      "a canary without a balancer",
      { strategy: "canary" },
      { target: undefined },
      "target.shift of api is missing with strategy canary; requests are shifted by blueGreen and canary alone, between the two groups of a target.",
    ],
    [
      "two groups that nothing shifts between",
      {},
      {},
      "target.shift of api is set with strategy rolling; requests are shifted by blueGreen and canary alone, between the two groups of a target.",
    ],
    [
      "what is another strategy's",
      { strategy: "canary", maximumPercent: 150 },
      {},
      "deployment.maximumPercent of api is 150; allowed: nothing with strategy canary, which has no use of it.",
    ],
    [
      "requests of one group as a measure",
      { strategy: "blueGreen" },
      {
        scaling: {
          minimum: 2,
          maximum: 4,
          cpuPercent: 70,
          memoryPercent: 80,
          requestsPerTarget: 9,
        },
      },
      "scaling.requestsPerTarget of api is set with strategy blueGreen; it counts one target group, and not always the one that serves.",
    ],
  ] satisfies [string, DeploymentSettings, Partial<FargateServiceArgs>, string][]) {
    it(`feature 21: refuses ${what}`, async () => {
      assert.equal(await refusal(() => build(deployment, overrides)), message);
    });
  }

  it("feature 21: refuses a name in DNS, which knows no shares", async () => {
    const message = await refusal(() =>
      build(
        { strategy: "canary" },
        {
          discovery: {
            namespace: new Namespace("local", { vpcId: "vpc-1", domain: "dev.local" }),
            label: "api",
          },
        },
      ),
    );
    assert.equal(
      message,
      "discovery of api is set with strategy canary; its name would lead to new tasks at once.",
    );
  });
});
