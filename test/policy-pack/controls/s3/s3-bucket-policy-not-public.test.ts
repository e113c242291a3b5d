import assert from "node:assert/strict";

import { s3BucketPolicyNotPublic } from "../../../../policy-pack/controls/s3/s3-bucket-policy-not-public.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";

const READ = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::data/*",
};
const everyone = (more: { readonly [key: string]: Value }) =>
  document({ ...READ, Principal: "*", ...more });

describe("s3-bucket-policy-not-public", () => {
  itBehaves({
    control: s3BucketPolicyNotPublic,
    compliant: [
      resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        bucket: "data",
        policy: document(READ),
      }),
    ],
    subject: "policy",
    fails: [
      {
        title: "the principal is *",
        path: "policy",
        value: everyone({}),
        messages: ["Statement Read admits everyone"],
      },
      {
        title: "the second of two statements admits everyone",
        path: "policy",
        value: document(READ, { ...READ, Sid: "Open", Principal: { AWS: ["*"] } }),
        messages: ["Statement Open admits everyone"],
      },
      {
        title: "all but one are admitted",
        path: "policy",
        value: document({ ...READ, Principal: {}, NotPrincipal: READ.Principal }),
        messages: ["Statement Read admits everyone"],
      },
      {
        title: "a condition fixes no caller",
        path: "policy",
        value: everyone({ Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
        messages: ["Statement Read admits everyone"],
      },
      {
        title: "an unquoted document has an unknown statement beside an open one",
        path: "policy",
        value: { Statement: [{ $unknown: true }, { Effect: "Allow", Principal: "*" }] },
        messages: ["policy.Statement[1] admits everyone"],
      },
    ],
    accepts: [
      {
        title: "everyone of an organization",
        path: "policy",
        value: everyone({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
      },
      {
        title: "a denial of everyone",
        path: "policy",
        value: everyone({ Effect: "Deny" }),
      },
      { title: "one statement that is no list", path: "policy", value: { Statement: READ } },
    ],
  });

  it("judges a bucket's inline policy alike, and no bucket without one", () => {
    const inline = (inputs: { readonly [key: string]: Value }) =>
      said(
        judged(s3BucketPolicyNotPublic, [resource("aws:s3/bucket:Bucket", "data", inputs)], "data"),
      );
    assert.deepEqual(inline({ policy: everyone({}) }), ["Statement Read admits everyone"]);
    assert.equal(inline({}), "notApplicable");
  });

  it("is undecided where the text is no JSON", () => {
    const broken = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: "{" });
    const { outcome, undecided } = judged(s3BucketPolicyNotPublic, [broken], "policy");
    assert.equal(outcome, "undecided");
    assert.deepEqual(
      undecided.map(({ property, reason }) => `${property} ${reason}`),
      ["policy is no valid JSON"],
    );
  });
});
