import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  coversAction,
  type Statement,
  statementOf,
  statementsOf,
  titleOf,
} from "../../engine/policyDocument.ts";
import { each, expect, type Verdicts } from "../../engine/verdict.ts";
import { ADMINISTRATION } from "./administrator.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { type Denials, denialsOf, grantOf, resourcesOf } from "./grants.ts";
import { areEverything } from "./resourcePatterns.ts";

export const iamNoAdminStar = defineControl({
  id: "iam-no-admin-star",
  title: "No policy allows every action on every resource",
  severity: "critical",
  frameworks: {
    fsbp: ["IAM.1"],
    cis3: ["1.16"],
    cis7: ["2.14"],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "Whoever gets hold of the identity once owns the account.",
  remedy: "Allow the actions that are needed on the resources that they are needed on",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check: (context) => judgeDocuments(context, judge),
});

function judge(document: Reading): Verdicts {
  const denials = denialsOf(document);
  const known: Statement[] = [];
  const verdicts = each(statementsOf(document), (reading) => {
    const statement = statementOf(reading);
    known.push(statement);
    return expect(
      !isAdministrator([statement], denials),
      `${titleOf(statement)} allows every action on every resource`,
      statement.path,
    );
  });
  if (verdicts.some(({ outcome }) => outcome === "fail")) return verdicts;
  const together = expect(
    !isAdministrator(known, denials),
    `The statements of ${document.path} together allow every action on every resource`,
    document,
  );
  return [...verdicts, together];
}

/**
 * All but a few actions, by NotAction or by a denial beside, are as good as all. What statements
 * allow of an action adds up.
 */
function isAdministrator(statements: readonly Statement[], denials: Denials): boolean {
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const isEverywhere = (action: string, resources: (one: Statement) => readonly string[]) =>
    areEverything(allows.filter((one) => coversAction(one, action)).flatMap(resources));
  const all =
    allows.some((one) => one.notActions.length > 0 && areEverything(resourcesOf(one))) ||
    ADMINISTRATION.every((action) => isEverywhere(action, resourcesOf));
  const left = (action: string) => (one: Statement) =>
    grantOf(one, action, denials)?.resources ?? [];
  return all && ADMINISTRATION.some((action) => isEverywhere(action, left(action)));
}
