import assert from "node:assert/strict";

import { s3BucketSseKms } from "../../../../policy-pack/controls/s3/s3-bucket-sse-kms.ts";
import { compliantBucket, LOGS } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const RULE = "rules[0].applyServerSideEncryptionByDefault";
const KEY_ID = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("s3-bucket-sse-kms", () => {
  itBehaves({
    control: s3BucketSseKms,
    compliant: compliantBucket(),
    subject: "data",
    fails: [
      {
        title: "S3's own keys encrypt",
        of: "encryption",
        path: `${RULE}.sseAlgorithm`,
        value: "AES256",
        messages: ["The default encryption is not aws:kms"],
      },
      {
        title: "no key is named",
        of: "encryption",
        path: `${RULE}.kmsMasterKeyId`,
        messages: ["The default encryption uses no customer key"],
      },
      {
        title: "the key is AWS's",
        of: "encryption",
        path: `${RULE}.kmsMasterKeyId`,
        value: "arn:aws:kms:us-east-1:111122223333:alias/aws/s3",
        messages: ["The default encryption uses no customer key"],
      },
      {
        title: "the bucket key is off",
        of: "encryption",
        path: "rules[0].bucketKeyEnabled",
        value: false,
        messages: ["The bucket key is not enabled"],
      },
      {
        title: "there is no rule",
        of: "encryption",
        path: "rules",
        value: [],
        messages: ["The bucket has no default encryption with a key"],
      },
      {
        title: "the encryption is another bucket's",
        of: "encryption",
        path: "bucket",
        value: LOGS,
        messages: ["The bucket has no default encryption with a key"],
      },
    ],
    accepts: [
      {
        title: "a key by its ARN",
        of: "encryption",
        path: `${RULE}.kmsMasterKeyId`,
        value: KEY_ID,
      },
      {
        title: "two layers, which have no bucket key",
        of: "encryption",
        path: "rules[0]",
        value: {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms:dsse",
            kmsMasterKeyId: KEY_ID,
          },
        },
      },
    ],
  });

  it("accepts the inline forms, new and deprecated", () => {
    const rule = {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY_ID },
      bucketKeyEnabled: true,
    };
    const inline = resource("aws:s3/bucket:Bucket", "data", {
      serverSideEncryptionConfiguration: { rule },
    });
    const { applyServerSideEncryptionByDefault, bucketKeyEnabled } = rule;
    const plural = {
      applyServerSideEncryptionByDefaults: [applyServerSideEncryptionByDefault],
      bucketKeyEnabled,
    };
    const deprecated = resource("aws:s3/bucketV2:BucketV2", "data", {
      serverSideEncryptionConfigurations: [{ rules: [plural] }],
    });
    for (const bucket of [inline, deprecated]) {
      assert.equal(said(judged(s3BucketSseKms, [bucket], "data")), "pass");
    }
  });

  it("leaves buckets alone that services without a key write to", () => {
    assert.equal(said(judged(s3BucketSseKms, compliantBucket(), "logs")), "notApplicable");
  });
});
