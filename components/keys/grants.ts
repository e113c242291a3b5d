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
 * the topic's policy instead. Budgets and Cost Anomaly Detection do send the account.
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
      Sid: "BudgetsAndCostAlerts",
      Principal: { Service: ["budgets.amazonaws.com", "costalerts.amazonaws.com"] },
      Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
    },
  ];
}
