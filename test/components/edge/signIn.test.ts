import assert from "node:assert/strict";

import { checkSignIn, type SignIn } from "../../../components/edge/signIn.ts";
import { type LoadBalancerVariation, testLoadBalancer } from "../../support/edge.ts";
import { ofType, only, recorded, refusal } from "../../support/graph.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "../../support/signIn.ts";

const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const signIn: SignIn = {
  ...SIGN_IN,
  clientSecret: SIGN_IN_SECRET,
  sessionSeconds: 28_800,
  scope: "openid email",
};

describe("sign-in at a load balancer", () => {
  const balancer = (variation: LoadBalancerVariation) => () => void testLoadBalancer(variation);

  it("feature 39, P-NET-7: opens one way out, to providers' addresses on 443", async () => {
    const graph = await recorded(balancer({ signIn }));
    const rule = only(graph, EGRESS);
    const { securityGroupId, ...stated } = rule.inputs;
    assert.deepEqual(stated, {
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "alb to internet on 443",
      cidrIpv4: "0.0.0.0/0",
    });
    assert.ok(securityGroupId !== undefined);
    const group = only(graph, "aws:ec2/securityGroup:SecurityGroup");
    assert.deepEqual(rule.propertyDependencies["securityGroupId"], [group.urn]);
  });

  it("feature 39: opens none where nobody signs in, or nobody can yet", async () => {
    for (const variation of [{}, { signIn, certificateArn: undefined }]) {
      const graph = await recorded(balancer(variation));
      assert.equal(ofType(graph, EGRESS).length, 0);
    }
  });

  it("feature 39: refuses what Elastic Load Balancing refuses", async () => {
    for (const [change, message] of [
      [
        { tokenEndpoint: "http://login.example.com/token" },
        "tokenEndpoint of balancer is http://login.example.com/token; allowed: an address with https://.",
      ],
      [
        { issuer: "login.example.com" },
        "issuer of balancer is login.example.com; allowed: an address with https://.",
      ],
      [{ sessionSeconds: 0 }, "sessionSeconds of balancer is 0; allowed: 1–604800."],
      [{ sessionSeconds: 604_801 }, "sessionSeconds of balancer is 604801; allowed: 1–604800."],
      [
        { scope: "email openid2" },
        "scope of balancer is email openid2; allowed: scopes with openid among them.",
      ],
    ] as const) {
      assert.equal(await refusal(balancer({ signIn: { ...signIn, ...change } })), message);
    }
    for (const sessionSeconds of [1, 604_800]) {
      assert.doesNotThrow(() => {
        checkSignIn("balancer", { ...signIn, sessionSeconds });
      });
    }
  });
});
