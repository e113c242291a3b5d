import assert from "node:assert/strict";

import { ServiceScaling, type ServiceScalingArgs } from "../../../components/compute/scaling.ts";
import { at, namesOf, ofType, only, recorded, refusal } from "../../support/graph.ts";

const POLICY = "aws:appautoscaling/policy:Policy";

describe("ServiceScaling", () => {
  const build = (overrides: Partial<ServiceScalingArgs> = {}) =>
    new ServiceScaling("api", {
      clusterName: "main",
      serviceName: "api",
      minimum: 1,
      maximum: 4,
      cpuPercent: 70,
      memoryPercent: 80,
      idle: false,
      ...overrides,
    });

  it("P-RUN-4, feature 22: tracks CPU, memory and requests", async () => {
    const graph = await recorded(() =>
      build({ requestsPerTarget: 500, requestLabel: "app/edge/1/targetgroup/api/2" }),
    );
    const tracked = ofType(graph, POLICY).map(
      ({ inputs }) => inputs["targetTrackingScalingPolicyConfiguration"],
    );
    const cooldown = { scaleOutCooldown: 60, scaleInCooldown: 300 };
    assert.deepEqual(tracked, [
      {
        ...cooldown,
        targetValue: 70,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
      {
        ...cooldown,
        targetValue: 80,
        predefinedMetricSpecification: {
          predefinedMetricType: "ECSServiceAverageMemoryUtilization",
        },
      },
      {
        ...cooldown,
        targetValue: 500,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: "app/edge/1/targetgroup/api/2",
        },
      },
    ]);
  });

  it("P-RUN-4: a policy belongs to the service's target", async () => {
    const graph = await recorded(() => build());
    assert.deepEqual(namesOf(graph, POLICY), ["api-cpu", "api-memory"]);
    const { targetTrackingScalingPolicyConfiguration: tracked, ...rest } = only(
      graph,
      POLICY,
      "api-cpu",
    ).inputs;
    assert.equal(at(tracked, "targetValue"), 70);
    assert.deepEqual(rest, {
      name: "cpu",
      policyType: "TargetTrackingScaling",
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/main/api",
    });
  });

  it("P-RUN-4: an equal minimum and maximum leave nothing to decide", async () => {
    const graph = await recorded(() => build({ minimum: 2, maximum: 2 }));
    assert.deepEqual(ofType(graph, POLICY), []);
    const { minCapacity, maxCapacity } = only(graph, "aws:appautoscaling/target:Target").inputs;
    assert.deepEqual([minCapacity, maxCapacity], [2, 2]);
  });

  it("refuses a maximum below the minimum", async () => {
    assert.equal(
      await refusal(() => build({ minimum: 3, maximum: 2 })),
      "maximum of api is 2; allowed: 3 (the minimum) or more.",
    );
  });

  it("refuses to scale on requests that nobody counts", async () => {
    assert.equal(
      await refusal(() => build({ requestsPerTarget: 500 })),
      "requestsPerTarget of api is set, but no load balancer counts requests.",
    );
  });
});
