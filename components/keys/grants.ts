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

const PUBLISH = {
  Effect: "Allow",
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
} as const;

/**
 * Alarms and rules publish to encrypted topics and queues (T15, T16). CloudWatch and EventBridge send
 * no source along when they use a key, so a condition would block them: the condition stands in the
 * policy of topic or queue instead.
 */
export function alarmAndEventGrant(): Statement {
  return {
    ...PUBLISH,
    Sid: "AlarmsAndEvents",
    Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
  };
}

/**
 * SNS keeps in queues what it could not deliver: SQS says for which one it uses the key, whoever
 * sends. Source: Amazon SQS guide, "Key management", encryption context.
 */
export function undeliveredGrant(environment: Environment): Statement {
  return {
    ...PUBLISH,
    Sid: "UndeliveredMessages",
    Principal: { Service: "sns.amazonaws.com" },
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:sqs:arn": arnOf(environment, "sqs", "*") },
    },
  };
}

/** All that publish to an environment's topics; budgets and cost alerts send the account (T17). */
export function alertPublisherGrants(environment: Environment): Statement[] {
  return [
    alarmAndEventGrant(),
    undeliveredGrant(environment),
    {
      ...PUBLISH,
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

/**
 * EC2 Auto Scaling starts hosts whose volumes the key encrypts. Its service-linked role has no leave
 * of its own to use a key, and can't be given any: without this a launch ends by `Client.InternalError`
 * before the host has a log. The role is named by a condition, since KMS refuses a principal that an
 * account does not have yet. Source: EC2 Auto Scaling guide, "Required AWS KMS key policy for use with
 * encrypted volumes".
 */
export function hostGroupGrants(environment: Environment): Statement[] {
  const role = arnOf(
    environment,
    "iam",
    "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  );
  const byRole = { "kms:CallerAccount": environment.accountId, "aws:PrincipalArn": role };
  const use = { Effect: "Allow", Principal: { AWS: "*" }, Resource: "*" } as const;
  return [
    {
      ...use,
      Sid: "HostGroupsEncrypt",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
      ],
      Condition: { StringEquals: byRole },
    },
    {
      ...use,
      Sid: "HostGroupsAttachVolumes",
      Action: "kms:CreateGrant",
      Condition: { StringEquals: byRole, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
