import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import type { Condition } from "../../engine/policyDocument.ts";
import { covers, overlap } from "../../engine/wildcard.ts";
import { FAR_REACHING } from "./farReaching.ts";
import { namesResources } from "./resourcePatterns.ts";

/** Tests that only matching requests with the key pass; not `…IfExists`, not `ForAllValues:`. */
const POSITIVE = ["arnequals", "arnlike", "stringequals", "stringequalsignorecase", "stringlike"];

/** Keys of all services that speak of the resource; the others speak of the caller or his way. */
const OF_RESOURCES = ["aws:requesttag/", "aws:resourcetag/"];

/** Keys of services that leave every resource open: they say how, from where or through what. */
const OF_THE_WAY = [
  "ec2:instancetype",
  "ec2:region",
  "kms:calleraccount",
  "kms:viaservice",
  "lambda:functionurlauthtype",
  "s3:authtype",
  "s3:resourceaccount",
  "s3:signatureage",
  "s3:signatureversion",
  "s3:tlsversion",
  "s3:x-amz-acl",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-storage-class",
  "ssm:sessiondocumentaccesscheck",
  "sts:durationseconds",
  "sts:externalid",
  "sts:rolesessionname",
  "sts:sourceidentity",
  "sts:transitivetagkeys",
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

/** What a pattern covers that names nothing; aliases have a beginning in common. */
const ANYTHING = ["~~~~~~~~", "alias/~~~~~~~~"];

function isNamed(value: string): boolean {
  if (value.startsWith("arn:")) return namesResources(value) && !isFarReaching(value);
  return !/^(?:alias\/)?(?:[*?]|$)/.test(value) && !ANYTHING.some((thing) => covers(value, thing));
}

/** Whether it may be one of AWS's policies that allow nearly all: to have to name it limits nothing. */
function isFarReaching(value: string): boolean {
  const [name = ""] = resourceInArn(value).split("/").slice(-1);
  return (
    overlap(accountInArn(value) ?? "", "aws") &&
    FAR_REACHING.some((pattern) => overlap(pattern, name))
  );
}
