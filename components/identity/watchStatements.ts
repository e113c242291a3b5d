import { arnOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { RESPONDER_IDENTIFIER } from "./guardrails.ts";
import { TOLD_IDENTIFIERS, TRAIL_IDENTIFIER } from "./watchers.ts";

/** Tag by which people exempt a resource from the response; roles don't. */
export const EXEMPT_TAG = "response:exempt";

/**
 * Ends of the ways from what happens to people, by rule, topic and listener; also by rights, rules
 * for data, filters that let nothing through, and rules that mute alarms or reach into all logs.
 */
const SILENCING = [
  "cloudwatch:PutAlarmMuteRule",
  "events:*Targets",
  "events:DeleteRule",
  "events:DisableRule",
  "events:PutRule",
  "logs:PutAccountPolicy",
  "sns:*Permission",
  "sns:DeleteTopic",
  "sns:PutDataProtectionPolicy",
  "sns:Set*Attributes",
  "sns:Unsubscribe",
];

/** Changing or ending alarms, logs with their filters, and queues; who writes to these goes on. */
const BLINDING = [
  "cloudwatch:Delete*",
  "cloudwatch:Disable*",
  "cloudwatch:Put*",
  "cloudwatch:Set*",
  "logs:*KmsKey",
  "logs:Delete*",
  "logs:Put*Filter",
  "logs:Put*Policy",
  "sqs:*Permission",
  "sqs:Delete*",
  "sqs:Purge*",
  "sqs:Receive*",
  "sqs:Set*",
];

/**
 * What watches and responds is an administrator's, in each environment of the account: a role that
 * makes roles would reach it by one, and stacks may share an account, where one of them watches.
 */
export function watchStatements(environment: Environment): Statement[] {
  const { project } = environment;
  return [
    {
      // It may do what guardrails deny to others: whoever writes its code or its trust could too.
      Sid: "KeepResponder",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*", "lambda:Get*", "lambda:List*"],
      Resource: [
        arnOf(environment, "iam", `role/${project}-*-role-${RESPONDER_IDENTIFIER}`),
        anyArnOf(environment, "lambda", `function:${project}-*-fn-${RESPONDER_IDENTIFIER}*`),
      ],
    },
    {
      // Rules and topics are an administrator's, whatever tells of them.
      Sid: "KeepAlerts",
      Effect: "Deny",
      Action: SILENCING,
      Resource: "*",
    },
    { Sid: "KeepWatchers", Effect: "Deny", Action: BLINDING, Resource: watchersOf(environment) },
    {
      // Without its key no topic takes an alert, no trail is written, and no function starts.
      Sid: "KeepKeys",
      Effect: "Deny",
      Action: [
        "kms:DeleteAlias",
        "kms:Disable*",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
      ],
      Resource: "*",
      Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/${project}-*` } },
    },
    {
      // Whatever call tells which tags it sets; S3's PutBucketTagging does not.
      Sid: "KeepExemptions",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": EXEMPT_TAG } },
    },
  ];
}

/** Alarms, log groups and queues. */
function watchersOf(environment: Environment): string[] {
  const { project } = environment;
  const any = (service: string, resource: string) => anyArnOf(environment, service, resource);
  return [
    ...[TRAIL_IDENTIFIER, ...TOLD_IDENTIFIERS].map((identifier) =>
      any("cloudwatch", `alarm:${project}-*-alarm-${identifier}-*`),
    ),
    any("logs", `log-group:/aws/cloudtrail/${project}-*`),
    any("logs", `log-group:/aws/lambda/${project}-*-fn-${RESPONDER_IDENTIFIER}*`),
    ...TOLD_IDENTIFIERS.map((identifier) => any("sqs", `${project}-*-sqs-${identifier}-*`)),
  ];
}

/** Of any region and account: what is denied may be more, and a policy has little room. */
function anyArnOf({ partition }: Environment, service: string, resource: string): string {
  return `arn:${partition}:${service}:*:*:${resource}`;
}
