import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, undecided, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const BUCKET_LOGGING = "aws:s3/bucketLogging:BucketLogging";

/** Resources of a type that set something for a bucket. */
export function siblingsOf(stack: StackView, bucket: View, type: string): View[] {
  return stack.related(bucket, type, "bucket");
}

/**
 * Beside those that are found, the siblings of an unknown bucket, which may be this one: of several
 * for one thing the last one wins.
 */
export function strays(stack: StackView, bucket: View, type: string): Verdict[] {
  return each(stack.unplaced(bucket, type, "bucket"), undecided);
}

/** The policy documents of a bucket, split off or inline. */
export function policiesOf(stack: StackView, bucket: View): Reading[] {
  const split = siblingsOf(stack, bucket, BUCKET_POLICY).map((view) => view.at("policy"));
  const inline = bucket.at("policy");
  return inline.kind === "absent" ? split : [...split, inline];
}
