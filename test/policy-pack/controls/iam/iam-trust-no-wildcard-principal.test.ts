import assert from "node:assert/strict";

import { iamTrustNoWildcardPrincipal } from "../../../../policy-pack/controls/iam/iam-trust-no-wildcard-principal.ts";
import { type Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, FOREIGN } from "../../support/resources.ts";
import { deny, iamArn } from "./documents.ts";
import { role, trust } from "./trusts.ts";

const EVERYONE = ["Statement Trust admits everyone"];
const whole = (text: string) => [`Statement Trust admits the whole account of ${text}`];
const ROOT = `arn:aws:iam::${FOREIGN}:root`;
const path = "assumeRolePolicy";
const row = (title: string, messages: readonly string[], ...statements: Value[]) => ({
  title,
  path,
  value: document(...statements),
  messages,
});
const good = (title: string, ...statements: Value[]) => row(title, [], ...statements);

describe("iam-trust-no-wildcard-principal", () => {
  itBehaves({
    control: iamTrustNoWildcardPrincipal,
    compliant: [role(trust({ AWS: iamArn("role/app") }))],
    subject: "role",
    fails: [
      row("anyone is", EVERYONE, trust("*")),
      row("any AWS principal is", EVERYONE, trust({ AWS: "*" })),
      row("anyone is one of several", EVERYONE, trust({ AWS: [iamArn("role/app"), "*"] })),
      row("any role of an account is", EVERYONE, trust({ AWS: iamArn("role/*") })),
      row("any provider is", EVERYONE, trust({ Federated: "*" })),
      row("all but one are", EVERYONE, {
        ...trust("", {}),
        Principal: [],
        NotPrincipal: { AWS: ACCOUNT },
      }),
      row(
        "an id is asked of anyone",
        EVERYONE,
        trust("*", { StringEquals: { "sts:ExternalId": "x" } }),
      ),
      row(
        "an address is asked of anyone",
        EVERYONE,
        trust("*", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      ),
      row(
        "the organization may be missing",
        EVERYONE,
        trust("*", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }),
      ),
      row("a foreign account is", whole(FOREIGN), trust({ AWS: FOREIGN })),
      row("its root is", whole(ROOT), trust({ AWS: ROOT })),
      row(
        "it shows an id",
        whole(ROOT),
        trust({ AWS: ROOT }, { StringEquals: { "sts:ExternalId": "x" } }),
      ),
      row(
        "the account is fixed by a condition",
        whole(FOREIGN),
        trust("*", { StringEquals: { "aws:PrincipalAccount": FOREIGN } }),
      ),
      row(
        "a foreign account is, down to a role or anyone",
        whole(ROOT),
        trust({ AWS: ROOT }, { ArnLike: { "aws:PrincipalArn": [iamArn("role/app"), "*"] } }),
      ),
      row(
        "all its roles are fixed by a condition",
        whole(`arn:aws:iam::${FOREIGN}:role/*`),
        trust("*", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${FOREIGN}:role/*` } }),
      ),
    ],
    accepts: [
      good("a service", trust({ Service: "ecs-tasks.amazonaws.com" })),
      good("one's own account", trust({ AWS: [ACCOUNT, iamArn("root")] })),
      good("a foreign role", trust({ AWS: `arn:aws:iam::${FOREIGN}:role/ci` })),
      good(
        "a foreign account down to a role",
        trust(
          { AWS: ROOT },
          { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${FOREIGN}:role/ci` } },
        ),
      ),
      good("an organization", trust("*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } })),
      good(
        "one's own account by condition",
        trust("*", { StringEquals: { "aws:PrincipalAccount": ACCOUNT } }),
      ),
      good("an organization by denial", trust("*"), {
        ...deny("sts:*", [], { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        Principal: "*",
      }),
      good("a denial of everyone", { ...trust("*"), Effect: "Deny" }),
    ],
  });

  it("accepts a whole foreign account if it is allowed and shows an id, not otherwise", () => {
    const ask = (statement: Value, allowedAccounts: readonly string[]) => {
      const parameters = { [iamTrustNoWildcardPrincipal.id]: { allowedAccounts } };
      const subject = role(statement);
      return said(judged(iamTrustNoWildcardPrincipal, [subject], "role", { parameters }));
    };
    const withId = trust({ AWS: ROOT }, { StringEquals: { "sts:ExternalId": "x" } });
    const anyId = trust({ AWS: ROOT }, { StringLike: { "sts:ExternalId": "*" } });
    assert.equal(ask(withId, [FOREIGN]), "pass");
    assert.deepEqual(ask(withId, []), whole(ROOT));
    assert.deepEqual(ask(anyId, [FOREIGN]), whole(ROOT));
    assert.deepEqual(ask(trust({ AWS: ROOT }), [FOREIGN]), whole(ROOT));
  });

  it("needs no account id where nobody of an account is admitted", () => {
    const nameless = { ...role(trust({ Service: "ec2.amazonaws.com" })), provider: "" };
    assert.equal(said(judged(iamTrustNoWildcardPrincipal, [nameless], "role")), "pass");
    const open = { ...role(trust({ AWS: ROOT })), provider: "" };
    assert.equal(said(judged(iamTrustNoWildcardPrincipal, [open], "role")), "undecided");
    const both = { ...role(trust({ AWS: [ROOT, "*"] })), provider: "" };
    assert.deepEqual(said(judged(iamTrustNoWildcardPrincipal, [both], "role")), EVERYONE);
  });
});
