import { defineControl } from "../../engine/control.ts";
import { eachStatement, titleOf } from "../../engine/policyDocument.ts";
import { each, expect, fail, notApplicable, pass } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { allowedAccounts, foreignersIn, isForeign } from "../shared/accounts.ts";
import { KEY, KEY_POLICY } from "./keyPolicy.ts";

const GRANT = "aws:kms/grant:Grant";

export const kmsPolicyNoForeignAccount = defineControl({
  id: "kms-policy-no-foreign-account",
  title: "No account that nobody chose may use a key",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6"] },
  cause: "Data leaves the account together with the means to decrypt it.",
  remedy: "Remove the principal, or add its account to allowedAccounts with a reason",
  types: [KEY, KEY_POLICY, GRANT],
  parameters: { allowedAccounts },
  scope: "resource",
  check({ resource, parameters, ownAccounts }) {
    const accounts = () => [...ownAccounts(), ...parameters.allowedAccounts];
    if (resource.type === GRANT) return judgeGrant(resource, accounts());
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) => {
      if (statement.effect !== "Allow") return pass;
      return foreignersIn(statement, accounts, ["kms:CallerAccount"]).map((value) =>
        fail(`${titleOf(statement)} names ${value} of another account`, statement.path),
      );
    });
  },
});

function judgeGrant(grant: View, accounts: readonly string[]) {
  return each(["granteePrincipal", "retiringPrincipal"], (property) => {
    const value = grant.at(property).text;
    if (value === undefined || !value.startsWith("arn:")) return pass;
    const foreign = isForeign({ kind: "AWS", value }, accounts);
    return expect(!foreign, `The grant names ${value} of another account`, property);
  });
}
