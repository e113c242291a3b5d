import assert from "node:assert/strict";

import { WebAclAssociation } from "../../../components/edge/webAclAssociation.ts";
import { edgeStack, testLoadBalancer, testWebAcl } from "../../support/edge.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

describe("WebAclAssociation", () => {
  it("T41, T42, feature 12: goes before its successor comes, and waits for listeners and web ACL", async () => {
    const graph = await recorded(() => {
      edgeStack();
    });
    const association = only(graph, ASSOCIATION);
    assert.equal(association.deleteBeforeReplace, true);
    assert.deepEqual(association.propertyDependencies, {
      resourceArn: [only(graph, "aws:lb/loadBalancer:LoadBalancer").urn],
      webAclArn: [only(graph, "aws:wafv2/webAcl:WebAcl").urn],
    });
    const listeners = ofType(graph, "aws:lb/listener:Listener");
    assert.equal(listeners.length, 2);
    for (const listener of listeners) assert.ok(waitsFor(graph, association, listener));
  });

  for (const [scope, guarded, message] of [
    ["CLOUDFRONT", false, "webAcl of firewall has scope CLOUDFRONT; allowed: REGIONAL."],
    [
      "REGIONAL",
      true,
      "behindCloudFront of the web ACL of firewall is false, but its load balancer is behind CloudFront: it would count the wrong addresses.",
    ],
  ] as const) {
    it(`T22: refuses a web ACL of scope ${scope} for a balancer ${guarded ? "behind CloudFront" : "in the open"}`, async () => {
      const refused = await refusal(() => {
        const environment = testEnvironment();
        const base = foundation(environment);
        const { webAcl } = testWebAcl(scope, environment, base);
        const loadBalancer = testLoadBalancer({ guarded }, environment, base);
        new WebAclAssociation("firewall", { loadBalancer, webAcl });
      });
      assert.equal(refused, message);
    });
  }
});
