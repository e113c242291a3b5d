import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { document } from "../../support/resources.ts";
import { extra, REFERENCE } from "./extra.ts";

const { account } = REFERENCE;

/** Actions of those who look after a key and may not use it. */
const ADMINISTRATION = [
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];

/** A rotating key that the account's IAM and its administrators govern, and services use. */
export function auditKey(name: string, ...uses: Properties[]): PolicyResource {
  const allow = (Sid: string, AWS: string, Action: string | string[]) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS },
    Action,
    Resource: "*",
  });
  const policy = document(
    allow("DelegateToIam", `arn:aws:iam::${account}:root`, "kms:*"),
    allow("Administrators", `arn:aws:iam::${account}:role/security`, ADMINISTRATION),
    ...uses.map((use) => ({ Effect: "Allow", Resource: "*", ...use })),
  );
  const inputs = { enableKeyRotation: true, deletionWindowInDays: 30, policy };
  return extra("aws:kms/key:Key", name, inputs, { protect: true });
}
