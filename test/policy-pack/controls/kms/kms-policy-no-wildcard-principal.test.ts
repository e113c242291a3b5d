import assert from "node:assert/strict";

import { kmsPolicyNoWildcardPrincipal } from "../../../../policy-pack/controls/kms/kms-policy-no-wildcard-principal.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey, grant, keyPolicy } from "../../support/keys.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

const open = (more = {}) => keyPolicy(grant("Open", "*", "kms:Decrypt", more));
const MESSAGES = ["Statement Open admits everyone"];

describe("kms-policy-no-wildcard-principal", () => {
  itBehaves({
    control: kmsPolicyNoWildcardPrincipal,
    compliant: compliantKey(),
    subject: "key",
    fails: [
      { title: "everyone may decrypt", path: "policy", value: open(), messages: MESSAGES },
      {
        title: "the service is fixed but not the caller",
        path: "policy",
        value: open({
          Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
        }),
        messages: MESSAGES,
      },
      {
        title: "the account is any",
        path: "policy",
        value: open({ Condition: { StringLike: { "kms:CallerAccount": "*" } } }),
        messages: MESSAGES,
      },
    ],
    accepts: [
      {
        title: "one role",
        path: "policy",
        value: keyPolicy(grant("Role", { AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, "kms:Decrypt")),
      },
      {
        title: "a denial of everyone",
        path: "policy",
        value: keyPolicy({ ...grant("Closed", "*", "kms:Decrypt"), Effect: "Deny" }),
      },
      {
        title: "everyone of one account, as keys that AWS manages do",
        path: "policy",
        value: open({ Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT } } }),
      },
    ],
  });

  it("judges a KeyPolicy alike, and no key without a policy", () => {
    const policy = resource("aws:kms/keyPolicy:KeyPolicy", "policy", { policy: open() });
    assert.deepEqual(said(judged(kmsPolicyNoWildcardPrincipal, [policy], "policy")), MESSAGES);
    const bare = resource("aws:kms/key:Key", "key", {});
    assert.equal(said(judged(kmsPolicyNoWildcardPrincipal, [bare], "key")), "notApplicable");
  });
});
