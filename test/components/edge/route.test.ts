import assert from "node:assert/strict";

import { Route, type RouteArgs } from "../../../components/edge/route.ts";
import { TargetGroup } from "../../../components/edge/targetGroup.ts";
import { SECRET, UNKNOWN } from "../../../plan/graph/value.ts";
import { type LoadBalancerVariation, testLoadBalancer } from "../../support/edge.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { at, only, recorded, refusal } from "../../support/graph.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "../../support/signIn.ts";

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";

const signIn = {
  ...SIGN_IN,
  clientSecret: SIGN_IN_SECRET,
  sessionSeconds: 3600,
  scope: "openid",
};

describe("Route", () => {
  const routed = (
    args: Partial<Pick<RouteArgs, "priority" | "paths" | "signsIn">> = {},
    variation: LoadBalancerVariation = {},
  ) => {
    const environment = testEnvironment();
    const targetGroup = new TargetGroup("api", {
      environment,
      vpcId: "vpc-1",
      identifier: "api",
      port: 8000,
    });
    return new Route("api", {
      loadBalancer: testLoadBalancer(variation),
      targetGroup,
      priority: 10,
      ...args,
    });
  };

  it("P-EDGE-2: forwards every path unless told which", async () => {
    const graph = await recorded(() => void routed());
    const rule = only(graph, RULE);
    assert.deepEqual(rule.inputs, {
      listenerArn: UNKNOWN,
      priority: 10,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: [{ type: "forward", targetGroupArn: UNKNOWN }],
    });
    assert.deepEqual(rule.propertyDependencies["listenerArn"], [
      only(graph, LISTENER, "balancer-https").urn,
    ]);
    assert.deepEqual(rule.propertyDependencies["actions"], [
      only(graph, "aws:lb/targetGroup:TargetGroup").urn,
    ]);
  });

  it("S-TRACKER-7: takes up to five paths", async () => {
    const paths = ["/api/*", "/api/v1/*", "/docs", "/redoc", "/openapi.json"];
    const graph = await recorded(() => void routed({ paths }));
    assert.deepEqual(at(only(graph, RULE).inputs, "conditions", 0, "pathPattern"), {
      values: paths,
    });
  });

  it("P-EDGE-5: demands the guard's header behind CloudFront, and keeps it secret", async () => {
    for (const mode of ["preview", "update"] as const) {
      const graph = await recorded(() => void routed({}, { guarded: true }), { mode });
      const condition = at(only(graph, RULE).inputs, "conditions", 1, "httpHeader");
      assert.deepEqual(condition, { httpHeaderName: "X-Origin-Guard", values: [SECRET] });
    }
  });

  for (const mode of ["preview", "update"] as const) {
    it(`feature 39, T40: lets nobody pass who has not signed in, and keeps the client's secret (${mode})`, async () => {
      const graph = await recorded(
        () => void routed({ paths: ["/admin*"], signsIn: true }, { signIn }),
        {
          mode,
        },
      );
      const rule = only(graph, RULE);
      assert.deepEqual(at(rule.inputs, "actions", 0), {
        type: "authenticate-oidc",
        order: 1,
        authenticateOidc: {
          ...SIGN_IN,
          clientSecret: SECRET,
          sessionTimeout: 3600,
          scope: "openid",
          onUnauthenticatedRequest: "authenticate",
        },
      });
      const forward = at(rule.inputs, "actions", 1) as Record<string, unknown>;
      assert.deepEqual(Object.keys(forward).sort(), ["order", "targetGroupArn", "type"]);
      assert.deepEqual([forward["type"], forward["order"]], ["forward", 2]);
      assert.equal(at(rule.inputs, "actions", 2), undefined);
      assert.deepEqual(at(rule.inputs, "conditions"), [
        { pathPattern: { values: ["/admin*", "/oauth2/idpresponse"] } },
      ]);
      assert.ok(!JSON.stringify(graph).includes(SIGN_IN_SECRET), "the secret is in the graph");
    });
  }

  it("feature 39: asks nobody to sign in where it is not told to, whatever its balancer can", async () => {
    const rule = only(await recorded(() => void routed({}, { signIn })), RULE);
    assert.deepEqual(rule.inputs["actions"], [{ type: "forward", targetGroupArn: UNKNOWN }]);
    assert.deepEqual(rule.inputs["conditions"], [{ pathPattern: { values: ["/*"] } }]);
  });

  it("feature 39: refuses to leave a door open that nobody watches, or more paths than fit", async () => {
    assert.equal(
      await refusal(() => routed({ signsIn: true })),
      "Route api has nobody to sign people in: its load balancer has no signIn.",
    );
    const five = Array.from({ length: 5 }, (_, index) => `/${index}`);
    assert.equal(
      await refusal(() => routed({ paths: five, signsIn: true }, { signIn })),
      "paths of api has 5 values; allowed: 1–4.",
    );
    assert.equal(
      await refusal(() =>
        routed({ paths: five.slice(1), signsIn: true }, { signIn, guarded: true }),
      ),
      "paths of api has 4 values; allowed: 1–3.",
    );
  });

  it("refuses what Elastic Load Balancing refuses", async () => {
    const six = Array.from({ length: 6 }, (_, index) => `/${index}`);
    assert.equal(
      await refusal(() => routed({ paths: six })),
      "paths of api has 6 values; allowed: 1–5.",
    );
    assert.equal(
      await refusal(() => routed({ paths: six.slice(1) }, { guarded: true })),
      "paths of api has 5 values; allowed: 1–4.",
    );
    assert.equal(
      await refusal(() => routed({ paths: [] })),
      "paths of api has 0 values; allowed: 1–5.",
    );
    assert.equal(
      await refusal(() => routed({ priority: 0 })),
      "priority of api is 0; allowed: 1–50000.",
    );
  });

  it("P-EDGE-1: refuses to start from a listener that the certificate keeps waiting", async () => {
    assert.equal(
      await refusal(() => routed({}, { certificateArn: undefined })),
      "Route api has no HTTPS listener to start from: the certificate of its load balancer is pending.",
    );
  });
});
