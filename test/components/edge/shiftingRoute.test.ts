import assert from "node:assert/strict";

import { Route } from "../../../components/edge/route.ts";
import { TargetGroup } from "../../../components/edge/targetGroup.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testLoadBalancer } from "../../support/edge.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal } from "../../support/graph.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "../../support/signIn.ts";

const RULE = "aws:lb/listenerRule:ListenerRule";

const signIn = {
  ...SIGN_IN,
  clientSecret: SIGN_IN_SECRET,
  sessionSeconds: 3600,
  scope: "openid",
};

describe("Route between two groups", () => {
  const routed = (alternates: boolean, signsIn = false) => {
    const environment = testEnvironment();
    const group = (identifier: string) =>
      new TargetGroup(identifier, { environment, vpcId: "vpc-1", identifier, port: 8000 });
    const targetGroup = group("api");
    return new Route("api", {
      loadBalancer: testLoadBalancer(signsIn ? { signIn } : {}),
      targetGroup,
      alternate: alternates ? group("api-2") : undefined,
      priority: 10,
      signsIn,
    });
  };

  it("feature 21, T52: weights both, and leaves the weights to ECS from then on", async () => {
    const graph = await recorded(() => void routed(true));
    const rule = only(graph, RULE);
    assert.deepEqual(rule.inputs["actions"], [
      {
        type: "forward",
        forward: {
          targetGroups: [
            { arn: UNKNOWN, weight: 100 },
            { arn: UNKNOWN, weight: 0 },
          ],
        },
      },
    ]);
    assert.deepEqual(rule.ignoreChanges, ["actions"]);
    assert.deepEqual(
      [...(rule.propertyDependencies["actions"] ?? [])].sort(),
      ofType(graph, "aws:lb/targetGroup:TargetGroup")
        .map(({ urn }) => urn)
        .sort(),
    );
  });

  it("T52: with one group alone the program says where requests go", async () => {
    assert.deepEqual(only(await recorded(() => void routed(false)), RULE).ignoreChanges, []);
  });

  it("feature 21: refuses a rule that does more than forward, which ECS does", async () => {
    assert.equal(
      await refusal(() => routed(true, true)),
      "Route api signs people in and has an alternate; ECS shifts no rule that does more than forward.",
    );
  });
});
