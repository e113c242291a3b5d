import { defineControl } from "../../engine/control.ts";
import { each, expect, pass, some, type Verdict } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import {
  asksForLabel,
  type Rule,
  RULE_TYPES,
  rulesOf,
  someRule,
  type Source,
  WEB_ACL,
} from "./rules.ts";

/** AWS's rule groups that every ACL needs, and how messages call them. */
const BASELINE = [
  ["AWSManagedRulesCommonRuleSet", "AWS's common rules"],
  ["AWSManagedRulesKnownBadInputsRuleSet", "AWS's rules against known bad inputs"],
  ["AWSManagedRulesAmazonIpReputationList", "AWS's list of addresses of ill repute"],
] as const;

/** Actions that let a request pass which the rule was made to stop. */
const WEAK = ["allow", "count"];

export const wafManagedBaseline = defineControl({
  id: "waf-managed-baseline",
  title: "Web ACLs block common attacks, known bad inputs, ill-reputed addresses and floods",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-5", "SC-7", "SI-3"] },
  cause: "The web ACL is there, and attacks that everyone knows pass it.",
  remedy: "Add AWS's three rule groups without an override to Count, and a rate rule that blocks",
  types: [WEB_ACL],
  related: RULE_TYPES,
  scope: "stack",
  check({ resource, stack }) {
    const rules = rulesOf(stack, resource);
    const rate = () => {
      const limited = someRule(rules, limitsAll);
      return expect(limited, "The web ACL has no rate rule that blocks");
    };
    return [
      ...each(BASELINE, ([name, title]) => {
        const blocks = someRule(rules, (rule) => isGroup(rule, name) && rule.isWhole());
        return expect(blocks, `The web ACL does not block by ${title}`);
      }),
      ...each([rate], (part) => part()),
      ...each(rules, (ask) => each(ask(), (rule) => judgeOverrides(rule, rules))),
    ];
  },
});

function isGroup({ group, enforces }: Rule, name: string): boolean {
  const found = group();
  const named = partOf(found, "vendorName").text === "AWS" && partOf(found, "name").text === name;
  return named && enforces();
}

function limitsAll({ statement, blocks }: Rule): boolean {
  const rateBased = partOf(statement(), "rateBasedStatement");
  return rateBased.present && !partOf(rateBased, "scopeDownStatement").present && blocks();
}

/** A rule of a group may count where a later rule blocks what it has labelled. */
function judgeOverrides({ group, priority }: Rule, rules: readonly Source[]): Verdict[] {
  const overrides = partOf(group(), "ruleActionOverrides").items();
  return each(overrides, (override) => {
    const weak = some(WEAK, (action) => partOf(override, `actionToUse.${action}`).present);
    if (!weak || !BASELINE.some(([name]) => partOf(group(), "name").text === name)) return pass;
    const name = partOf(override, "name").text ?? "";
    const caught = someRule(
      rules,
      (rule) =>
        rule.blocks() && asksForLabel(rule.statement(), name) && rule.priority() > priority(),
    );
    return expect(caught, `Rule ${name} of AWS's only counts`, override);
  });
}
