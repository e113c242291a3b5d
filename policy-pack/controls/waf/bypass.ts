import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";
import { possiblyIn } from "../vpc/addresses.ts";
import { isInternet, type Limits } from "../vpc/internet.ts";
import { agreed, namedBy } from "./named.ts";
import { type Rule, writtenIn } from "./rules.ts";

const RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup";
const IP_SET = "aws:wafv2/ipSet:IpSet";

/** Types that say what a rule lets pass. */
export const BYPASS_TYPES = [RULE_GROUP, IP_SET];

/** What a rule is judged by, beside itself. */
export interface Surroundings {
  readonly stack: StackView;
  readonly limits: Limits;
  readonly ownAccounts: () => readonly string[];
}

/**
 * Whether a rule lets requests pass that anybody may send: no later rule looks at them any more.
 * Where they come from nobody can write into a request, so a set of addresses is accepted, unless
 * it is the internet or asks a header; all else (paths, headers, countries, labels) is not.
 */
export function letsPass(rule: Rule, around: Surroundings): boolean {
  const ways = [
    () => rule.allows() && !isFromChosen(rule.statement(), rule, around),
    () => rule.enforces() && some([rule.group(), rule.ownGroup()], overridesToAllow),
    () => rule.enforces() && groupLetsPass(rule, around),
  ];
  return some(ways, (way) => way());
}

/** Whether a rule is a group that this stack does not show and nobody vouches for. */
export function isHidden(rule: Rule, around: Surroundings, known: readonly string[]): boolean {
  if (!rule.ownGroup().present || !rule.enforces()) return false;
  if (groupsOf(rule, around).length > 0) return false;
  return !known.includes(partOf(rule.ownGroup(), "arn").text ?? "");
}

/** The groups of this stack that a rule may stand for. */
function groupsOf(rule: Rule, around: Surroundings): View[] {
  return namedBy(partOf(rule.ownGroup(), "arn"), rule.place, RULE_GROUP, around);
}

function groupLetsPass(rule: Rule, around: Surroundings): boolean {
  const group = rule.ownGroup();
  if (!group.present) return false;
  return agreed(partOf(group, "arn"), groupsOf(rule, around), (view) =>
    some(writtenIn(view, "rules", "rulesJson"), (one) =>
      every([() => letsPass(one, around), () => !isOverridden(one, group)], (ask) => ask()),
    ),
  );
}

/** Whether whoever uses a group has given a rule of it another action. */
function isOverridden(rule: Rule, group: Reading): boolean {
  return some(
    partOf(group, "ruleActionOverrides").items(),
    (override) =>
      partOf(override, "name").text === rule.name() && partOf(override, "actionToUse").present,
  );
}

function overridesToAllow(group: Reading): boolean {
  return some(
    partOf(group, "ruleActionOverrides").items(),
    (override) => partOf(override, "actionToUse.allow").present,
  );
}

function isFromChosen(statement: Reading, rule: Rule, around: Surroundings): boolean {
  const ask = (part: Reading) => isFromChosen(part, rule, around);
  const all = partOf(statement, "andStatement.statements").items();
  const any = partOf(statement, "orStatement.statements").items();
  const set = partOf(statement, "ipSetReferenceStatement");
  const ways = [
    () => some(all, ask),
    () => any.length > 0 && every(any, ask),
    () =>
      set.present &&
      !partOf(set, "ipSetForwardedIpConfig").present &&
      !isOpen(partOf(set, "arn"), rule, around),
  ];
  return some(ways, (way) => way());
}

/** Whether a set of this stack is the internet; those of others are their owners'. */
function isOpen(arn: Reading, { place }: Rule, around: Surroundings): boolean {
  return agreed(arn, namedBy(arn, place, IP_SET, around), (set) =>
    isInternet(set.at("addresses").texts().flatMap(possiblyIn), around.limits),
  );
}
