import assert from "node:assert/strict";

import { s3BucketTlsOnly } from "../../../../policy-pack/controls/s3/s3-bucket-tls-only.ts";
import { UNKNOWN, type Value } from "../../../../policy-pack/engine/resource.ts";
import { compliantBucket, LOGS, NAME, tlsOnly } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { document, resource } from "../../support/resources.ts";

const BUCKET = "No policy denies requests without TLS for the bucket";
const OBJECTS = "No policy denies requests without TLS for the objects";
const policy = (...changes: { readonly [key: string]: Value }[]) =>
  document(...changes.map((change) => ({ ...tlsOnly(NAME), ...change })));

describe("s3-bucket-tls-only", () => {
  itBehaves({
    control: s3BucketTlsOnly,
    compliant: compliantBucket(),
    subject: "data",
    fails: (
      [
        ["it allows", { Effect: "Allow" }, [BUCKET, OBJECTS]],
        ["it denies one role alone", { Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }],
        ["it denies accounts by a pattern", { Principal: { AWS: "arn:aws:iam::*:root" } }],
        ["it denies a service", { Principal: { Service: "*" } }],
        ["it denies reading alone", { Action: "s3:GetObject" }],
        ["it denies what ends in Acl alone", { Action: "s3:*Acl" }],
        ["it denies another service's actions", { Action: "notes3:*" }],
        ["it holds always", { Condition: {} }],
        ["it compares texts", { Condition: { StringEquals: { "aws:SecureTransport": "false" } } }],
        [
          "it compares each of several values",
          { Condition: { "ForAllValues:Bool": { "aws:SecureTransport": "false" } } },
        ],
        [
          "it asks for something else",
          { Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
        ],
        ["it denies requests with TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
        [
          "another condition narrows it",
          {
            Condition: {
              Bool: { "aws:SecureTransport": "false" },
              IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
            },
          },
        ],
        ["it covers the bucket alone", { Resource: `arn:aws:s3:::${NAME}` }, [OBJECTS]],
        ["it covers the objects alone", { Resource: `arn:aws:s3:::${NAME}/*` }, [BUCKET]],
        [
          "it covers objects of one letter",
          { Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/?`] },
          [OBJECTS],
        ],
        [
          "it covers objects of two letters or more",
          { Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/??*`] },
          [OBJECTS],
        ],
        [
          "it covers objects in folders alone",
          { Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*/*`] },
          [OBJECTS],
        ],
        ["it is about another bucket", { Resource: `arn:aws:s3:::${LOGS}*` }],
      ] as const
    ).map(([title, change, messages = [BUCKET, OBJECTS]]) => ({
      title,
      of: "policy",
      path: "policy",
      value: policy(change),
      messages,
    })),
    accepts: [
      {
        title: "a false that is no text",
        of: "policy",
        path: "policy",
        value: policy({ Condition: { Bool: { "aws:securetransport": false } } }),
      },
      {
        title: "one pattern for both",
        of: "policy",
        path: "policy",
        value: policy({ Resource: `arn:aws:s3:::${NAME}*` }),
      },
      {
        title: "a condition that also holds where nothing is said",
        of: "policy",
        path: "policy",
        value: policy({ Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }),
      },
      {
        title: "everyone and everything beside others",
        of: "policy",
        path: "policy",
        value: policy({
          Principal: { AWS: ["*", "arn:aws:iam::111122223333:role/x"] },
          Action: ["s3:GetObject", "s3:*"],
        }),
      },
      { title: "every resource", of: "policy", path: "policy", value: policy({ Resource: "*" }) },
      {
        title: "two statements that share the work",
        of: "policy",
        path: "policy",
        value: policy({ Resource: `arn:aws:s3:::${NAME}` }, { Resource: `arn:aws:s3:::${NAME}/*` }),
      },
    ],
    // Beside a policy that is split off, an inline one that is unknown is what AWS has made of it.
    dispensable: ["data: policy"],
  });

  it("fails where another policy of the bucket does not", () => {
    const stack = (...changes: { readonly [key: string]: Value }[]) => [
      resource("aws:s3/bucket:Bucket", "data", { bucket: NAME }),
      ...changes.map((change, index) =>
        resource("aws:s3/bucketPolicy:BucketPolicy", `policy-${index}`, {
          bucket: NAME,
          policy: policy(change),
        }),
      ),
    ];
    const ask = (...changes: { readonly [key: string]: Value }[]) =>
      said(judged(s3BucketTlsOnly, stack(...changes), "data"));
    assert.equal(ask({}, {}), "pass");
    assert.deepEqual(ask({}, { Effect: "Allow" }), [BUCKET, OBJECTS]);
  });

  it("accepts an inline policy, and fails without any", () => {
    const bucket = (inputs: { readonly [key: string]: Value }) =>
      said(
        judged(
          s3BucketTlsOnly,
          [resource("aws:s3/bucket:Bucket", "data", { bucket: NAME, ...inputs })],
          "data",
        ),
      );
    assert.equal(bucket({ policy: document(tlsOnly(NAME)) }), "pass");
    assert.deepEqual(bucket({}), [BUCKET, OBJECTS]);
  });

  it("needs the bucket's name only where the policy names buckets", () => {
    const ask = (Resource: string) =>
      judged(
        s3BucketTlsOnly,
        [
          resource("aws:s3/bucket:Bucket", "data", {
            policy: document({ ...tlsOnly(NAME), Resource }),
          }),
        ],
        "data",
      );
    assert.equal(said(ask("*")), "pass");
    const { outcome, undecided } = ask(`arn:aws:s3:::${NAME}*`);
    assert.equal(outcome, "undecided");
    assert.deepEqual(
      undecided.map(({ property }) => property),
      ["bucket"],
    );
  });

  it("leaves out an inline policy beside another only if nobody knows it", () => {
    const ask = (inline: Value, split: Value) =>
      said(
        judged(
          s3BucketTlsOnly,
          [
            resource("aws:s3/bucket:Bucket", "data", { bucket: NAME, policy: inline }),
            resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: NAME, policy: split }),
          ],
          "data",
        ),
      );
    const good = policy({});
    assert.equal(ask(UNKNOWN, good), "pass");
    assert.equal(ask(good, UNKNOWN), "undecided");
    assert.deepEqual(ask(policy({ Effect: "Allow" }), good), [BUCKET, OBJECTS]);
    const bucket = resource("aws:s3/bucket:Bucket", "data", { bucket: NAME, policy: UNKNOWN });
    assert.equal(said(judged(s3BucketTlsOnly, [bucket], "data")), "undecided");
  });
});
