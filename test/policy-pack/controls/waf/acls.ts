import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

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

/** Rules as AWS's API writes them. */
export function upper(value: Value): Value {
  if (Array.isArray(value)) return value.map(upper);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      upper(entry as Value),
    ]),
  );
}

/** A rule that lets pass what it matches. */
export function allow(statement: Properties, priority = 0, name = "office") {
  return { name, priority, action: { allow: {} }, statement };
}

/** A rule that blocks what it matches, behind all others. */
export function block(statement: Properties, priority = 9, name = "late") {
  return { name, priority, action: { block: {} }, statement };
}

/** A statement that all requests match, whatever a sender does. */
export const ALL = {
  sizeConstraintStatement: {
    comparisonOperator: "GE",
    size: 0,
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
};

export function arnOf(kind: string, name: string, account = ACCOUNT, scope = "regional"): string {
  return `arn:aws:wafv2:us-east-1:${account}:${scope}/${kind}/${name}/1b2c`;
}

/** A rule that stands for a rule group of one's own. */
export function referring(name: string, priority: number, more: Properties = {}) {
  return {
    name: `uses-${name}`,
    priority,
    overrideAction: { none: {} },
    statement: { ruleGroupReferenceStatement: { arn: arnOf("rulegroup", name), ...more } },
  };
}

export function ruleGroup(name: string, rules: Value): PolicyResource {
  return resource("aws:wafv2/ruleGroup:RuleGroup", name, { name, scope: "REGIONAL", rules });
}
