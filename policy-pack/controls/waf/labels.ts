import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";

/*
 * Labels that AWS's rules leave on what they match, also where they only count. Source: "Baseline
 * rule groups" and "IP reputation rule groups" in the developer guide of AWS WAF, as of September
 * 2026. Case counts.
 */

/** What stands before the label of each rule of a group. */
const NAMESPACES: Readonly<Record<string, string>> = {
  AWSManagedRulesCommonRuleSet: "awswaf:managed:aws:core-rule-set:",
  AWSManagedRulesKnownBadInputsRuleSet: "awswaf:managed:aws:known-bad-inputs:",
  AWSManagedRulesAmazonIpReputationList: "awswaf:managed:aws:amazon-ip-list:",
};

/** Labels that are not made of the rule's name in the usual way. */
const SPECIAL: Readonly<Record<string, string>> = {
  UserAgent_BadBots_HEADER: "BadBots_Header",
  Host_localhost_HEADER: "Host_Localhost_Header",
  PROPFIND_METHOD: "Propfind_Method",
};

/** Where a rule looks, by how its name and its label end. */
const PLACES: Readonly<Record<string, string>> = {
  BODY: "Body",
  COOKIE: "Cookie",
  HEADER: "Header",
  QUERYARGUMENTS: "QueryArguments",
  QUERYSTRING: "QueryString",
  URIPATH: "URIPath",
};

/** A rule's label, and the namespace that it is in. */
export interface Label {
  readonly namespace: string;
  readonly name: string;
}

export function labelOf(group: string, rule: string): Label {
  const behind = rule.lastIndexOf("_") + 1;
  const usual = rule.slice(0, behind) + (PLACES[rule.slice(behind)] ?? rule.slice(behind));
  return { namespace: NAMESPACES[group] ?? "", name: SPECIAL[rule] ?? usual };
}

/** Whether a statement matches all that has a label, but for exceptions that somebody wrote down. */
export function catches(statement: Reading, label: Label): boolean {
  const asks = (part: Reading) => catches(part, label);
  const all = partOf(statement, "andStatement.statements").items();
  const ways = [
    () => isLabel(partOf(statement, "labelMatchStatement"), label),
    () => some(partOf(statement, "orStatement.statements").items(), asks),
    () =>
      some(all, (part) => !isNot(part)) &&
      every(all, (part) => (isNot(part) ? isException(part) : asks(part))),
  ];
  return some(ways, (way) => way());
}

function isLabel(match: Reading, { namespace, name }: Label): boolean {
  const key = partOf(match, "key").text;
  if (key === undefined) return false;
  return key === (partOf(match, "scope").text === "NAMESPACE" ? namespace : namespace + name);
}

function isNot(statement: Reading): boolean {
  return partOf(statement, "notStatement").present;
}

/** Whether what a NOT takes out is something that its author named. */
function isException(statement: Reading): boolean {
  return !some(partOf(statement, "notStatement.statement").items(), isCondition);
}

/** An exception of an exception is a condition more, and every request has some size. */
function isCondition(statement: Reading): boolean {
  const parts = ["andStatement", "orStatement"].flatMap((kind) =>
    partOf(statement, `${kind}.statements`).items(),
  );
  const ways = [
    () => isNot(statement),
    () => partOf(statement, "sizeConstraintStatement").present,
    () => some(parts, isCondition),
  ];
  return some(ways, (way) => way());
}
