import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";
import { agreed, namedBy, type Surroundings } from "./named.ts";
import { all, type Question, type Rule, writtenIn } from "./rules.ts";

export const RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup";

/** The groups of this stack that a rule may stand for. */
export function groupsOf(rule: Rule, around: Surroundings): View[] {
  return namedBy(partOf(rule.ownGroup(), "arn"), rule.place, RULE_GROUP, around);
}

/**
 * Whether something holds for the rules of a group that a rule stands for, as they are used there.
 * A group in a group is not looked into: AWS refuses it.
 */
export function holdsForGroup(
  rule: Rule,
  around: Surroundings,
  holds: (members: readonly Rule[]) => boolean,
): boolean {
  const group = rule.ownGroup();
  if (!group.present || !rule.enforces()) return false;
  return agreed(partOf(group, "arn"), groupsOf(rule, around), (view) =>
    holds(writtenIn(view, "rules", "rulesJson").map((member) => asUsed(member, group))),
  );
}

/** Whether a rule does some things at once, or a rule of the group that it stands for. */
export function doing(around: Surroundings, ...does: readonly Question[]): Question {
  const one = all(...does);
  const inGroup: Question = (rule) => holdsForGroup(rule, around, (members) => some(members, one));
  return (rule) => some([one, inGroup], (ask) => ask(rule));
}

/** Rules of a group that only count: AWS's older way to say so, which its JSON still has. */
export function excludedIn(group: Reading): Reading[] {
  // Looked for among what is there: the provider's own form of a web ACL has no such property.
  return group
    .entries()
    .filter(([name]) => name.toLowerCase() === "excludedrules")
    .flatMap(([, list]) => list.items());
}

export function overridesIn(group: Reading): Reading[] {
  return partOf(group, "ruleActionOverrides").items();
}

/** A rule of a group with the action that whoever uses the group gives it; one to Allow is judged with the group. */
function asUsed(member: Rule, group: Reading): Rule {
  const isNew = () => isOverridden(member, group, "actionToUse") || isExcluded(member, group);
  const isOwn = () => !isNew();
  return {
    ...member,
    allows: () => every([member.allows, isOwn], (ask) => ask()),
    blocks: () =>
      some(
        [
          () => isOverridden(member, group, "actionToUse.block"),
          () => every([member.blocks, isOwn], (ask) => ask()),
        ],
        (ask) => ask(),
      ),
  };
}

function isOverridden(rule: Rule, group: Reading, action: string): boolean {
  return some(
    overridesIn(group),
    (override) => partOf(override, "name").text === rule.name() && partOf(override, action).present,
  );
}

function isExcluded(rule: Rule, group: Reading): boolean {
  return some(excludedIn(group), (excluded) => partOf(excluded, "name").text === rule.name());
}
