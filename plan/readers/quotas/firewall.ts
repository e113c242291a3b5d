import type { Resource } from "../../graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../graph/value.ts";
import { listOf, textOf } from "../inventory.ts";

/** Capacity units of AWS's own rule groups. Source: AWS WAF guide, "AWS Managed Rules rule groups list". */
const MANAGED_GROUPS: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesACFPRuleSet: 50,
};

/** Each text transformation of an inspected part. Source: AWS WAF guide, "Rule statement basics". */
const TRANSFORMATION = 10;

/**
 * Capacity units (WCU) of a web ACL, before AWS's savings on rules that inspect the same part;
 * undefined where a rule is of a kind whose capacity isn't known here.
 */
export function webAclCapacity({ inputs }: Resource): number | undefined {
  if (inputs["ruleJson"] !== undefined) return undefined;
  return sum(
    listOf(inputs["rules"]).map((rule) =>
      isProperties(rule) ? statementCapacity(rule["statement"]) : undefined,
    ),
  );
}

function statementCapacity(statement: Value | undefined): number | undefined {
  if (!isProperties(statement)) return undefined;
  const [kind, ...others] = Object.keys(statement);
  const body = kind === undefined ? undefined : statement[kind];
  if (kind === undefined || others.length > 0 || !isProperties(body)) return undefined;
  return KINDS[kind]?.(body);
}

/** Base cost by kind. Source: AWS WAF guide, the page of each statement. */
const KINDS: Readonly<Record<string, (body: Properties) => number | undefined>> = {
  managedRuleGroupStatement: (body) =>
    sum([
      body["vendorName"] === "AWS" ? MANAGED_GROUPS[textOf(body["name"], "")] : undefined,
      scopeDown(body),
    ]),
  rateBasedStatement: (body) => sum([2, listOf(body["customKeys"]).length * 30, scopeDown(body)]),
  geoMatchStatement: () => 1,
  labelMatchStatement: () => 1,
  ipSetReferenceStatement: () => 1,
  asnMatchStatement: () => 1,
  sizeConstraintStatement: (body) => 1 + transformations(body),
  byteMatchStatement: (body) =>
    (/CONTAINS/.test(textOf(body["positionalConstraint"], "")) ? 10 : 2) + transformations(body),
  regexMatchStatement: (body) => 3 + transformations(body),
  regexPatternSetReferenceStatement: (body) => 25 + transformations(body),
  xssMatchStatement: (body) => 40 + transformations(body),
  sqliMatchStatement: (body) =>
    (body["sensitivityLevel"] === "HIGH" ? 30 : 20) + transformations(body),
  andStatement: nested,
  orStatement: nested,
  notStatement: nested,
};

function nested(body: Properties): number | undefined {
  const inner = body["statement"] === undefined ? listOf(body["statements"]) : [body["statement"]];
  return sum(inner.map(statementCapacity));
}

function scopeDown(body: Properties): number | undefined {
  const inner = body["scopeDownStatement"];
  return inner === undefined ? 0 : statementCapacity(inner);
}

function transformations(body: Properties): number {
  const real = listOf(body["textTransformations"]).filter(
    (entry) => isProperties(entry) && entry["type"] !== "NONE",
  );
  return real.length * TRANSFORMATION;
}

/** The sum, unless a part of it isn't known. */
function sum(parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce<number | undefined>(
    (total, part) => (total === undefined || part === undefined ? undefined : total + part),
    0,
  );
}
