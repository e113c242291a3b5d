import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";
import { typeInUrn } from "../../engine/resource.ts";
import { canonicalType } from "../../engine/tokens.ts";
import { BACKED_UP_TYPES, type Target } from "./target.ts";

type Test = (value: string | undefined, wanted: string) => boolean;

/** Tests of a tag; the negative ones hold where the tag is missing. */
const TESTS: Readonly<Record<string, Test>> = {
  stringEquals: (value, wanted) => value === wanted,
  stringLikes: (value, wanted) => value !== undefined && covers(wanted, value),
  stringNotEquals: (value, wanted) => value !== wanted,
  stringNotLikes: (value, wanted) => value === undefined || !covers(wanted, value),
};

/**
 * Whether a selection takes something in: named by an ARN or one of the tags, meeting all
 * conditions, and not excluded. Source: AWS Backup guide, "Assign resources", API `BackupSelection`.
 */
export function selects(selection: View, target: Target): boolean {
  const { isExcluded, isNamed, isTagged, meetsAll } = questions(selection, target);
  return every(
    [() => some([isNamed, isTagged], (ask) => ask()), meetsAll, () => !isExcluded()],
    (ask) => ask(),
  );
}

function questions(selection: View, target: Target) {
  const holds = (test: Test, entry: Reading) =>
    test(target.tag(keyOf(entry)), entry.at("value").text ?? "");
  const named = (path: string) =>
    some(selection.at(path).items(), (element) => names(selection, path, element, target));
  return {
    isNamed: () => named("resources"),
    isExcluded: () => named("notResources"),
    isTagged: () =>
      some(selection.at("selectionTags").items(), (entry) =>
        holds((value, wanted) => value === wanted, entry),
      ),
    meetsAll: () =>
      every(selection.at("conditions").items(), (condition) =>
        every(Object.entries(TESTS), ([property, test]) =>
          every(condition.at(property).items(), (entry) => holds(test, entry)),
        ),
      ),
  };
}

/** Whether an ARN or a pattern of ARNs stands for the target. */
function names(selection: View, path: string, element: Reading, target: Target): boolean {
  const isItsOwn = selection.origins(path).includes(target.urn);
  if (isItsOwn && (element.kind === "unknown" || !target.isNamed)) return true;
  if (element.kind === "unknown" && areOfOthers(selection, path)) return false;
  const pattern = element.text ?? "";
  return pattern === "*" || target.arns().some((arn) => covers(pattern, arn));
}

/**
 * Whether each element comes from data of its own, none of which is the target: then an unknown one is
 * the ARN of something else. Only the state knows ARNs of hosts and file systems.
 */
function areOfOthers(selection: View, path: string): boolean {
  const origins = selection.origins(path).map((urn) => canonicalType(typeInUrn(urn)));
  const data = origins.filter((type) => BACKED_UP_TYPES.includes(type));
  return selection.at(path).items().length <= data.length;
}

/** Conditions spell a tag's key with a prefix, lists of tags mostly without. */
function keyOf(entry: Reading): string {
  return (entry.at("key").text ?? "").replace(/^aws:ResourceTag\//, "");
}
