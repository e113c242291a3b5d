import { defineControl } from "../../engine/control.ts";
import { each, fail } from "../../engine/verdict.ts";
import { judgeBlock } from "./publicAccessBlock.ts";
import { BUCKET, siblingsOf, strays } from "./siblings.ts";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const s3BucketPublicAccessBlock = defineControl({
  id: "s3-bucket-public-access-block",
  title: "S3 buckets block all public access",
  severity: "high",
  frameworks: {
    fsbp: ["S3.8"],
    cis3: ["2.1.4"],
    cis7: ["3.1.4"],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "A later ACL or policy can open the bucket to the internet.",
  remedy: "Add a BucketPublicAccessBlock for the bucket with all four flags true",
  types: [BUCKET],
  related: [BLOCK],
  scope: "stack",
  check({ resource, stack }) {
    const blocks = siblingsOf(stack, resource, BLOCK);
    if (blocks.length === 0) return fail("The bucket has no public access block");
    return [...each(blocks, judgeBlock), ...strays(stack, resource, BLOCK)];
  },
});
