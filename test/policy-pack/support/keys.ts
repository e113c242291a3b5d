import type { PolicyResource, Value } from "../../../policy-pack/engine/resource.ts";
import { ACCOUNT, document, resource } from "./resources.ts";

type Statement = { readonly [key: string]: Value };

/** AWS's default delegation to the account's own IAM. */
export const DELEGATION: Statement = {
  Sid: "DelegateToIam",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};

/** A key's policy: the default delegation, and what else is said. */
export function keyPolicy(...statements: Statement[]): string {
  return document(DELEGATION, ...statements);
}

/** One statement about the whole key. */
export function grant(
  sid: string,
  Principal: Value,
  Action: Value,
  more: Statement = {},
): Statement {
  return { Sid: sid, Effect: "Allow", Principal, Action, Resource: "*", ...more };
}

/** ARN of a role of this account. */
export function role(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** A rotating key with a policy of its own. */
export function compliantKey(policy = keyPolicy()): PolicyResource[] {
  return [resource("aws:kms/key:Key", "key", { enableKeyRotation: true, policy })];
}
