import { arnOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/**
 * What a service principal may do with a key: statements of its policy, one function a service.
 * Pure, so that each condition is tested as text.
 */

/** CloudWatch Logs encrypts log groups of this account and region (T11). */
export function logsGrant(environment: Environment): Statement {
  return {
    Sid: "CloudWatchLogs",
    Effect: "Allow",
    Principal: { Service: `logs.${environment.region}.amazonaws.com` },
    Action: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
    ],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": arnOf(environment, "logs", "log-group:*"),
      },
    },
  };
}

/**
 * Services that publish to encrypted topics and queues (T15–T17). CloudWatch and EventBridge send
 * no source along when they use a key, so a condition would block them: the condition stands in
 * the policy of topic or queue instead. Budgets and Cost Anomaly Detection do send the account. SNS
 * keeps in queues what it could not deliver: SQS says for which one it uses the key, whoever sends.
 * Source for the last: Amazon SQS guide, "Key management", encryption context.
 */
export function alertPublisherGrants(environment: Environment): Statement[] {
  const use = {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
  } as const;
  return [
    {
      ...use,
      Sid: "AlarmsAndEvents",
      Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
    },
    {
      ...use,
      Sid: "UndeliveredMessages",
      Principal: { Service: "sns.amazonaws.com" },
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:sqs:arn": arnOf(environment, "sqs", "*") },
      },
    },
    {
      ...use,
      Sid: "BudgetsAndCostAlerts",
      Principal: { Service: ["budgets.amazonaws.com", "costalerts.amazonaws.com"] },
      Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
    },
  ];
}

/**
 * CloudTrail encrypts the log files and digests of one trail (T9). The bucket keys of S3, under which
 * it also writes, have another encryption context: there the trail alone binds it. Source: CloudTrail
 * guide, "Configure AWS KMS key policies for CloudTrail".
 */
export function trailGrants(environment: Environment, trailArn: string): Statement[] {
  const byTrail = { "aws:SourceArn": trailArn };
  const trails = `arn:${environment.partition}:cloudtrail:*:${environment.accountId}:trail/*`;
  const use = {
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Resource: "*",
  } as const;
  return [
    {
      ...use,
      Sid: "TrailEncrypts",
      Action: "kms:GenerateDataKey*",
      Condition: {
        StringEquals: byTrail,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails },
      },
    },
    {
      ...use,
      Sid: "TrailFindsKey",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Condition: { StringEquals: byTrail },
    },
  ];
}

/**
 * AWS Config delivers to an encrypted bucket; its service-linked role has no leave to use a key, so
 * the service itself needs it (T13). Source: AWS Config guide, "Permissions for the KMS Key".
 */
export function configGrant(environment: Environment): Statement {
  return {
    Sid: "ConfigDelivers",
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
  };
}
