import type { StackView } from "../../engine/associations.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { View } from "../../engine/view.ts";
import { BUCKET, BUCKET_LOGGING } from "./siblings.ts";

/** Who writes to a bucket: a type, the property that names the bucket, and the role it gives. */
const WRITERS = [
  ["aws:cloudtrail/trail:Trail", "s3BucketName", "audit"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName", "config"],
  ["aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket", "elb-logs"],
  ["aws:lb/loadBalancer:LoadBalancer", "connectionLogs.bucket", "elb-logs"],
  [BUCKET_LOGGING, "targetBucket", "access-log-target"],
  [BUCKET, "logging.targetBucket", "access-log-target"],
  [BUCKET, "loggings.targetBucket", "access-log-target"],
] as const;

/** Types that decide a bucket's role. */
export const WRITER_TYPES = [...new Set(WRITERS.map(([type]) => type))];

/**
 * What a bucket is for: from who writes to it in the stack, else from its `bucket-role` tag, else
 * it holds data.
 */
export function roleOf(stack: StackView, bucket: View): string {
  const writer = WRITERS.find(([type, property]) =>
    stack.related(bucket, type, property).some((found) => !logsItself(stack, found, bucket)),
  );
  return writer?.[2] ?? bucket.at("tags.bucket-role").text ?? "data";
}

/** A bucket is no log target by its own logs. */
function logsItself(stack: StackView, writer: View, bucket: View): boolean {
  if (writer.type === BUCKET) return writer.urn === bucket.urn;
  if (writer.type !== BUCKET_LOGGING) return false;
  return stack.references(writer, "bucket", BUCKET).some(({ urn }) => urn === bucket.urn);
}

/** Roles whose writers or readers can't use a customer key. */
export const s3KeyRoles = textsOf(
  ["elb-logs", "access-log-target", "media", "frontend"],
  "Roles of buckets that S3's own keys encrypt, because who writes or reads can't use another.",
);
