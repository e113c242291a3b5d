import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { bucketArnOf, SecureBucket } from "../storage/secureBucket.ts";

/** Where AWS Config delivers what it records. */
export interface ConfigRecorderArgs {
  /** Account and region that are recorded; global types, such as roles, as well (T91). */
  readonly environment: Environment;
  /** Encrypts what is delivered; its policy must admit AWS Config (T13). */
  readonly key: EncryptionKey;
  /** Where the bucket logs its own requests. */
  readonly accessLogs: SecureBucket;
  /**
   * ARN of AWS Config's service-linked role, where the account has one, as it does once somebody used
   * Config: a second one is refused (T61).
   * @default it is made
   */
  readonly serviceRoleArn?: string | undefined;
}

const CONFIG = "config.amazonaws.com";

/** Identifier of the bucket; it has no default retention, under which Config can't deliver (T14). */
export const CONFIG_BUCKET = "config";

/** There is one of each in a region, and tools of AWS look for this name. */
const ONLY = "default";

/**
 * Records how every resource of the account is set, and was (P-DET-4): recorder, then delivery
 * channel, then start (T91). It records through AWS Config's own role, as Security Hub asks for
 * (Config.1). The role stays when the stack is destroyed, since other services use it; the rest does
 * where its bucket does. Cost: about 0.003 USD a change of a resource, and storage. Source:
 * aws.amazon.com/config/pricing, us-east-1, continuous recording.
 */
export class ConfigRecorder extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:ConfigRecorder";
  /** The recorder's name, once it records: rules and Security Hub wait for it. */
  public readonly recorderName: pulumi.Output<string>;

  constructor(name: string, args: ConfigRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ConfigRecorder.token, name, {}, opts);
    const { environment, key } = args;
    const kept = { parent: this, retainOnDelete: keepsData(environment) };

    const bucket = new SecureBucket(
      `${name}-bucket`,
      {
        environment,
        key,
        identifier: CONFIG_BUCKET,
        role: "config",
        accessLogs: args.accessLogs,
        statements: deliveryStatements(environment),
      },
      { parent: this },
    );
    const role =
      args.serviceRoleArn === undefined
        ? new aws.iam.ServiceLinkedRole(
            name,
            { awsServiceName: CONFIG },
            { parent: this, retainOnDelete: true },
          )
        : undefined;
    const recorder = new aws.cfg.Recorder(
      name,
      {
        name: ONLY,
        roleArn: args.serviceRoleArn ?? serviceRoleArnOf(environment),
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
      { ...kept, dependsOn: role ? [role] : [] },
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      { name: ONLY, s3BucketName: bucket.bucketName, s3KmsKeyArn: key.arn },
      // Config writes a file to try, before it agrees to the bucket and the key.
      { ...kept, dependsOn: [recorder, bucket, key] },
    );
    const status = new aws.cfg.RecorderStatus(
      name,
      { name: recorder.name, isEnabled: true },
      { ...kept, dependsOn: [channel] },
    );

    this.recorderName = status.name;
    this.registerOutputs({ recorderName: this.recorderName });
  }
}

/** ARN of the role that IAM makes for AWS Config. */
function serviceRoleArnOf(environment: Environment): string {
  return arnOf(environment, "iam", `role/aws-service-role/${CONFIG}/AWSServiceRoleForConfig`);
}

/**
 * What AWS Config needs of its bucket, for this account alone. Source: AWS Config guide, "Permissions
 * for the Amazon S3 Bucket for the AWS Config Delivery Channel".
 */
function deliveryStatements(environment: Environment): Statement[] {
  const arn = bucketArnOf(environment, CONFIG_BUCKET);
  const byAccount = { "aws:SourceAccount": environment.accountId };
  const allow = { Effect: "Allow", Principal: { Service: CONFIG } } as const;
  return [
    {
      ...allow,
      Sid: "ConfigChecksBucket",
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: arn,
      Condition: { StringEquals: byAccount },
    },
    {
      ...allow,
      Sid: "ConfigDelivers",
      Action: "s3:PutObject",
      Resource: `${arn}/AWSLogs/${environment.accountId}/Config/*`,
      Condition: {
        StringEquals: { ...byAccount, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}
