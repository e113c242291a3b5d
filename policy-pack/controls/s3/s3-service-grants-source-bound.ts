import type { StackView } from "../../engine/associations.ts";
import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { demanded, eachStatement, fixesCaller, titleOf } from "../../engine/policyDocument.ts";
import { expect, notApplicable, pass, some } from "../../engine/verdict.ts";
import { allowedAccounts } from "../shared/accounts.ts";
import { BUCKET, BUCKET_POLICY } from "./siblings.ts";

export const s3ServiceGrantsSourceBound = defineControl({
  id: "s3-service-grants-source-bound",
  title: "AWS services use a bucket only on behalf of this account",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-4", "AC-6"] },
  cause: "Another customer can make the service write to the bucket, or read from it, for them.",
  remedy: "Add aws:SourceArn or aws:SourceAccount with this account to the statement",
  types: [BUCKET_POLICY, BUCKET],
  related: [BUCKET],
  parameters: { allowedAccounts },
  scope: "stack",
  check({ resource, stack, parameters, ownAccounts }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) => {
      const { effect, principals, conditions } = statement;
      const services = principals.filter(({ kind }) => kind === "Service");
      if (effect !== "Allow" || services.length === 0) return pass;
      const accounts = [...ownAccounts(), ...parameters.allowedAccounts];
      const byAccount = demanded(conditions, "aws:SourceAccount");
      const byArn = demanded(conditions, "aws:SourceArn");
      // As plain text a wildcard before the account also runs over it.
      const isFixed = fixesCaller(conditions.filter(({ key }) => key === "aws:sourcearn"));
      const bound =
        (byAccount.length > 0 && byAccount.every((account) => accounts.includes(account))) ||
        (isFixed && byArn.every((arn) => isOwn(arn, accounts, stack)));
      const names = services.map(({ value }) => value).join(", ");
      return expect(
        bound,
        `${titleOf(statement)} lets ${names} act for other accounts`,
        statement.path,
      );
    });
  },
});

/** Whether an ARN names something of the accounts, or a bucket of this stack. */
function isOwn(arn: string, accounts: readonly string[], stack: StackView): boolean {
  const account = accountInArn(arn);
  if (account !== undefined) return accounts.includes(account);
  const name = resourceInArn(arn);
  return some(stack.ofType(BUCKET), (bucket) => bucket.at("bucket").text === name);
}
