import assert from "node:assert/strict";

import { s3ServiceGrantsSourceBound } from "../../../../policy-pack/controls/s3/s3-service-grants-source-bound.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, FOREIGN, resource } from "../../support/resources.ts";

const grant = (Condition?: Value) =>
  document({
    Sid: "Trail",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::audit/*",
    ...(Condition === undefined ? {} : { Condition }),
  });
const trail = (account: string) => `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;
const MESSAGES = ["Statement Trail lets cloudtrail.amazonaws.com act for other accounts"];

describe("s3-service-grants-source-bound", () => {
  itBehaves({
    control: s3ServiceGrantsSourceBound,
    compliant: [
      resource("aws:s3/bucket:Bucket", "source", { bucket: "source" }),
      resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: grant({ StringEquals: { "aws:SourceArn": trail(ACCOUNT) } }),
      }),
    ],
    subject: "policy",
    fails: (
      [
        ["there is no condition", grant()],
        ["the source is foreign", grant({ StringEquals: { "aws:SourceArn": trail(FOREIGN) } })],
        [
          "one source of two is",
          grant({ ArnLike: { "aws:SourceArn": [trail(ACCOUNT), trail(FOREIGN)] } }),
        ],
        ["the account is any", grant({ StringLike: { "aws:SourceAccount": "*" } })],
        [
          "it holds without a source",
          grant({ StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } }),
        ],
        ["it excludes the account", grant({ StringNotEquals: { "aws:SourceAccount": ACCOUNT } })],
        [
          "the account stands in any field of a text",
          grant({ StringLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } }),
        ],
        [
          "one account of two is foreign",
          grant({ StringEquals: { "aws:SourceAccount": [ACCOUNT, FOREIGN] } }),
        ],
        [
          "something else than the source is exact",
          grant({
            StringLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` },
            StringEquals: { "aws:PrincipalOrgID": "o-1" },
          }),
        ],
        [
          "the source is a bucket elsewhere",
          grant({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::other" } }),
        ],
      ] as const
    ).map(([title, value]) => ({ title, path: "policy", value, messages: MESSAGES })),
    accepts: [
      {
        title: "the account",
        path: "policy",
        value: grant({ StringEquals: { "aws:sourceaccount": ACCOUNT } }),
      },
      {
        title: "anything of the account, field by field",
        path: "policy",
        value: grant({ ArnLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } }),
      },
      {
        title: "a bucket of this stack",
        path: "policy",
        value: grant({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::source" } }),
      },
    ],
  });

  it("does not concern a bucket without an inline policy", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data", {});
    assert.equal(said(judged(s3ServiceGrantsSourceBound, [bucket], "data")), "notApplicable");
  });

  it("is about grants to services alone, and names them all", () => {
    const ask = (change: { readonly [key: string]: Value }) => {
      const statement = {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::audit/*",
      };
      const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        policy: document({ ...statement, ...change }),
      });
      return said(judged(s3ServiceGrantsSourceBound, [policy], "policy"));
    };
    const AWS = `arn:aws:iam::${ACCOUNT}:role/writer`;
    assert.equal(ask({ Effect: "Deny" }), "pass");
    assert.equal(ask({ Principal: { AWS } }), "pass");
    assert.deepEqual(
      ask({ Principal: { AWS, Service: ["logs.amazonaws.com", "sns.amazonaws.com"] } }),
      ["policy.Statement[0] lets logs.amazonaws.com, sns.amazonaws.com act for other accounts"],
    );
  });

  it("accepts a foreign account that was allowed", () => {
    const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
      policy: grant({ StringEquals: { "aws:SourceAccount": FOREIGN } }),
    });
    const parameters = { "s3-service-grants-source-bound": { allowedAccounts: [FOREIGN] } };
    const judgement = judged(s3ServiceGrantsSourceBound, [policy], "policy", { parameters });
    assert.equal(said(judgement), "pass");
  });
});
