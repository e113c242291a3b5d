import type { Statement } from "../../engine/policyDocument.ts";
import type { Reading } from "../../engine/reading.ts";
import { covers } from "../../engine/wildcard.ts";

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
/** What stands behind a bucket's name in the ARN of the bucket itself. */
export const ITSELF = [""];
/** Objects that only a pattern for all objects covers: names of one and of two signs. */
export const ANY_OBJECT = ["/\u0000", "/\u0000\u0000"];

/** Whether a statement denies everyone everything without TLS, for all of the suffixes. */
export function deniesPlainHttp(
  statement: Statement,
  bucket: Reading,
  suffixes: readonly string[],
): boolean {
  const { effect, principals, actions, conditions, resources } = statement;
  const [condition, ...more] = conditions;
  if (effect !== "Deny" || condition === undefined || more.length > 0) return false;
  const everyone = principals.some(({ kind, value }) => kind === "AWS" && value === "*");
  const everything = actions.some((action) => /^(\*|s3:\*)$/i.test(action));
  const plain =
    /^bool(ifexists)?$/.test(condition.operator) &&
    condition.key === "aws:securetransport" &&
    condition.values.includes("false");
  if (!everyone || !everything || !plain) return false;
  if (resources.includes("*")) return true;
  const name = bucket.text;
  if (name === undefined) throw bucket.undecidable();
  return PARTITIONS.some((partition) =>
    resources.some((pattern) =>
      suffixes.every((suffix) => covers(pattern, `arn:${partition}:s3:::${name}${suffix}`)),
    ),
  );
}
