import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { type AddressRange, EVERYTHING, possiblyIn } from "../vpc/addresses.ts";
import { isInternet, type Limits } from "../vpc/internet.ts";
import { groupsOf, holdsForGroup, overridesIn, RULE_GROUP } from "./groups.ts";
import { agreed, namedBy, type Surroundings } from "./named.ts";
import type { Rule } from "./rules.ts";

const IP_SET = "aws:wafv2/ipSet:IpSet";

/** Types that say what a rule lets pass. */
export const BYPASS_TYPES = [RULE_GROUP, IP_SET];

/** What a rule is judged by, beside itself. */
export interface Judged extends Surroundings {
  readonly limits: Limits;
}

/**
 * The addresses whose requests a rule lets pass: no later rule looks at them any more. Where they
 * come from nobody can write into a request, so sets of addresses are what they are, those of other
 * stacks their owners'. By all else (paths, headers, addresses in them, countries, labels) everyone
 * passes.
 */
export function openedBy(rule: Rule, around: Judged): readonly AddressRange[] {
  const found: (readonly AddressRange[])[] = [];
  const opens = (ranges: readonly AddressRange[]) => {
    found.push(ranges);
    return isInternet(ranges, around.limits);
  };
  const ways = [
    () => opens(allowedBy(rule, around)),
    () =>
      rule.enforces() &&
      some([rule.group(), rule.ownGroup()], overridesToAllow) &&
      opens(EVERYTHING),
    () =>
      holdsForGroup(rule, around, (members) => {
        const before = found.length;
        const isOpen = some(members, (member) => opens(allowedInGroup(member, around)));
        return isOpen || isInternet(found.slice(before).flat(), around.limits);
      }),
  ];
  some(ways, (way) => way());
  return found.flat();
}

/** Whether a rule is a group that this stack does not show and nobody vouches for. */
export function isHidden(rule: Rule, around: Judged, known: readonly string[]): boolean {
  if (!rule.ownGroup().present || !rule.enforces()) return false;
  if (groupsOf(rule, around).length > 0) return false;
  return !known.includes(partOf(rule.ownGroup(), "arn").text ?? "");
}

/** What a group in a group would do nobody knows: AWS refuses it. */
function allowedInGroup(member: Rule, around: Judged): readonly AddressRange[] {
  const isGroup = some([member.group, member.ownGroup], (group) => group().present);
  return isGroup ? EVERYTHING : allowedBy(member, around);
}

function allowedBy(rule: Rule, around: Judged): readonly AddressRange[] {
  return rule.allows() ? sendersOf(rule.statement(), rule, around) : [];
}

function overridesToAllow(group: Reading): boolean {
  return some(overridesIn(group), (override) => partOf(override, "actionToUse.allow").present);
}

/** From where requests can come that a statement matches. */
function sendersOf(statement: Reading, rule: Rule, around: Judged): readonly AddressRange[] {
  const isOpen = (ranges: readonly AddressRange[]) => isInternet(ranges, around.limits);
  const set = partOf(statement, "ipSetReferenceStatement");
  if (set.present) return inSet(set, rule, around);
  // Of an AND one part that is narrow is enough; of an OR all count, together.
  let narrow: readonly AddressRange[] = EVERYTHING;
  const isNarrow = (part: Reading) => {
    const ranges = sendersOf(part, rule, around);
    if (isOpen(ranges)) return false;
    narrow = ranges;
    return true;
  };
  if (some(partOf(statement, "andStatement.statements").items(), isNarrow)) return narrow;
  const found: (readonly AddressRange[])[] = [];
  const any = partOf(statement, "orStatement.statements").items();
  const areNarrow = every(any, (part) => {
    const ranges = sendersOf(part, rule, around);
    found.push(ranges);
    return !isOpen(ranges);
  });
  return any.length > 0 && areNarrow ? found.flat() : EVERYTHING;
}

function inSet(set: Reading, rule: Rule, around: Judged): readonly AddressRange[] {
  if (partOf(set, "ipSetForwardedIpConfig").present) return EVERYTHING;
  const arn = partOf(set, "arn");
  const found: AddressRange[][] = [];
  agreed(arn, namedBy(arn, rule.place, IP_SET, around), (view) => {
    const ranges = view.at("addresses").texts().flatMap(possiblyIn);
    found.push(ranges);
    return isInternet(ranges, around.limits);
  });
  return found.flat();
}
