import assert from "node:assert/strict";

import { s3BucketAccessLogging } from "../../../../policy-pack/controls/s3/s3-bucket-access-logging.ts";
import { compliantBucket, LOGS, NAME } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

describe("s3-bucket-access-logging", () => {
  itBehaves({
    control: s3BucketAccessLogging,
    compliant: compliantBucket(),
    subject: "data",
    fails: [
      {
        title: "the target has no name",
        of: "logging",
        path: "targetBucket",
        value: "",
        messages: ["The bucket logs no requests"],
      },
      {
        title: "another bucket is logged",
        of: "logging",
        path: "bucket",
        value: LOGS,
        messages: ["The bucket logs no requests"],
      },
    ],
  });

  it("fails a bucket that logs to itself, of whatever role it says it is", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data", {
      bucket: NAME,
      logging: { targetBucket: NAME },
    });
    assert.deepEqual(said(judged(s3BucketAccessLogging, [bucket], "data")), [
      "The bucket logs its requests to itself",
    ]);
  });

  it("accepts the inline forms", () => {
    const logs = resource("aws:s3/bucket:Bucket", "logs", { bucket: LOGS });
    for (const bucket of [
      resource("aws:s3/bucket:Bucket", "data", { logging: { targetBucket: LOGS } }),
      resource("aws:s3/bucketV2:BucketV2", "data", { loggings: [{ targetBucket: LOGS }] }),
    ]) {
      assert.equal(said(judged(s3BucketAccessLogging, [bucket, logs], "data")), "pass");
    }
  });

  it("leaves the target of the logs alone", () => {
    assert.equal(said(judged(s3BucketAccessLogging, compliantBucket(), "logs")), "notApplicable");
  });
});
