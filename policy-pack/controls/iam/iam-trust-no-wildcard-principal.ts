import { defineControl } from "../../engine/control.ts";
import { titleOf } from "../../engine/policyDocument.ts";
import { each, expect } from "../../engine/verdict.ts";
import { allowedAccounts } from "../shared/accounts.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";
import { ROLE } from "./documents.ts";
import { eachTrust, foreignersIn, hasExternalId } from "./trust.ts";

export const iamTrustNoWildcardPrincipal = defineControl({
  id: "iam-trust-no-wildcard-principal",
  title: "Roles trust neither everyone nor a whole foreign account",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6"] },
  cause: "Anyone, or anyone whom another account lets, becomes this role.",
  remedy: "Name the principals; a whole account only if it is allowed, with sts:ExternalId",
  types: [ROLE],
  parameters: { allowedAccounts },
  scope: "resource",
  check: ({ resource, parameters, ownAccounts }) =>
    eachTrust(resource, (trust) => {
      const foreigners = () =>
        each(
          foreignersIn(trust, ownAccounts).filter(({ whole }) => whole),
          ({ account, text }) =>
            expect(
              parameters.allowedAccounts.includes(account) && hasExternalId(trust),
              `${titleOf(trust)} admits the whole account of ${text}`,
              trust.path,
            ),
        );
      return each([() => admitsNotEveryone(trust), foreigners], (part) => part());
    }),
});
