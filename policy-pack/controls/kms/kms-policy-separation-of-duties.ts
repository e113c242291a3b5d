import { defineControl } from "../../engine/control.ts";
import {
  coversAction,
  eachStatement,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import { each, expect, notApplicable, pass, some } from "../../engine/verdict.ts";
import { ADMINISTRATION, USE } from "./keyActions.ts";
import { isRootOf, KEY, KEY_POLICY } from "./keyPolicy.ts";

export const kmsPolicySeparationOfDuties = defineControl({
  id: "kms-policy-separation-of-duties",
  title: "Who administers a key can't use it",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-5", "AC-6", "SC-12"] },
  cause: "One stolen identity can open the key's policy, read the data and destroy the key.",
  remedy: "Give administration and use of the key to different principals",
  types: [KEY, KEY_POLICY],
  scope: "resource",
  check({ resource, ownAccounts }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    const statements = statementsOf(policy);
    const grants = (name: string, actions: readonly string[]) =>
      some(statements, (reading) => {
        const statement = statementOf(reading);
        return namesInAllow(statement, name) && actions.some((a) => coversAction(statement, a));
      });
    return eachStatement(policy, (statement) => {
      if (statement.effect !== "Allow") return pass;
      return each(statement.principals, ({ value }) => {
        const both = grants(value, ADMINISTRATION) && grants(value, USE);
        // The delegation to the account's own IAM is AWS's default.
        const accepted = !both || isRootOf(value, ownAccounts());
        return expect(accepted, `${value} may both administer and use the key`, statement.path);
      });
    });
  },
});

function namesInAllow({ effect, principals }: Statement, name: string): boolean {
  return effect === "Allow" && principals.some(({ value }) => value === name);
}
