import assert from "node:assert/strict";

import { kmsPolicyNoForeignAccount } from "../../../../policy-pack/controls/kms/kms-policy-no-foreign-account.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey, grant, keyPolicy, role } from "../../support/keys.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";

const OTHER = `arn:aws:iam::${FOREIGN}:role/app`;
const names = (principal: string) => [`Statement Use names ${principal} of another account`];
const use = (principal: string) => keyPolicy(grant("Use", { AWS: principal }, "kms:Decrypt"));

describe("kms-policy-no-foreign-account", () => {
  describe("of a key", () => {
    itBehaves({
      control: kmsPolicyNoForeignAccount,
      compliant: compliantKey(use(role("app"))),
      subject: "key",
      fails: [
        {
          title: "a role elsewhere is named",
          path: "policy",
          value: use(OTHER),
          messages: names(OTHER),
        },
        {
          title: "an account is named",
          path: "policy",
          value: use(FOREIGN),
          messages: names(FOREIGN),
        },
        {
          title: "everyone is, down to another account",
          path: "policy",
          value: keyPolicy(
            grant("Use", "*", "kms:Decrypt", {
              Condition: { StringEquals: { "kms:CallerAccount": FOREIGN } },
            }),
          ),
          messages: names(FOREIGN),
        },
        {
          title: "a principal of no account is named",
          path: "policy",
          value: use("AROAEXAMPLEID"),
          messages: names("AROAEXAMPLEID"),
        },
      ],
      accepts: [
        {
          title: "everyone down to one's own account",
          path: "policy",
          value: keyPolicy(
            grant("Use", "*", "kms:Decrypt", {
              Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT } },
            }),
          ),
        },
        {
          title: "a denial",
          path: "policy",
          value: keyPolicy(grant("No", { AWS: OTHER }, "kms:*", { Effect: "Deny" })),
        },
      ],
    });
  });

  describe("of a grant", () => {
    itBehaves({
      control: kmsPolicyNoForeignAccount,
      compliant: [
        resource("aws:kms/grant:Grant", "grant", {
          granteePrincipal: role("app"),
          operations: ["Decrypt"],
        }),
      ],
      subject: "grant",
      fails: [
        {
          title: "it is for a role elsewhere",
          path: "granteePrincipal",
          value: OTHER,
          messages: [`The grant names ${OTHER} of another account`],
        },
      ],
    });
  });

  it("accepts an account that was allowed", () => {
    const parameters = { "kms-policy-no-foreign-account": { allowedAccounts: [FOREIGN] } };
    const judgement = judged(kmsPolicyNoForeignAccount, compliantKey(use(OTHER)), "key", {
      parameters,
    });
    assert.equal(said(judgement), "pass");
  });
});
