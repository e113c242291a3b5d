import { resourceInArn } from "../../engine/arn.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  accountOf,
  type Condition,
  demanded,
  isEveryone,
  type Principal,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import { each, type Verdict, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { deniesAction, demandsOf, type Denials, denialsOf } from "./grants.ts";
import { namesResources } from "./resourcePatterns.ts";

/**
 * Judges each statement that lets somebody assume the role. What denials beside demand of everybody
 * counts as the statement's own conditions.
 */
export function eachTrust(role: View, judge: (trust: Statement) => Verdicts): Verdict[] {
  const document: Reading = role.at("assumeRolePolicy");
  const denials = denialsOf(document);
  return each(statementsOf(document), (reading) => {
    const statement = statementOf(reading);
    if (statement.effect === "Deny") return [];
    const conditions = [...statement.conditions, ...demandedOfAll(statement, denials)];
    return judge({ ...statement, conditions });
  });
}

function demandedOfAll({ actions, notActions }: Statement, denials: Denials): Condition[] {
  const allowed = notActions.length > 0 ? ["sts:*"] : actions;
  return denials()
    .filter(
      (denial) =>
        denial.principals.some(isEveryone) &&
        allowed.every((action) => deniesAction(denial, action)),
    )
    .flatMap(demandsOf);
}

/** Somebody of an AWS account whom a trust admits. */
export interface Caller {
  readonly account: string;
  /** The account as a whole: its own policies say who. */
  readonly whole: boolean;
  /** As the trust has it. */
  readonly text: string;
}

/** Whom of other accounts a statement admits, by its principals or by what conditions fix. */
export function foreignersIn(trust: Statement, own: () => readonly string[]): Caller[] {
  return callersIn(trust).filter(({ account }) => !own().includes(account));
}

function callersIn({ principals, notPrincipals, conditions }: Statement): Caller[] {
  const arns = demanded(conditions, "aws:PrincipalArn");
  // One that is no ARN, as `*`, opens what the others close.
  const narrower = arns.every(isArn) ? arns : [];
  const ids = demanded(conditions, "aws:PrincipalAccount");
  const everyone = notPrincipals.length > 0 || principals.some(isEveryone);
  const named = principals.filter((one) => one.kind === "AWS" && !isEveryone(one)).map(callerOf);
  const open = everyone || named.some(({ whole }) => whole);
  if (narrower.length > 0 && open) {
    const fixed = narrower.map((value) => callerOf({ kind: "AWS", value }));
    return [...named.filter(({ whole }) => !whole), ...fixed];
  }
  return everyone ? [...named, ...ids.map((id) => callerOf({ kind: "AWS", value: id }))] : named;
}

function callerOf(principal: Principal): Caller {
  const { value } = principal;
  const account = accountOf(principal) ?? "";
  const root = value === account || resourceInArn(value) === "root";
  return { account, whole: root || (isArn(value) && !namesResources(value)), text: value };
}

function isArn(text: string): boolean {
  return text.startsWith("arn:");
}

/** Whether a third party must show the id that was agreed with it. */
export function hasExternalId({ conditions }: Statement): boolean {
  const ids = demanded(conditions, "sts:ExternalId");
  return ids.length > 0 && ids.every((id) => id !== "" && !/[*?]/.test(id));
}
