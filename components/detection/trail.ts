import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup, logGroupArnOf } from "../observability/logGroup.ts";
import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { bucketArnOf, SecureBucket } from "../storage/secureBucket.ts";

/** Where the account's trail goes, and for how long. */
export interface TrailArgs {
  /** The account; its region is the trail's home (T10). */
  readonly environment: Environment;
  /** Encrypts bucket, files and log group; its policy must admit CloudTrail (T9). */
  readonly key: EncryptionKey;
  /** Ceiling of the role that writes to the log group. */
  readonly boundary: PermissionsBoundary;
  /** Where the trail's bucket logs its own requests. */
  readonly accessLogs: SecureBucket;
  /** Days for which nobody can delete a log file. */
  readonly lockDays: number;
  /** Days after which log files end; more than the 90 after which they move to Glacier. */
  readonly keepDays: number;
  /** Days for which the log group keeps events. */
  readonly logRetentionDays: number;
  /** Identifiers of buckets that only hold logs, whose objects' events would be logs of logs. */
  readonly logBuckets: readonly string[];
}

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

/** The one trail of the account. */
const IDENTIFIER = "account";

/** Bucket of the trail. */
const BUCKET = "trail";

/**
 * The account's trail: all calls of all regions, signed, in a locked bucket and in a log group, and
 * who reads or writes objects of any bucket but those that hold logs (P-DET-1). Kept with its bucket
 * where data must survive. Cost: the first copy of management events is free; about 0.10 USD a
 * 100,000 events of objects, 0.50 USD a GB in the log group, and storage. Sources:
 * aws.amazon.com/cloudtrail/pricing and aws.amazon.com/cloudwatch/pricing, us-east-1.
 *
 * @throws Error when files would end before they are archived, or while they are locked.
 */
export class Trail extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:Trail";
  /** Name; known before the trail exists. */
  public readonly trailName: pulumi.Output<string>;
  /** What the trail writes to, for filters on its events. */
  public readonly logGroupName: pulumi.Output<string>;
  /** Bucket with its log files. */
  public readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: TrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Trail.token, name, {}, opts);
    const { environment, key, lockDays, keepDays } = args;
    if (keepDays < lockDays) {
      throw new Error(
        `keepDays of ${name} is ${keepDays}; allowed: lockDays (${lockDays}) or more.`,
      );
    }
    const parent = { parent: this };

    const bucket = new SecureBucket(
      `${name}-bucket`,
      {
        environment,
        key,
        identifier: BUCKET,
        role: "audit",
        accessLogs: args.accessLogs,
        lockDays,
        expireAfterDays: keepDays,
        statements: deliveryStatements(environment),
      },
      parent,
    );
    const logGroup = new LogGroup(
      `${name}-log`,
      {
        environment,
        key,
        logGroupName: trailLogGroupOf(environment),
        retentionDays: args.logRetentionDays,
      },
      parent,
    );
    const role = new Role(
      `${name}-role`,
      {
        environment,
        boundary: args.boundary,
        identifier: "trail",
        service: CLOUDTRAIL,
        policies: { write: [writeStatement(environment)] },
      },
      parent,
    );
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        name: nameOf(environment, "trail", IDENTIFIER),
        s3BucketName: bucket.bucketName,
        kmsKeyId: key.arn,
        enableLogging: true,
        enableLogFileValidation: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        cloudWatchLogsGroupArn: logGroup.arn.apply((arn) => `${arn}:*`),
        cloudWatchLogsRoleArn: role.arn,
        advancedEventSelectors: selectors(environment, [...args.logBuckets, BUCKET]),
      },
      {
        ...parent,
        // CloudTrail tries to write before it agrees to the bucket, the key and the group.
        dependsOn: [bucket, logGroup, role, key],
        retainOnDelete: keepsData(environment),
      },
    );

    this.trailName = trail.name;
    this.logGroupName = logGroup.logGroupName;
    this.bucketName = bucket.bucketName;
    this.registerOutputs({
      trailName: this.trailName,
      logGroupName: this.logGroupName,
      bucketName: this.bucketName,
    });
  }
}

/** ARN of the account's trail, by which bucket and key know it before it exists (T8). */
export function trailArnOf(environment: Environment): string {
  return arnOf(environment, "cloudtrail", `trail/${nameOf(environment, "trail", IDENTIFIER)}`);
}

/** Name of the trail's log group, known before it exists. */
export function trailLogGroupOf(environment: Environment): string {
  return `/aws/cloudtrail/${nameOf(environment, "trail", IDENTIFIER)}`;
}

/**
 * What CloudTrail needs of its bucket, for this trail alone (T8). Source: CloudTrail guide, "Amazon
 * S3 bucket policy for CloudTrail".
 */
function deliveryStatements(environment: Environment): Statement[] {
  const arn = bucketArnOf(environment, BUCKET);
  const byTrail = { "aws:SourceArn": trailArnOf(environment) };
  const allow = { Effect: "Allow", Principal: { Service: CLOUDTRAIL } } as const;
  return [
    {
      ...allow,
      Sid: "TrailChecksAcl",
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { StringEquals: byTrail },
    },
    {
      ...allow,
      Sid: "TrailDelivers",
      Action: "s3:PutObject",
      Resource: `${arn}/AWSLogs/${environment.accountId}/*`,
      Condition: {
        StringEquals: { ...byTrail, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}

/** Streams are named by account and home region. Source: CloudTrail guide, "Role policy document". */
function writeStatement(environment: Environment): Statement {
  const { accountId, region } = environment;
  const group = logGroupArnOf(environment, trailLogGroupOf(environment));
  return {
    Sid: "WriteEvents",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${group}:log-stream:${accountId}_CloudTrail_${region}*`,
  };
}

/** All management events, and those of all objects but of buckets that hold logs. */
function selectors(
  environment: Environment,
  logBuckets: readonly string[],
): aws.types.input.cloudtrail.TrailAdvancedEventSelector[] {
  return [
    {
      name: "All management events",
      fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
    },
    {
      name: "Reads and writes of objects",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        {
          field: "resources.ARN",
          notStartsWiths: logBuckets.map((bucket) => `${bucketArnOf(environment, bucket)}/`).sort(),
        },
      ],
    },
  ];
}
