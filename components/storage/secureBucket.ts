import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { bucketNameOf, type Environment, keepsData } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";
import { type BucketLifecycle, checkLifecycle, lifecycleRules } from "./bucketLifecycle.ts";
import { BUCKET_TRAITS } from "./bucketRoles.ts";

/**
 * What a system decides of a bucket: its role and what differs from the role's own way. That it is
 * private, encrypted and versioned is no choice.
 */
export interface SecureBucketArgs extends BucketLifecycle {
  /** Is in the name; where data must survive, the bucket is protected and never emptied. */
  readonly environment: Environment;
  /** Needed by roles that encrypt with a customer key. */
  readonly key: EncryptionKey;
  /** Distinguishes the bucket in the environment; its global name ends in account and region. */
  readonly identifier: string;
  /** Where its access logs go; left out only by the access-log target itself. */
  readonly accessLogs?: SecureBucket;
  /** Who else may do what, beside the account's IAM policies. @default nobody */
  readonly statements?: readonly Statement[];
  /** Days for which an `audit` bucket locks each object. @default 365 */
  readonly lockDays?: number;
  /** Whether object events go to EventBridge (T78). @default false */
  readonly events?: boolean;
  /**
   * Whether a destroy empties the bucket first; without that it fails while anything is in it.
   * @default where data need not survive
   */
  readonly forceDestroy?: boolean | undefined;
  /** Web origins that may read with a browser. @default none */
  readonly corsOrigins?: readonly string[];
}

/**
 * A private S3 bucket: all public access blocked, no ACLs, versions kept, encrypted, TLS only,
 * with a lifecycle (P-DATA-3). What its role decides is in `bucketRoles.ts`. It is the only place
 * that creates buckets, and their one policy and notification each (T18). Cost: storage of objects
 * and their old versions, about 0.023 USD a GB and month.
 *
 * @throws Error when access logs are missing, or set for their own target; objects would expire
 *   before they are archived; a lock is set for a role without one; or the bucket is to be emptied
 *   where data must survive.
 */
export class SecureBucket extends pulumi.ComponentResource {
  public static readonly token = "rampart:storage:SecureBucket";
  /** Physical name; known before the bucket exists. */
  public readonly bucketName: pulumi.Output<string>;
  /** ARN; known before the bucket exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SecureBucket.token, name, {}, opts);
    const { environment, role } = args;
    const traits = BUCKET_TRAITS[role];
    checkLogging(name, args);
    checkLifecycle(name, args);
    checkLock(name, args);
    checkEmptying(name, args);
    const keep = keepsData(environment);
    // A retained bucket keeps its block, policy and encryption: their deletion would lay it open.
    const parent = { parent: this, retainOnDelete: keep };

    const bucket = new aws.s3.Bucket(
      name,
      {
        bucket: bucketNameOf(environment, args.identifier),
        forceDestroy: args.forceDestroy ?? !keep,
        objectLockEnabled: traits.objectLock,
        tags: { "bucket-role": role },
      },
      { ...parent, protect: keep },
    );
    const target = { bucket: bucket.bucket };

    const block = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        ...target,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { ...target, rule: { objectOwnership: "BucketOwnerEnforced" } },
      parent,
    );
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...target, versioningConfiguration: { status: "Enabled" } },
      parent,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...target, rules: [encryptionRule(traits.encryption, args.key)] },
      parent,
    );
    // S3 refuses two changes of a bucket's policy and public access block at once.
    new aws.s3.BucketPolicy(
      name,
      { ...target, policy: policyJson("bucket", bucketStatements(args)) },
      { ...parent, dependsOn: [block] },
    );
    // Rules on old versions want versioning first.
    new aws.s3.BucketLifecycleConfiguration(
      name,
      { ...target, rules: lifecycleRules(args) },
      { ...parent, dependsOn: [versioning] },
    );
    this.#options(name, args, bucket, versioning);

    this.bucketName = bucket.bucket;
    this.arn = bucket.bucket.apply((bucketName) => bucketArn(environment, bucketName));
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  /** What not every bucket has: logging, a lock, events, readers in a browser. */
  #options(
    name: string,
    args: SecureBucketArgs,
    bucket: aws.s3.Bucket,
    versioning: aws.s3.BucketVersioning,
  ): void {
    const { environment, role, identifier, accessLogs, events, corsOrigins } = args;
    const keep = keepsData(environment);
    const parent = { parent: this, retainOnDelete: keep };
    const target = { bucket: bucket.bucket };

    if (accessLogs) {
      new aws.s3.BucketLogging(
        name,
        { ...target, targetBucket: accessLogs.bucketName, targetPrefix: `${identifier}/` },
        { ...parent, dependsOn: [accessLogs] },
      );
    }
    if (BUCKET_TRAITS[role].objectLock) {
      const defaultRetention = {
        mode: keep ? "COMPLIANCE" : "GOVERNANCE",
        days: args.lockDays ?? 365,
      };
      new aws.s3.BucketObjectLockConfiguration(
        name,
        { ...target, rule: { defaultRetention } },
        { ...parent, dependsOn: [versioning] },
      );
    }
    if (events) new aws.s3.BucketNotification(name, { ...target, eventbridge: true }, parent);
    if (corsOrigins) {
      const rule = { allowedMethods: ["GET", "HEAD"], allowedOrigins: [...corsOrigins] };
      new aws.s3.BucketCorsConfiguration(name, { ...target, corsRules: [rule] }, parent);
    }
  }
}

/** ARN of a bucket of this environment, known from its identifier alone. */
export function bucketArnOf(environment: Environment, identifier: string): string {
  return bucketArn(environment, bucketNameOf(environment, identifier));
}

function bucketArn(environment: Environment, bucketName: string): string {
  return `arn:${environment.partition}:s3:::${bucketName}`;
}

function checkLogging(name: string, { role, accessLogs }: SecureBucketArgs): void {
  const { logsAccess } = BUCKET_TRAITS[role];
  if (logsAccess && accessLogs === undefined) {
    throw new Error(
      `accessLogs of ${name} is missing; a bucket of role ${role} logs its requests.`,
    );
  }
  if (!logsAccess && accessLogs !== undefined) {
    throw new Error(`accessLogs of ${name} is set; a bucket of role ${role} would log to itself.`);
  }
}

function checkLock(name: string, { role, lockDays }: SecureBucketArgs): void {
  if (lockDays !== undefined && !BUCKET_TRAITS[role].objectLock) {
    throw new Error(`lockDays of ${name} is set; a bucket of role ${role} locks nothing.`);
  }
}

function checkEmptying(name: string, { environment, forceDestroy }: SecureBucketArgs): void {
  if (forceDestroy === true && keepsData(environment)) {
    throw new Error(
      `forceDestroy of ${name} is true; allowed: false where data must survive, as in ${environment.name}.`,
    );
  }
}

function encryptionRule(
  encryption: "customer-key" | "s3",
  key: EncryptionKey,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  return encryption === "s3"
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        // One data key a bucket instead of one an object: a hundredth of the KMS requests.
        bucketKeyEnabled: true,
      };
}

function bucketStatements(args: SecureBucketArgs): Statement[] {
  const { environment, identifier, role, statements = [] } = args;
  const arn = bucketArnOf(environment, identifier);
  return [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...(role === "access-log-target" ? [accessLogStatement(environment, arn)] : []),
    ...statements,
  ];
}

/** S3's log delivery, for buckets of this account. Source: S3 guide, "Enabling server access logging". */
function accessLogStatement(environment: Environment, arn: string): Statement {
  return {
    Sid: "S3AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
  };
}
