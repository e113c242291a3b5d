import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { expect, notApplicable, some } from "../../engine/verdict.ts";
import { roleOf, WRITER_TYPES } from "./bucketRole.ts";
import { BUCKET, siblingsOf } from "./siblings.ts";

const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

export const s3AuditBucketObjectLock = defineControl({
  id: "s3-audit-bucket-object-lock",
  title: "Audit buckets lock their objects",
  severity: "medium",
  frameworks: {
    fsbp: [],
    securityHub: ["S3.15"],
    cis3: [],
    cis7: [],
    nist: ["AU-9", "AU-11", "CP-9"],
  },
  cause: "Whoever takes over the account can delete the traces.",
  remedy: "Enable object lock on the bucket and set a default retention",
  types: [BUCKET],
  related: [LOCK, ...WRITER_TYPES],
  parameters: {
    // Config and S3 access logs can't be delivered under a default retention.
    lockedRoles: textsOf(["audit"], "Roles of buckets whose objects must be locked."),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    if (!parameters.lockedRoles.includes(roleOf(stack, resource))) return notApplicable;
    const rules = [
      ...siblingsOf(stack, resource, LOCK).map((view) => view.at("rule.defaultRetention")),
      resource.at("objectLockConfiguration.rule.defaultRetention"),
    ];
    const locked = some(
      rules,
      (rule) => (rule.at("days").number ?? 0) > 0 || (rule.at("years").number ?? 0) > 0,
    );
    return expect(locked, "The bucket has no object lock with a default retention");
  },
});
