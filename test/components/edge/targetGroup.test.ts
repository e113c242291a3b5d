import assert from "node:assert/strict";

import { TargetGroup, type TargetGroupArgs } from "../../../components/edge/targetGroup.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal } from "../../support/graph.ts";

const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

describe("TargetGroup", () => {
  const made = (args: Partial<TargetGroupArgs> = {}) =>
    new TargetGroup("api", {
      environment: testEnvironment(),
      vpcId: "vpc-1",
      identifier: "api",
      port: 8000,
      ...args,
    });

  it("P-EDGE-2: asks /health of addresses, and lets them finish", async () => {
    const graph = await recorded(() => void made());
    assert.deepEqual(only(graph, TARGET_GROUP).inputs, {
      vpcId: "vpc-1",
      targetType: "ip",
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      port: 8000,
      deregistrationDelay: 30,
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/health",
        matcher: "200",
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        timeout: 5,
        interval: 15,
      },
    });
  });

  it("S-TRACKER-7, S-DOCS-1: health check, kind of target and delay can be told", async () => {
    const health = {
      path: "/status",
      matcher: "200-299",
      healthyThreshold: 3,
      unhealthyThreshold: 2,
      timeoutSeconds: 4,
      intervalSeconds: 30,
    };
    const graph = await recorded(
      () => void made({ targetType: "instance", deregistrationDelaySeconds: 0, health }),
    );
    const { inputs } = only(graph, TARGET_GROUP);
    assert.equal(inputs["targetType"], "instance");
    assert.equal(inputs["deregistrationDelay"], 0);
    assert.deepEqual(inputs["healthCheck"], {
      enabled: true,
      protocol: "HTTP",
      port: "traffic-port",
      path: "/status",
      matcher: "200-299",
      healthyThreshold: 3,
      unhealthyThreshold: 2,
      timeout: 4,
      interval: 30,
    });
  });

  it("T37, T38: is named by Pulumi and replaced before it is deleted", async () => {
    const graph = await recorded(() => void made());
    const group = only(graph, TARGET_GROUP);
    assert.equal(group.name, "rampart-dev-tg-api");
    assert.equal(group.deleteBeforeReplace, false);
    assert.equal("name" in group.inputs, false);
  });

  for (const [args, message] of [
    [{ port: 0 }, "port of api is 0; allowed: 1–65535."],
    [{ health: { healthyThreshold: 1 } }, "healthyThreshold of api is 1; allowed: 2–10."],
    [{ health: { unhealthyThreshold: 11 } }, "unhealthyThreshold of api is 11; allowed: 2–10."],
    [{ health: { intervalSeconds: 301 } }, "intervalSeconds of api is 301; allowed: 5–300."],
    [{ health: { timeoutSeconds: 15 } }, "timeoutSeconds of api is 15; allowed: 2–14."],
    [
      { health: { timeoutSeconds: 121, intervalSeconds: 300 } },
      "timeoutSeconds of api is 121; allowed: 2–120.",
    ],
    [
      { deregistrationDelaySeconds: 3601 },
      "deregistrationDelaySeconds of api is 3601; allowed: 0–3600.",
    ],
    [
      { identifier: "much-too-long" },
      'The target-group name "rampart-dev-tg-much-too-long" has 28 characters; 24 are allowed. Shorten the identifier "much-too-long".',
    ],
  ] satisfies [Partial<TargetGroupArgs>, string][]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      assert.equal(await refusal(() => made(args)), message);
    });
  }
});
