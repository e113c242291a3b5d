import assert from "node:assert/strict";

import { s3BucketVersioning } from "../../../../policy-pack/controls/s3/s3-bucket-versioning.ts";
import { compliantBucket, LOGS } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const MESSAGES = ["Versioning is not enabled"];

describe("s3-bucket-versioning", () => {
  itBehaves({
    control: s3BucketVersioning,
    compliant: compliantBucket(),
    subject: "data",
    fails: [
      {
        title: "it is suspended",
        of: "versioning",
        path: "versioningConfiguration.status",
        value: "Suspended",
        messages: MESSAGES,
      },
      {
        title: "no status is set",
        of: "versioning",
        path: "versioningConfiguration",
        messages: MESSAGES,
      },
      {
        title: "it is another bucket's",
        of: "versioning",
        path: "bucket",
        value: LOGS,
        messages: MESSAGES,
      },
    ],
    accepts: [
      {
        title: "it where deletion asks for a second factor as well",
        of: "versioning",
        path: "versioningConfiguration.mfaDelete",
        value: "Enabled",
      },
    ],
  });

  it("fails where nothing sets it", () => {
    const bare = resource("aws:s3/bucket:Bucket", "data", { bucket: "data" });
    assert.deepEqual(said(judged(s3BucketVersioning, [bare], "data")), MESSAGES);
  });

  it("fails where another resource suspends it", () => {
    const [data, one] = [
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketVersioning:BucketVersioning",
    ] as const;
    const states = ["Enabled", "Suspended"].map((status) =>
      resource(one, status, { bucket: "data", versioningConfiguration: { status } }),
    );
    const stack = [resource(data, "data", { bucket: "data" }), ...states];
    assert.deepEqual(said(judged(s3BucketVersioning, stack, "data")), MESSAGES);
    assert.equal(said(judged(s3BucketVersioning, stack.slice(0, 2), "data")), "pass");
  });

  it("accepts the inline forms, and a bucket with object lock", () => {
    for (const bucket of [
      resource("aws:s3/bucket:Bucket", "data", { versioning: { enabled: true } }),
      resource("aws:s3/bucketV2:BucketV2", "data", { versionings: [{ enabled: true }] }),
      resource("aws:s3/bucket:Bucket", "data", { objectLockEnabled: true }),
    ]) {
      assert.equal(said(judged(s3BucketVersioning, [bucket], "data")), "pass");
    }
  });
});
