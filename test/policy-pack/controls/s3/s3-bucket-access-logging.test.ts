import assert from "node:assert/strict";

import { s3BucketAccessLogging } from "../../../../policy-pack/controls/s3/s3-bucket-access-logging.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
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

  it("fails a bucket whose split logs go to itself", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data", { bucket: NAME });
    const logging = resource("aws:s3/bucketLogging:BucketLogging", "logging", {
      bucket: NAME,
      targetBucket: NAME,
    });
    assert.deepEqual(said(judged(s3BucketAccessLogging, [bucket, logging], "data")), [
      "The bucket logs its requests to itself",
    ]);
  });

  it("leaves a bucket alone that another one logs to inline", () => {
    const data = resource("aws:s3/bucket:Bucket", "data", { logging: { targetBucket: LOGS } });
    const logs = resource("aws:s3/bucket:Bucket", "logs", { bucket: LOGS });
    assert.equal(said(judged(s3BucketAccessLogging, [data, logs], "logs")), "notApplicable");
  });

  it("goes by the tag where nobody writes, and takes an untagged bucket for data", () => {
    const ask = (unloggedRoles: readonly string[], inputs: Record<string, Value>) =>
      said(
        judged(s3BucketAccessLogging, [resource("aws:s3/bucket:Bucket", "data", inputs)], "data", {
          parameters: { "s3-bucket-access-logging": { unloggedRoles } },
        }),
      );
    const media = { tags: { "bucket-role": "media" } };
    assert.equal(ask(["media"], media), "notApplicable");
    assert.deepEqual(ask(["data"], media), ["The bucket logs no requests"]);
    assert.equal(ask(["data"], {}), "notApplicable");
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
