import assert from "node:assert/strict";

import { secretPolicyNotPublic } from "../../../../policy-pack/controls/secretsmanager/secret-policy-not-public.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { role } from "../../support/keys.ts";
import { ACCOUNT, document, FOREIGN, resource } from "../../support/resources.ts";

const policy = (Principal: Value) =>
  document({ Sid: "Read", Effect: "Allow", Principal, Action: "secretsmanager:*", Resource: "*" });
const EVERYONE = "Statement Read admits everyone";

describe("secret-policy-not-public", () => {
  itBehaves({
    control: secretPolicyNotPublic,
    compliant: [
      resource("aws:secretsmanager/secretPolicy:SecretPolicy", "policy", {
        policy: policy({ AWS: role("app") }),
        blockPublicPolicy: true,
      }),
    ],
    subject: "policy",
    fails: [
      { title: "everyone may read", path: "policy", value: policy("*"), messages: [EVERYONE] },
      {
        title: "another account may read",
        path: "policy",
        value: policy({ AWS: FOREIGN }),
        messages: [`Statement Read names ${FOREIGN} of another account`],
      },
      {
        title: "public policies are not blocked",
        path: "blockPublicPolicy",
        messages: ["blockPublicPolicy is not true"],
      },
    ],
    accepts: [
      {
        title: "everyone of the own account",
        path: "policy",
        value: policy({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      },
      { title: "a service", path: "policy", value: policy({ Service: "rds.amazonaws.com" }) },
    ],
  });

  it("judges a secret's inline policy alike, and no secret without one", () => {
    const secret = (inputs: { readonly [key: string]: Value }) =>
      said(
        judged(
          secretPolicyNotPublic,
          [resource("aws:secretsmanager/secret:Secret", "secret", inputs)],
          "secret",
        ),
      );
    assert.deepEqual(secret({ policy: policy("*") }), [EVERYONE]);
    assert.equal(secret({}), "notApplicable");
  });
});
