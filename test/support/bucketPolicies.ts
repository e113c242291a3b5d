import type { Resource } from "../../plan/graph/resource.ts";
import { textOf } from "../../plan/graph/value.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { ACCOUNTS } from "./identities.ts";

/** What a bucket's policy answers somebody of the account of dev about an object, over TLS. */
export function decideAs(
  { inputs }: Resource,
  action: string,
  stated: Readonly<Record<string, string>>,
): string {
  const value = `arn:aws:iam::${ACCOUNTS.dev}:role/somebody`;
  const context = { "aws:principalarn": value, "aws:securetransport": "true", ...stated };
  const told = Object.fromEntries(Object.entries(context).map(([key, one]) => [key, [one]]));
  return decide([readDocument(inputs["policy"], "policy")], {
    caller: { kind: "AWS", value },
    action,
    resource: `arn:aws:s3:::${textOf(inputs["bucket"])}/x`,
    context: { told, unsure: [] },
  }).answer;
}
