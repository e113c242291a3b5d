import { defineControl } from "../../engine/control.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { kindOf, LOAD_BALANCER } from "./balancer.ts";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

export const albWafAssociated = defineControl({
  id: "alb-waf-associated",
  title: "Application load balancers on the internet have a web ACL",
  severity: "high",
  frameworks: { fsbp: [], securityHub: ["ELB.16"], cis3: [], cis7: [], nist: ["AC-4(21)"] },
  cause: "Attacks that are known and floods of requests reach the application unfiltered.",
  remedy: "Add a WebAclAssociation of the balancer with a WAFv2 web ACL",
  types: [LOAD_BALANCER],
  related: [ASSOCIATION],
  scope: "stack",
  check({ resource, stack }) {
    if (kindOf(resource) !== "application" || resource.at("internal").flag === true) {
      return notApplicable;
    }
    const associations = stack.related(resource, ASSOCIATION, "resourceArn");
    return expect(associations.length > 0, "The load balancer has no web ACL");
  },
});
