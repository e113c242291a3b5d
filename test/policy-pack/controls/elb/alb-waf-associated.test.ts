import assert from "node:assert/strict";

import { albWafAssociated } from "../../../../policy-pack/controls/elb/alb-waf-associated.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const MESSAGES = ["The load balancer has no web ACL"];
const balancer = (inputs: Properties = {}, type = "aws:lb/loadBalancer:LoadBalancer") =>
  resource(type, "edge", { loadBalancerType: "application", internal: false, ...inputs });
const association = (of?: string) =>
  resource(
    ASSOCIATION,
    "firewall",
    { resourceArn: UNKNOWN, webAclArn: UNKNOWN },
    { propertyDependencies: of === undefined ? {} : { resourceArn: [of] } },
  );
const other = resource("aws:lb/loadBalancer:LoadBalancer", "other", {});
const verdict = (...resources: ReturnType<typeof balancer>[]) =>
  said(judged(albWafAssociated, resources, "edge"));

describe("alb-waf-associated", () => {
  itBehaves({
    control: albWafAssociated,
    compliant: [balancer(), association(balancer().urn)],
    subject: "edge",
    fails: [],
    accepts: [
      { title: "no type, which is application", path: "loadBalancerType" },
      { title: "nothing said of internal, which is the internet", path: "internal" },
    ],
  });

  it("fails without an association, and with another's", () => {
    assert.deepEqual(verdict(balancer()), MESSAGES);
    assert.deepEqual(verdict(balancer({ internal: "false" })), MESSAGES);
    assert.deepEqual(verdict(balancer({ internal: null })), MESSAGES);
    assert.deepEqual(verdict(balancer({ loadBalancerType: null })), MESSAGES);
    assert.deepEqual(verdict(balancer(), other, association(other.urn)), MESSAGES);
    assert.deepEqual(verdict(balancer({}, "aws:alb/loadBalancer:LoadBalancer")), MESSAGES);
  });

  it("finds the older token's association", () => {
    const old = balancer({}, "aws:alb/loadBalancer:LoadBalancer");
    assert.equal(verdict(old, association(old.urn)), "pass");
  });

  it("is undecided where an association may be its own", () => {
    assert.equal(verdict(balancer(), association()), "undecided");
    assert.equal(verdict(balancer({ internal: UNKNOWN })), "undecided");
  });

  it("does not concern balancers inside, or that read no requests", () => {
    assert.equal(verdict(balancer({ internal: true })), "notApplicable");
    assert.equal(verdict(balancer({ internal: "true" })), "notApplicable");
    assert.equal(verdict(balancer({ loadBalancerType: "network" })), "notApplicable");
  });
});
