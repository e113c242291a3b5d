import assert from "node:assert/strict";

import { s3AuditBucketObjectLock } from "../../../../policy-pack/controls/s3/s3-audit-bucket-object-lock.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const MESSAGES = ["The bucket has no object lock with a default retention"];
const trail = resource("aws:cloudtrail/trail:Trail", "trail", { s3BucketName: "audit" });
const audit = resource("aws:s3/bucket:Bucket", "audit", {
  bucket: "audit",
  objectLockEnabled: true,
});

describe("s3-audit-bucket-object-lock", () => {
  itBehaves({
    control: s3AuditBucketObjectLock,
    compliant: [
      trail,
      audit,
      resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", {
        bucket: "audit",
        rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
      }),
    ],
    subject: "audit",
    fails: [
      { title: "there is no rule", of: "lock", path: "rule", messages: MESSAGES },
      {
        title: "the retention is nothing",
        of: "lock",
        path: "rule.defaultRetention.days",
        value: 0,
        messages: MESSAGES,
      },
      {
        title: "the lock is another bucket's",
        of: "lock",
        path: "bucket",
        value: "data",
        messages: MESSAGES,
      },
    ],
    accepts: [
      {
        title: "years",
        of: "lock",
        path: "rule.defaultRetention",
        value: { mode: "GOVERNANCE", years: 1 },
      },
    ],
  });

  it("goes by who writes to the bucket, whatever its tag says", () => {
    const tagged = { ...audit, inputs: { ...audit.inputs, tags: { "bucket-role": "data" } } };
    assert.deepEqual(said(judged(s3AuditBucketObjectLock, [trail, tagged], "audit")), MESSAGES);
    assert.equal(said(judged(s3AuditBucketObjectLock, [tagged], "audit")), "notApplicable");
  });

  it("accepts the inline form", () => {
    const rule = { defaultRetention: { mode: "COMPLIANCE", days: 1 } };
    const inline = { ...audit, inputs: { ...audit.inputs, objectLockConfiguration: { rule } } };
    assert.equal(said(judged(s3AuditBucketObjectLock, [trail, inline], "audit")), "pass");
  });
});
