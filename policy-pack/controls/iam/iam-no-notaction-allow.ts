import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { eachStatement, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { each, expect, type Verdict } from "../../engine/verdict.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES, ROLE } from "./documents.ts";

export const iamNoNotactionAllow = defineControl({
  id: "iam-no-notaction-allow",
  title: "No policy allows by what it leaves out",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6"] },
  cause: "All that nobody thought of is allowed, also what AWS adds later.",
  remedy: "List what is allowed; keep NotAction, NotResource and NotPrincipal for denials",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check(context) {
    const { resource } = context;
    if (resource.type !== ROLE) return judgeDocuments(context, judge);
    const inline = () => {
      const found = judgeDocuments(context, judge);
      return "outcome" in found ? [found] : found;
    };
    // A trust may leave out too.
    return each([inline, () => judge(resource.at("assumeRolePolicy"))], (part) => part());
  },
});

function judge(document: Reading): Verdict[] {
  return eachStatement(document, (statement) => {
    const used = leftOut(statement);
    return expect(
      statement.effect === "Deny" || used.length === 0,
      `${titleOf(statement)} allows by ${used.join(" and ")}`,
      statement.path,
    );
  });
}

function leftOut({ notActions, notResources, notPrincipals }: Statement): string[] {
  const elements = [
    ["NotAction", notActions],
    ["NotResource", notResources],
    ["NotPrincipal", notPrincipals],
  ] as const;
  return elements.filter(([, entries]) => entries.length > 0).map(([name]) => name);
}
