import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, pass, type Verdict } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { excludedIn, overridesIn } from "./groups.ts";
import { type Label, labelOf } from "./labels.ts";
import type { Rule } from "./rules.ts";

/** AWS's rule groups that every ACL needs, and how messages call them. */
export const BASELINE = [
  ["AWSManagedRulesCommonRuleSet", "AWS's common rules"],
  ["AWSManagedRulesKnownBadInputsRuleSet", "AWS's rules against known bad inputs"],
  ["AWSManagedRulesAmazonIpReputationList", "AWS's list of addresses of ill repute"],
] as const;

/** Rules of AWS's that only count by themselves. */
const COUNTING = ["AWSManagedIPDDoSList"];

/** Which of AWS's groups of the baseline a rule is; undefined if none. */
export function baselineOf({ group }: Rule): string | undefined {
  const found = group();
  if (partOf(found, "vendorName").text !== "AWS") return undefined;
  const named = partOf(found, "name").text;
  return BASELINE.map(([name]) => name).find((name) => name === named);
}

/**
 * Judges what whoever uses a group of the baseline makes of its rules. One that only counts is as
 * good where a later rule blocks what it has labelled; of one that allows, no later rule hears.
 *
 * @param isCaught Whether a later rule blocks whatever has a label.
 */
export function judgeOverrides(rule: Rule, isCaught: (label: Label) => boolean): Verdict[] {
  const group = baselineOf(rule);
  if (group === undefined || !rule.enforces()) return [];
  const judgeCount = (entry: Reading) => {
    const name = partOf(entry, "name").text ?? "";
    const isHarmless = COUNTING.includes(name) || isCaught(labelOf(group, name));
    return expect(isHarmless, `Rule ${name} of AWS's only counts`, entry);
  };
  const judgeOverride = (entry: Reading) => {
    if (partOf(entry, "actionToUse.allow").present) {
      return fail(
        `Rule ${partOf(entry, "name").text ?? ""} of AWS's lets pass what it finds`,
        entry,
      );
    }
    return partOf(entry, "actionToUse.count").present ? judgeCount(entry) : pass;
  };
  return [
    ...each(overridesIn(rule.group()), judgeOverride),
    ...each(excludedIn(rule.group()), judgeCount),
  ];
}
