import assert from "node:assert/strict";

import { cloudtrailBucketHardened } from "../../../../policy-pack/controls/cloudtrail/cloudtrail-bucket-hardened.ts";
import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { compliantBucket, NAME, tlsOnly } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, changed, document, FOREIGN, resource } from "../../support/resources.ts";
import { trail } from "./trails.ts";

const TRAIL_ARN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/rampart-dev-trail`;
const OTHERS = ["Statement Write lets others write to the trail's bucket"];
const NOBODY = "No policy lets the trail write to its bucket";

function writes(more: Properties = {}): Properties {
  return {
    Sid: "Write",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${NAME}/AWSLogs/*`,
    Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN } },
    ...more,
  };
}

const from = (arn: string, operator = "StringEquals") => ({
  Condition: { [operator]: { "aws:SourceArn": arn } },
});
const policy = (...statements: Properties[]) => document(tlsOnly(NAME), ...statements);

/** The compliant bucket of the S3 controls, as a trail's. */
function stack(own = trail({ s3BucketName: NAME })): PolicyResource[] {
  return [
    own,
    ...changed(compliantBucket(), "policy", "policy", policy(writes())),
    resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", {
      bucket: NAME,
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
    }),
  ];
}

const without = (name: string) =>
  said(
    judged(
      cloudtrailBucketHardened,
      stack().filter((one) => one.name !== name),
      "trail",
    ),
  );

describe("cloudtrail-bucket-hardened", () => {
  itBehaves({
    control: cloudtrailBucketHardened,
    compliant: stack(),
    subject: "trail",
    fails: [
      {
        title: "the bucket is somewhere else",
        path: "s3BucketName",
        value: "central-audit",
        messages: ["The trail's bucket is neither in the stack nor known"],
      },
      {
        title: "the bucket is not private",
        of: "block",
        path: "blockPublicAcls",
        value: false,
        messages: ["blockPublicAcls of block is not true"],
      },
      {
        title: "the bucket is not versioned",
        of: "versioning",
        path: "versioningConfiguration.status",
        value: "Suspended",
        messages: ["Versioning is not enabled"],
      },
      {
        title: "there is no retention",
        of: "lock",
        path: "rule",
        messages: ["The bucket has no object lock with a default retention"],
      },
      {
        title: "any trail of the account may write",
        of: "policy",
        path: "policy",
        value: policy(writes({ Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } })),
        messages: [NOBODY, ...OTHERS],
      },
      {
        title: "any trail of any name may write",
        of: "policy",
        path: "policy",
        value: policy(writes(from(`arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/*`, "ArnLike"))),
        messages: [NOBODY, ...OTHERS],
      },
      {
        title: "another account's trail of that name may write",
        of: "policy",
        path: "policy",
        value: policy(writes(from(TRAIL_ARN.replace(ACCOUNT, FOREIGN)))),
        messages: [NOBODY, ...OTHERS],
      },
      {
        title: "the source is a wish",
        of: "policy",
        path: "policy",
        value: policy(writes(from(TRAIL_ARN, "StringEqualsIfExists"))),
        messages: [NOBODY, ...OTHERS],
      },
      {
        title: "a role may delete",
        of: "policy",
        path: "policy",
        value: policy(writes({ Sid: "Trail" }), {
          Sid: "Write",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` },
          Action: "s3:Delete*",
          Resource: "*",
        }),
        messages: OTHERS,
      },
      ...["s3:ReplicateObject", "s3:PutLifecycleConfiguration"].map((Action) => ({
        title: `a role may ${Action}`,
        of: "policy",
        path: "policy",
        value: policy(writes({ Sid: "Trail" }), {
          Sid: "Write",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` },
          Action,
          Resource: "*",
        }),
        messages: OTHERS,
      })),
      {
        title: "everybody but one may write",
        of: "policy",
        path: "policy",
        value: policy(writes({ Sid: "Trail" }), {
          Sid: "Write",
          Effect: "Allow",
          NotPrincipal: { AWS: FOREIGN },
          NotAction: "s3:GetObject",
          Resource: "*",
        }),
        messages: OTHERS,
      },
      {
        title: "another service shares the statement",
        of: "policy",
        path: "policy",
        value: policy(
          writes({ Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] } }),
        ),
        messages: [NOBODY, ...OTHERS],
      },
      {
        title: "nobody may write",
        of: "policy",
        path: "policy",
        value: policy(),
        messages: [NOBODY],
      },
    ],
    accepts: [
      {
        title: "an ARN condition, one statement alone, and readers",
        of: "policy",
        path: "policy",
        value: policy(writes(from(TRAIL_ARN, "ArnEquals")), {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/auditor` },
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: "*",
        }),
      },
    ],
    // Wherever its access logs go, the bucket has some: their target gets a verdict of its own.
    dispensable: [
      "data: logging.targetBucket",
      "data: loggings.targetBucket",
      "logging: targetBucket",
    ],
  });

  it("fails a bucket that lacks a part", () => {
    assert.deepEqual(without("block"), ["The bucket has no public access block"]);
    assert.deepEqual(without("logging"), ["The bucket logs no requests"]);
    assert.deepEqual(without("versioning"), ["Versioning is not enabled"]);
    assert.deepEqual(without("policy"), [NOBODY]);
  });

  it("accepts a second trail of the stack in the same bucket, if the policy names it", () => {
    const second = trail({ s3BucketName: NAME, name: "second" }, "second");
    const sources = [TRAIL_ARN, TRAIL_ARN.replace("rampart-dev-trail", "second")];
    const shared = document(tlsOnly(NAME), {
      ...writes(),
      Condition: { ArnEquals: { "aws:SourceArn": sources } },
    });
    const both = changed([...stack(), second], "policy", "policy", shared);
    assert.equal(said(judged(cloudtrailBucketHardened, both, "second")), "pass");
    const alone = changed(stack(), "policy", "policy", shared);
    assert.deepEqual(said(judged(cloudtrailBucketHardened, alone, "trail")), [NOBODY, ...OTHERS]);
  });

  it("is undecided while nobody knows the trail's name", () => {
    const nameless = changed(stack(), "trail", "name");
    assert.equal(said(judged(cloudtrailBucketHardened, nameless, "trail")), "undecided");
  });

  it("takes a bucket outside for hardened if it is listed", () => {
    const outside = trail({ s3BucketName: "central-audit" });
    const parameters = { "cloudtrail-bucket-hardened": { outsideBuckets: ["central-audit"] } };
    assert.equal(
      said(judged(cloudtrailBucketHardened, [outside], "trail", { parameters })),
      "pass",
    );
  });
});
