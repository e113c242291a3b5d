import { defineControl } from "../../engine/control.ts";
import { every, expect, some } from "../../engine/verdict.ts";
import { BUCKET, siblingsOf } from "./siblings.ts";

const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

export const s3BucketVersioning = defineControl({
  id: "s3-bucket-versioning",
  title: "S3 buckets keep old versions",
  severity: "low",
  frameworks: {
    fsbp: [],
    securityHub: ["S3.14"],
    cis3: [],
    cis7: [],
    nist: ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12"],
  },
  cause: "What is overwritten or deleted, by mistake or on purpose, is gone.",
  remedy: "Add a BucketVersioning with status Enabled",
  types: [BUCKET],
  related: [VERSIONING],
  scope: "stack",
  check({ resource, stack }) {
    const ways = [
      () => {
        const split = siblingsOf(stack, resource, VERSIONING);
        // Of several resources the last one wins, whichever that is.
        const enabled = every(
          split,
          (view) => view.at("versioningConfiguration.status").text === "Enabled",
        );
        // One of an unknown bucket may be this one's: to ask for it throws.
        if (enabled) stack.unplaced(resource, VERSIONING, "bucket").forEach((one) => one.value);
        return split.length > 0 && enabled;
      },
      () => resource.either("versioning", "versionings").at("enabled").flag === true,
      // A bucket with object lock is versioned, and can't stop.
      () => resource.at("objectLockEnabled").flag === true,
    ];
    return expect(
      some(ways, (way) => way()),
      "Versioning is not enabled",
    );
  },
});
