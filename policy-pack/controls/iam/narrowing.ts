import type { Condition } from "../../engine/policyDocument.ts";
import { namesResources } from "./resourcePatterns.ts";

/** Tests that only matching requests with the key pass; not `…IfExists`, not `ForAllValues:`. */
const POSITIVE = ["arnequals", "arnlike", "stringequals", "stringequalsignorecase", "stringlike"];

/** Keys of all services that speak of the resource; the others speak of the caller or his way. */
const OF_RESOURCES = ["aws:requesttag/", "aws:resourcetag/"];

/** Keys of services that leave every resource open: they say how, from where or through what. */
const OF_THE_WAY = [
  "ec2:region",
  "kms:calleraccount",
  "kms:viaservice",
  "s3:authtype",
  "s3:resourceaccount",
  "s3:signatureage",
  "s3:signatureversion",
  "s3:tlsversion",
];

/** Whether conditions leave only some of the resources: by a tag, an alias, a name, a path. */
export function narrows(conditions: readonly Condition[]): boolean {
  return conditions.some(({ key, ...test }) => isOfResources(key) && isChosen(test));
}

/** Whether one of the keys must have a value that somebody chose. */
export function fixes(conditions: readonly Condition[], ...keys: readonly string[]): boolean {
  return conditions.some(
    ({ key, ...test }) =>
      keys.some((wanted) => key === wanted || (wanted.endsWith("/") && key.startsWith(wanted))) &&
      isChosen(test),
  );
}

function isOfResources(key: string): boolean {
  if (key.startsWith("aws:")) return OF_RESOURCES.some((start) => key.startsWith(start));
  return !OF_THE_WAY.includes(key);
}

function isChosen({ operator, values }: Omit<Condition, "key">): boolean {
  const bare = operator.replace(/^foranyvalue:/, "");
  if (values.length === 0) return false;
  if (bare === "bool") return values.every((value) => value.toLowerCase() === "true");
  return POSITIVE.includes(bare) && values.every(isNamed);
}

function isNamed(value: string): boolean {
  if (value.startsWith("arn:")) return namesResources(value);
  // Aliases have a beginning in common.
  return !/^(?:alias\/)?(?:[*?]|$)/.test(value);
}
