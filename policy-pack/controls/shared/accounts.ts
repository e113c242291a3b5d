import { textsOf } from "../../engine/parameters.ts";
import { accountOf, isEveryone, type Principal } from "../../engine/policyDocument.ts";

/** Parameter of controls that keep other accounts out. */
export const allowedAccounts = textsOf(
  [],
  "Accounts beside the stack's own that may be named, by their ids.",
);

/** Whether a principal belongs to an account that nobody chose, or to none at all. */
export function isForeign(principal: Principal, accounts: readonly string[]): boolean {
  if (principal.kind !== "AWS" || isEveryone(principal)) return false;
  return !accounts.includes(accountOf(principal) ?? "");
}
