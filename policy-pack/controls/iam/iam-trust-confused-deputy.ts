import { accountInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { demanded, fixesCaller, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { each, expect } from "../../engine/verdict.ts";
import { allowedAccounts } from "../shared/accounts.ts";
import { ROLE } from "./documents.ts";
import { sendsSource } from "./sourceServices.ts";
import { eachTrust, foreignersIn, hasExternalId } from "./trust.ts";

export const iamTrustConfusedDeputy = defineControl({
  id: "iam-trust-confused-deputy",
  title: "Roles can't be borrowed through a service or a third party",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6", "SC-7"] },
  cause: "Another customer of the service, or of the third party, makes it act with this role.",
  remedy: "Add aws:SourceAccount or aws:SourceArn for services, sts:ExternalId for third parties",
  types: [ROLE],
  parameters: { allowedAccounts },
  scope: "resource",
  check: ({ resource, parameters, ownAccounts }) =>
    eachTrust(resource, (trust) => {
      const services = () =>
        each(
          trust.principals.filter(({ kind, value }) => kind === "Service" && sendsSource(value)),
          ({ value }) =>
            expect(
              isSourceBound(trust, [...ownAccounts(), ...parameters.allowedAccounts]),
              `${titleOf(trust)} lets ${value} act for other accounts`,
              trust.path,
            ),
        );
      // A whole foreign account is another control's matter.
      const thirdParties = () =>
        each(
          foreignersIn(trust, ownAccounts).filter(({ whole }) => !whole),
          ({ text }) =>
            expect(
              hasExternalId(trust),
              `${titleOf(trust)} admits ${text} of another account without sts:ExternalId`,
              trust.path,
            ),
        );
      return each([services, thirdParties], (part) => part());
    }),
});

function isSourceBound({ conditions }: Statement, accounts: readonly string[]): boolean {
  const ids = demanded(conditions, "aws:SourceAccount");
  // Only where the account decides: as plain text a wildcard runs over it.
  const exact = conditions.filter((condition) => fixesCaller([condition]));
  const owners = demanded(exact, "aws:SourceArn").map((arn) => accountInArn(arn) ?? "");
  return [ids, owners].some(
    (found) => found.length > 0 && found.every((account) => accounts.includes(account)),
  );
}
