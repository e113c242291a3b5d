import { defineControl } from "../../engine/control.ts";
import { eachStatement, titleOf } from "../../engine/policyDocument.ts";
import { each, expect, fail, notApplicable, pass } from "../../engine/verdict.ts";
import { allowedAccounts, foreignersIn } from "../shared/accounts.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

export const secretPolicyNotPublic = defineControl({
  id: "secret-policy-not-public",
  title: "No policy of a secret admits outsiders",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: ["2.21"], nist: ["AC-3", "AC-6"] },
  cause: "Others can read the secret and act with what it opens.",
  remedy: "Name principals of this account alone, and set blockPublicPolicy to true",
  types: [SECRET_POLICY, SECRET],
  parameters: { allowedAccounts },
  scope: "resource",
  check({ resource, parameters, ownAccounts }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    const blocked = () => {
      const block = resource.at("blockPublicPolicy");
      const holds = resource.type === SECRET || block.flag === true;
      return expect(holds, "blockPublicPolicy is not true", block);
    };
    const statements = () =>
      eachStatement(policy, (statement) => {
        const { effect, path } = statement;
        if (effect !== "Allow") return pass;
        const accounts = () => [...ownAccounts(), ...parameters.allowedAccounts];
        return [
          admitsNotEveryone(statement),
          ...foreignersIn(statement, accounts).map((value) =>
            fail(`${titleOf(statement)} names ${value} of another account`, path),
          ),
        ];
      });
    return each([blocked, statements], (part) => part());
  },
});
