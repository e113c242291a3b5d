import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { possiblyIn } from "../vpc/addresses.ts";
import { isInternet, type Limits } from "../vpc/internet.ts";
import { type Rule, writtenIn } from "./rules.ts";

const RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup";
const IP_SET = "aws:wafv2/ipSet:IpSet";

/** Types that say what a rule lets pass. */
export const BYPASS_TYPES = [RULE_GROUP, IP_SET];

/**
 * Whether a rule lets requests pass that anybody may send: no later rule looks at them any more.
 * Where they come from nobody can write into a request, so a set of addresses is accepted, unless
 * it is the internet or asks a header; all else (paths, headers, countries, labels) is not.
 */
export function letsPass(rule: Rule, stack: StackView, limits: Limits): boolean {
  const ways = [
    () => rule.allows() && !isFromChosen(rule.statement(), rule, stack, limits),
    () => rule.enforces() && some([rule.group(), rule.ownGroup()], overridesToAllow),
    () => rule.enforces() && some(groupsOf(rule, stack), (one) => letsPass(one, stack, limits)),
  ];
  return some(ways, (way) => way());
}

/** Whether a rule is a group that this stack does not show and nobody vouches for. */
export function isHidden(rule: Rule, stack: StackView, known: readonly string[]): boolean {
  if (!rule.ownGroup().present || !rule.enforces()) return false;
  const { view, property } = rule.place;
  if (stack.references(view, property, RULE_GROUP).length > 0) return false;
  return !known.includes(partOf(rule.ownGroup(), "arn").text ?? "");
}

/** The rules of the groups of this stack that a rule may stand for. */
function groupsOf(rule: Rule, stack: StackView): Rule[] {
  if (!rule.ownGroup().present) return [];
  const { view, property } = rule.place;
  return stack
    .references(view, property, RULE_GROUP)
    .flatMap((group) => writtenIn(group, "rules", "rulesJson"));
}

function overridesToAllow(group: Reading): boolean {
  return some(
    partOf(group, "ruleActionOverrides").items(),
    (override) => partOf(override, "actionToUse.allow").present,
  );
}

function isFromChosen(statement: Reading, rule: Rule, stack: StackView, limits: Limits): boolean {
  const ask = (part: Reading) => isFromChosen(part, rule, stack, limits);
  const all = partOf(statement, "andStatement.statements").items();
  const any = partOf(statement, "orStatement.statements").items();
  const set = partOf(statement, "ipSetReferenceStatement");
  const ways = [
    () => some(all, ask),
    () => any.length > 0 && every(any, ask),
    () =>
      set.present &&
      !partOf(set, "ipSetForwardedIpConfig").present &&
      !some(setsOf(rule, stack), (addresses) => isInternet(addresses.flatMap(possiblyIn), limits)),
  ];
  return some(ways, (way) => way());
}

/** The addresses of each set of this stack that a rule may ask; those of others are their owners'. */
function setsOf({ place: { view, property } }: Rule, stack: StackView): string[][] {
  return stack.references(view, property, IP_SET).map((set) => set.at("addresses").texts());
}
