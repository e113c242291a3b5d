import assert from "node:assert/strict";

import { s3BucketPublicAccessBlock } from "../../../../policy-pack/controls/s3/s3-bucket-public-access-block.ts";
import { compliantBucket, LOGS } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

describe("s3-bucket-public-access-block", () => {
  itBehaves({
    control: s3BucketPublicAccessBlock,
    compliant: compliantBucket(),
    subject: "data",
    fails: [
      ...FLAGS.map((flag) => ({
        title: `${flag} is off`,
        of: "block",
        path: flag,
        value: false,
        messages: [`${flag} of block is not true`],
      })),
      {
        title: "a flag is left out",
        of: "block",
        path: "blockPublicAcls",
        messages: ["blockPublicAcls of block is not true"],
      },
      {
        title: "the block is another bucket's",
        of: "block",
        path: "bucket",
        value: LOGS,
        messages: ["The bucket has no public access block"],
      },
    ],
    accepts: [{ title: "a flag in text", of: "block", path: "blockPublicAcls", value: "true" }],
  });

  it("finds the block by its origin where no name is known yet", () => {
    const bucket = compliantBucket().find(({ name }) => name === "data");
    assert.ok(bucket);
    const unnamed = compliantBucket().map((entry) => {
      if (entry.name === "data") return { ...entry, inputs: {} };
      if (entry.name !== "block") return entry;
      const inputs = { ...entry.inputs, bucket: { $unknown: true } as const };
      return { ...entry, inputs, propertyDependencies: { bucket: [bucket.urn] } };
    });
    assert.equal(said(judged(s3BucketPublicAccessBlock, unnamed, "data")), "pass");
  });
});
