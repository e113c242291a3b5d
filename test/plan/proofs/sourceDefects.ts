import { type Defect, given, gone, pointed, reworded, said, T } from "./defects.ts";

const TOPIC = "arn:aws:sns:us-east-1:777788889999:prod-warning-alerts";
const ELSEWHERE = "arn:aws:sns:us-east-1:111122223333:other";

/** What can be wrong with what tells: alarms, rules, budgets, schedules, functions. */
export const SOURCE_DEFECTS: readonly Defect[] = [
  {
    mutant: given("an alarm for nobody", T.alarm, "api-5xx", { alarmActions: [] }),
    faults: [
      "stops: alarm rampart-prod-alarm-api-5xx tells nobody → Give alarm rampart-prod-alarm-api-5xx a topic.",
    ],
  },
  {
    mutant: given("an alarm that is switched off", T.alarm, "api-5xx", { actionsEnabled: false }),
    faults: [
      "stops: the actions of alarm rampart-prod-alarm-api-5xx are switched off → Set actionsEnabled of alarm rampart-prod-alarm-api-5xx to true.",
    ],
  },
  {
    mutant: given("an alarm for a topic elsewhere", T.alarm, "api-5xx", {
      alarmActions: [ELSEWHERE],
    }),
    faults: [
      "unknown: the topic is not of this stack, so it can't be shown that anybody hears → Let alarm rampart-prod-alarm-api-5xx tell a topic of this stack.",
    ],
  },
  {
    mutant: given("an alarm for another region", T.alarm, "api-5xx", {
      alarmActions: [TOPIC.replace("us-east-1", "eu-west-1")],
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-api-5xx is in us-east-1, and an alarm tells nobody in eu-west-1 → Let alarm rampart-prod-alarm-api-5xx tell a topic in us-east-1.",
    ],
  },
  {
    mutant: given("an alarm for something else", T.alarm, "api-5xx", {
      alarmActions: ["arn:aws:sqs:us-east-1:777788889999:q"],
    }),
    faults: [
      "unknown: how an alarm tells arn:aws:sqs:us-east-1:777788889999:q is not known here → Let alarm rampart-prod-alarm-api-5xx tell a topic.",
    ],
  },
  {
    mutant: given("a rule that is off", T.rule, "group-opened", { state: "DISABLED" }),
    faults: [
      "stops: rule rampart-prod-rule-respond-group-opened is switched off → Set the state of rule rampart-prod-rule-respond-group-opened to ENABLED.",
    ],
  },
  {
    mutant: gone("a rule without a target", T.target, "group-opened-auto-remediate"),
    faults: [
      "stops: rule rampart-prod-rule-respond-group-opened has no target → Give rule rampart-prod-rule-respond-group-opened a target.",
    ],
  },
  {
    mutant: given("a target with a role", T.target, "break-glass-use-critical", {
      roleArn: "arn:aws:iam::777788889999:role/x",
    }),
    faults: [
      "unknown: target break-glass-use-critical names a role, with which delivery to encrypted topics and queues may fail → Take roleArn out of target break-glass-use-critical.",
    ],
  },
  {
    mutant: given("a target in another region", T.target, "break-glass-use-critical", {
      arn: TOPIC.replace("us-east-1", "eu-west-1"),
    }),
    faults: [
      "stops: rule rampart-prod-rule-break-glass-use is in us-east-1, and its target in eu-west-1 → Give rule rampart-prod-rule-break-glass-use a target in us-east-1.",
    ],
  },
  {
    mutant: given("a target that is a stream", T.target, "break-glass-use-critical", {
      arn: "arn:aws:kinesis:us-east-1:777788889999:stream/x",
    }),
    faults: [
      "unknown: how EventBridge delivers to arn:aws:kinesis:us-east-1:777788889999:stream/x is not known here → Let rule rampart-prod-rule-break-glass-use have a topic, a queue or a function as its target.",
    ],
  },
  {
    mutant: gone("a function that no rule may call", T.permission, "auto-remediate-group-opened"),
    faults: [
      "stops: the permissions of function rampart-prod-fn-auto-remediate let events.amazonaws.com call it, but not for arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-group-opened → Let a permission of function rampart-prod-fn-auto-remediate for events.amazonaws.com name lambda:InvokeFunction and the source arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-group-opened.",
    ],
  },
  {
    mutant: reworded(
      "a dead-letter queue for another rule",
      T.queuePolicy,
      "auto-remediate-undelivered",
      "rule-respond-group-opened",
      "rule-other",
    ),
    faults: [
      "stops: statement UndeliveredEvents of the policy of queue rampart-prod-sqs-auto-remediate-undelivered wants aws:SourceArn to be arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-other or arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-bucket-opened or arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-attack-found, and events.amazonaws.com sends arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-group-opened → Let the condition on aws:SourceArn in statement UndeliveredEvents of the policy of queue rampart-prod-sqs-auto-remediate-undelivered admit arn:aws:events:us-east-1:777788889999:rule/rampart-prod-rule-respond-group-opened.",
    ],
  },
  {
    mutant: pointed(
      "a dead-letter queue on AWS's key",
      T.queue,
      "auto-remediate-undelivered",
      "kmsMasterKeyId",
      "alias/aws/sqs",
    ),
    faults: [
      "stops: queue rampart-prod-sqs-auto-remediate-undelivered is encrypted with AWS's own key, whose policy keeps events.amazonaws.com out and can't be changed → Encrypt queue rampart-prod-sqs-auto-remediate-undelivered with a key of this stack whose policy allows events.amazonaws.com kms:Decrypt and kms:GenerateDataKey.",
    ],
  },
  {
    mutant: given("cost anomalies once a day", T.anomalies, "cost-anomalies", {
      frequency: "DAILY",
    }),
    faults: [
      "stops: Cost Anomaly Detection tells topics with the frequency IMMEDIATE alone → Set the frequency of cost anomalies rampart-prod-cost-alert to IMMEDIATE.",
    ],
  },
  {
    mutant: given("cost anomalies for nobody", T.anomalies, "cost-anomalies", { subscribers: [] }),
    faults: [
      "stops: cost anomalies rampart-prod-cost-alert tells nobody → Give cost anomalies rampart-prod-cost-alert a topic.",
    ],
  },
  {
    mutant: given("a budget for nobody", T.budget, "budget", {
      notifications: [{ threshold: 80, notificationType: "ACTUAL" }],
    }),
    faults: [
      "stops: budget rampart-prod-budget-monthly at 80 % actual tells nobody → Give budget rampart-prod-budget-monthly at 80 % actual a topic.",
    ],
  },
  {
    mutant: given("a schedule that is off", T.schedule, "weekly-weekly", { state: "DISABLED" }),
    faults: [
      "stops: schedule rampart-prod-schedule-posture-report-weekly is switched off → Set the state of schedule rampart-prod-schedule-posture-report-weekly to ENABLED.",
    ],
  },
  {
    mutant: reworded(
      "a role that trusts another schedule",
      T.role,
      "weekly-scheduler",
      "schedules-posture-report",
      "schedules-other",
      "assumeRolePolicy",
    ),
    faults: [
      "stops: statement TrustService of the trust policy of role rampart-prod-role-posture-report-scheduler wants aws:SourceArn to be arn:aws:scheduler:us-east-1:777788889999:schedule-group/rampart-prod-schedules-other, and scheduler.amazonaws.com sends arn:aws:scheduler:us-east-1:777788889999:schedule-group/rampart-prod-schedules-posture-report → Let the condition on aws:SourceArn in statement TrustService of the trust policy of role rampart-prod-role-posture-report-scheduler admit arn:aws:scheduler:us-east-1:777788889999:schedule-group/rampart-prod-schedules-posture-report.",
    ],
  },
  {
    mutant: said(
      "a schedule that may call nothing",
      T.rolePolicy,
      "weekly-scheduler-call",
      "CallFunction",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-posture-report-scheduler allows lambda:InvokeFunction on arn:aws:lambda:us-east-1:777788889999:function:rampart-prod-fn-posture-report → Allow lambda:InvokeFunction on arn:aws:lambda:us-east-1:777788889999:function:rampart-prod-fn-posture-report in the policies of role rampart-prod-role-posture-report-scheduler.",
    ],
  },
  {
    mutant: said(
      "a schedule that may keep nothing",
      T.rolePolicy,
      "weekly-scheduler-call",
      "UseKeyForsqs",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-posture-report-scheduler allows kms:Decrypt on key main-key → Allow kms:Decrypt on key main-key in the policies of role rampart-prod-role-posture-report-scheduler.",
    ],
  },
  {
    mutant: said(
      "a function that may tell nobody",
      T.rolePolicy,
      "posture-report-access",
      "TellPeople",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-posture-report allows sns:Publish on arn:aws:sns:us-east-1:777788889999:prod-info-alerts → Allow sns:Publish on arn:aws:sns:us-east-1:777788889999:prod-info-alerts in the policies of role rampart-prod-role-posture-report.",
    ],
  },
  {
    mutant: said(
      "a function with another key",
      T.rolePolicy,
      "posture-report-access",
      "UseKeyForsns",
      {
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-prod" } },
      },
    ),
    faults: [
      "stops: statement UseKeyForsns of the policies of role rampart-prod-role-posture-report wants kms:ResourceAliases to be alias/rampart-prod, and the caller sends alias/rampart-prod-alerts → Let the condition on kms:ResourceAliases in statement UseKeyForsns of the policies of role rampart-prod-role-posture-report admit alias/rampart-prod-alerts.",
    ],
  },
  {
    mutant: said("a boundary that denies telling", T.policy, "boundary", "LeaveAccountAlone", {
      Action: "sns:*",
    }),
    faults: [
      "stops: statement LeaveAccountAlone of the boundary of role rampart-prod-role-auto-remediate denies sns:Publish → Take sns:Publish out of statement LeaveAccountAlone of the boundary of role rampart-prod-role-auto-remediate.",
      "stops: statement LeaveAccountAlone of the boundary of role rampart-prod-role-posture-report denies sns:Publish → Take sns:Publish out of statement LeaveAccountAlone of the boundary of role rampart-prod-role-posture-report.",
      "stops: statement LeaveAccountAlone of the boundary of role rampart-prod-role-ingest denies sns:Publish → Take sns:Publish out of statement LeaveAccountAlone of the boundary of role rampart-prod-role-ingest.",
    ],
  },
  {
    mutant: said(
      "failed calls that are not kept",
      T.rolePolicy,
      "slack-notifier-runtime",
      "KeepFailures",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-slack-notifier allows sqs:SendMessage on arn:aws:sqs:us-east-1:777788889999:rampart-prod-sqs-slack-notifier-failures → Allow sqs:SendMessage on arn:aws:sqs:us-east-1:777788889999:rampart-prod-sqs-slack-notifier-failures in the policies of role rampart-prod-role-slack-notifier.",
    ],
  },
  {
    mutant: given("something else that tells a topic", T.channel, "config", { snsTopicArn: TOPIC }),
    faults: [
      "unknown: how a resource of type aws:cfg/deliveryChannel:DeliveryChannel tells a topic is not known here → Teach the plan how aws:cfg/deliveryChannel:DeliveryChannel delivers, or let an alarm or a rule tell instead of delivery channel default.",
    ],
  },
];
