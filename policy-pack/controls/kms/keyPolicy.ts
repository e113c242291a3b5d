import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const KEY = "aws:kms/key:Key";
export const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/** The account itself, to which a key's policy delegates by default. */
export function isRootOf(principal: string, accounts: readonly string[]): boolean {
  const [, account] = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(principal) ?? [];
  return account !== undefined && accounts.includes(account);
}

/** The policy documents of a key, inline or split off. */
export function policiesOf(stack: StackView, key: View): Reading[] {
  const split = stack.related(key, KEY_POLICY, "keyId").map((view) => view.at("policy"));
  const inline = key.at("policy");
  return inline.kind === "absent" ? split : [...split, inline];
}
