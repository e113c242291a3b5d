import { textsOf } from "../../engine/parameters.ts";
import {
  accountOf,
  demanded,
  isEveryone,
  type Principal,
  type Statement,
} from "../../engine/policyDocument.ts";

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

/** Keys whose values say of which account a caller is. */
const CALLERS = ["aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount"];

/**
 * Whom of other accounts a statement admits: by name, and where it names everyone by what its
 * conditions ask.
 *
 * @param ownKeys Condition keys of the service that name an account, beside those of all services.
 */
export function foreignersIn(
  { principals, notPrincipals, conditions }: Statement,
  accounts: () => readonly string[],
  ownKeys: readonly string[] = [],
): string[] {
  const named = principals.filter((one) => one.kind === "AWS" && isForeign(one, accounts()));
  const everyone = notPrincipals.length > 0 || principals.some(isEveryone);
  const asked = [...CALLERS, ...ownKeys]
    .map((key) => demanded(conditions, key))
    .filter((values) => everyone && values.length > 0);
  const isOwn = (value: string) => accounts().includes(accountOf({ kind: "AWS", value }) ?? "");
  const closed = asked.some((values) => values.every(isOwn));
  const admitted = closed ? [] : asked.flat().filter((value) => !isOwn(value));
  return [...named.map(({ value }) => value), ...admitted];
}
