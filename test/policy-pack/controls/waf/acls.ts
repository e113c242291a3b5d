import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { resource } from "../../support/resources.ts";

export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

/** A rule group of AWS's that does what it says. */
export function group(name: string, more: Properties = {}, override: Value = { none: {} }) {
  return {
    name,
    priority: 1,
    overrideAction: override,
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name, ...more } },
  };
}

export const COMMON = "AWSManagedRulesCommonRuleSet";
export const INPUTS = "AWSManagedRulesKnownBadInputsRuleSet";
export const REPUTATION = "AWSManagedRulesAmazonIpReputationList";

export function rate(action: Properties = { block: {} }, more: Properties = {}) {
  return {
    name: "rate",
    priority: 4,
    action,
    statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP", ...more } },
  };
}

export const RULES = [group(COMMON), group(INPUTS), group(REPUTATION), rate()];

export function acl(inputs: Properties = {}): PolicyResource {
  return resource(WEB_ACL, "acl", { scope: "REGIONAL", rules: RULES, ...inputs });
}
