import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, expect, notApplicable, some } from "../../engine/verdict.ts";
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
    const ways = [
      () => {
        const split = siblingsOf(stack, resource, LOCK);
        const locked = every(split, (view) => retains(view.at("rule.defaultRetention")));
        // One of an unknown bucket may be this one's: to ask for it throws.
        if (locked) stack.unplaced(resource, LOCK, "bucket").forEach((one) => one.value);
        return split.length > 0 && locked;
      },
      () => retains(resource.at("objectLockConfiguration.rule.defaultRetention")),
    ];
    const locked = some(ways, (way) => way());
    return expect(locked, "The bucket has no object lock with a default retention");
  },
});

function retains(rule: Reading): boolean {
  return (rule.at("days").number ?? 0) > 0 || (rule.at("years").number ?? 0) > 0;
}
