import assert from "node:assert/strict";

import { lambdaNoPublicPermission } from "../../../../policy-pack/controls/lambda/lambda-no-public-permission.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

const PERMISSION = "aws:lambda/permission:Permission";
const PUBLIC = ["The permission admits everyone"];
const answer = (inputs: Properties) =>
  said(
    judged(lambdaNoPublicPermission, [resource(PERMISSION, "permission", inputs)], "permission"),
  );

describe("lambda-no-public-permission", () => {
  itBehaves({
    control: lambdaNoPublicPermission,
    compliant: [
      resource(PERMISSION, "permission", {
        action: "lambda:InvokeFunction",
        function: "main",
        principal: "events.amazonaws.com",
      }),
    ],
    subject: "permission",
    fails: [
      { title: "everyone may call", path: "principal", value: "*", messages: PUBLIC },
      {
        title: "every account's root may call",
        path: "principal",
        value: "arn:aws:iam::*:root",
        messages: PUBLIC,
      },
    ],
    accepts: [
      { title: "an account", path: "principal", value: ACCOUNT },
      { title: "a role", path: "principal", value: `arn:aws:iam::${ACCOUNT}:role/app` },
    ],
  });

  for (const [title, inputs] of [
    ["its organization", { principalOrgId: "o-1234567890" }],
    ["its account", { sourceAccount: ACCOUNT }],
    ["a source of an account", { sourceArn: `arn:aws:sns:us-east-1:${ACCOUNT}:*` }],
    ["a bucket", { sourceArn: "arn:aws:s3:::uploads" }],
  ] as const) {
    it(`accepts everyone who must show ${title}`, () => {
      assert.equal(answer({ principal: "*", ...inputs }), "pass");
    });
  }

  for (const [title, inputs] of [
    ["any organization", { principalOrgId: "*" }],
    ["an empty organization", { principalOrgId: "" }],
    ["any source", { sourceArn: "*" }],
    ["a source of any account", { sourceArn: "arn:aws:sns:us-east-1:*:alerts" }],
    ["a signature, which every account can make", { functionUrlAuthType: "AWS_IAM" }],
    ["nothing at a URL", { functionUrlAuthType: "NONE" }],
  ] as const) {
    it(`fails when everyone must show ${title}`, () => {
      assert.deepEqual(answer({ principal: "*", ...inputs }), PUBLIC);
    });
  }

  it("is undecided while the one condition is unknown, and not when another binds", () => {
    const unknown = { principal: "*", sourceArn: { $unknown: true } } as const;
    assert.equal(answer(unknown), "undecided");
    assert.equal(answer({ ...unknown, sourceAccount: ACCOUNT }), "pass");
  });
});
