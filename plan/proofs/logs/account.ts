import type { Resource } from "../../graph/resource.ts";
import { textOf } from "../../graph/value.ts";
import { bucketHops, logPath as below, OWNERS_ACL } from "../bucket.ts";
import { type Hop, type Path, stops, unknown } from "../path.ts";
import { contextOf, serviceSender } from "../sender.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";
import { groupFound, logPath, roleWriterHops } from "./writers.ts";

const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const RECORDER = "aws:cfg/recorder:Recorder";
const RECORDER_STATUS = "aws:cfg/recorderStatus:RecorderStatus";
const BUCKET_LOGGING = "aws:s3/bucketLogging:BucketLogging";

/** From each trail to its bucket and to its log group. */
export function trailPaths(world: World): Path[] {
  return world.ofType(TYPE.trail).flatMap((trail) => {
    const label = world.label(trail);
    const path = (hops: Hop[]) => logPath("Audit trail", trail, hops);
    if (trail.inputs["enableLogging"] === false) {
      const why = `${label} is switched off`;
      const remedy = `Set enableLogging of ${label} to true.`;
      return [path([stops({ from: label, to: "nobody" }, why, remedy)])];
    }
    const toGroup =
      trail.inputs["cloudWatchLogsGroupArn"] === undefined ? [] : [groupHops(world, trail)];
    return [path(trailBucketHops(world, trail)), ...toGroup.map(path)];
  });
}

/** Source: CloudTrail guide, "Amazon S3 bucket policy" and "Configure AWS KMS key policies" (T8, T9). */
function trailBucketHops(world: World, trail: Resource): Hop[] {
  const arn = world.arnOf(trail) ?? "";
  const { s3BucketName, s3KeyPrefix, kmsKeyId } = trail.inputs;
  const sender = serviceSender(
    world.label(trail),
    "cloudtrail.amazonaws.com",
    contextOf({ "aws:SourceArn": arn }, ["aws:sourceaccount"]),
    contextOf({ "aws:SourceArn": arn, "kms:EncryptionContext:aws:cloudtrail:arn": arn }, [
      "aws:sourceaccount",
      "kms:*",
    ]),
  );
  const path = below(s3KeyPrefix, `AWSLogs/${world.account}/CloudTrail/*`);
  return bucketHops(world, sender, world.find(trail, "s3BucketName", TYPE.bucket, s3BucketName), {
    writer: "CloudTrail",
    needs: [{ action: "s3:GetBucketAcl" }, { action: "s3:PutObject", path, told: OWNERS_ACL }],
    keyActions: ["kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey"],
    ...(kmsKeyId !== undefined && { key: { resource: trail, property: "kmsKeyId" } }),
  });
}

/** CloudTrail says nothing of itself to its role. Source: CloudTrail guide, "Role policy document". */
function groupHops(world: World, trail: Resource): Hop[] {
  const { cloudWatchLogsGroupArn: arn, cloudWatchLogsRoleArn } = trail.inputs;
  const label = world.label(trail);
  const group = groupFound(world, trail, "cloudWatchLogsGroupArn", arn);
  if (typeof arn === "string" && !arn.endsWith(":*")) {
    const ends = { from: label, to: group.resource ? world.label(group.resource) : arn };
    const why = "CloudTrail wants the ARN of its log group with :* at the end (T10)";
    return [stops(ends, why, `Add :* to cloudWatchLogsGroupArn of ${label}.`)];
  }
  const region = world.region(trail);
  return roleWriterHops(world, {
    label,
    role: world.find(trail, "cloudWatchLogsRoleArn", TYPE.role, cloudWatchLogsRoleArn),
    service: "cloudtrail.amazonaws.com",
    context: contextOf(),
    group,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    stream: `${world.account}_CloudTrail_${region}`,
  });
}

const SERVICE_ROLE = /role\/aws-service-role\/config\.amazonaws\.com\//;

/** From AWS Config to its bucket (T13, T14). Source: AWS Config guide, "Permissions for the Amazon S3 Bucket". */
export function configPaths(world: World): Path[] {
  return world.ofType(CHANNEL).map((channel) => {
    const label = "AWS Config";
    const { s3BucketName, s3KeyPrefix, s3KmsKeyArn } = channel.inputs;
    const path = (hops: Hop[]) => logPath("Configuration history", channel, hops);
    const started = world
      .ofType(RECORDER_STATUS)
      .some(({ inputs }) => inputs["isEnabled"] === true);
    if (!started) {
      const ends = { from: label, to: `bucket ${textOf(s3BucketName)}` };
      return path([
        stops(ends, "no recorder is started", "Add a recorder status with isEnabled true."),
      ]);
    }
    const byService = world
      .ofType(RECORDER)
      .every(({ inputs }) => SERVICE_ROLE.test(textOf(inputs["roleArn"])));
    if (!byService) {
      const ends = { from: label, to: `bucket ${textOf(s3BucketName)}` };
      const why = "the recorder works with a role of its own, whose delivery is not known here";
      return path([unknown(ends, why, "Give the recorder AWS Config's service-linked role.")]);
    }
    const context = contextOf({ "aws:SourceAccount": world.account }, ["aws:sourcearn", "kms:*"]);
    const sender = serviceSender(label, "config.amazonaws.com", context, context);
    const file = below(s3KeyPrefix, `AWSLogs/${world.account}/Config/*`);
    return path(
      bucketHops(world, sender, world.find(channel, "s3BucketName", TYPE.bucket, s3BucketName), {
        writer: "AWS Config",
        needs: [
          { action: "s3:GetBucketAcl" },
          { action: "s3:ListBucket" },
          { action: "s3:PutObject", path: file, told: OWNERS_ACL },
        ],
        withoutLock: true,
        ...(s3KmsKeyArn !== undefined && { key: { resource: channel, property: "s3KmsKeyArn" } }),
      }),
    );
  });
}

/** From each bucket to the bucket of its access logs (T6). Source: S3 guide, "Enabling server access logging". */
export function bucketLogPaths(world: World): Path[] {
  return world.ofType(BUCKET_LOGGING).map((logging) => {
    const { bucket: from, targetBucket, targetPrefix } = logging.inputs;
    const label = `access log of bucket ${textOf(from)}`;
    const { resource: source } = world.find(logging, "bucket", TYPE.bucket, from);
    const context = contextOf({
      "aws:SourceAccount": world.account,
      "aws:SourceArn": (source && world.arnOf(source)) ?? "",
    });
    const sender = serviceSender(label, "logging.s3.amazonaws.com", context, context);
    const target = world.find(logging, "targetBucket", TYPE.bucket, targetBucket);
    const prefix = typeof targetPrefix === "string" ? targetPrefix : "";
    return logPath(
      "Bucket access logs",
      logging,
      bucketHops(world, sender, target, {
        writer: "Amazon S3",
        needs: [{ action: "s3:PutObject", path: `${prefix}*` }],
        withoutKey: true,
        withoutLock: true,
        region: world.region(logging),
      }),
    );
  });
}
