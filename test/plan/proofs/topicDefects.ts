import { UNKNOWN } from "../../../plan/graph/value.ts";
import { type Defect, given, gone, pointed, reworded, said, T } from "./defects.ts";

const TOPIC = "arn:aws:sns:us-east-1:777788889999:prod-warning-alerts";
const ELSEWHERE = "arn:aws:sns:us-east-1:111122223333:other";

/** What can be wrong between a message and who hears it: topic, key, listener. */
export const TOPIC_DEFECTS: readonly Defect[] = [
  {
    mutant: reworded(
      "a topic that admits another service",
      T.topicPolicy,
      "info",
      "cloudwatch.amazonaws.com",
      "sns.amazonaws.com",
    ),
    faults: [
      "stops: nothing in the policy of topic prod-info-alerts names cloudwatch.amazonaws.com → Allow cloudwatch.amazonaws.com sns:Publish on arn:aws:sns:us-east-1:777788889999:prod-info-alerts in the policy of topic prod-info-alerts.",
    ],
  },
  {
    mutant: said("a topic that admits one alarm", T.topicPolicy, "info", "Alarms", {
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:777788889999:alarm:x" },
      },
    }),
    faults: [
      "stops: statement Alarms of the policy of topic prod-info-alerts wants aws:SourceArn to be arn:aws:cloudwatch:us-east-1:777788889999:alarm:x, and cloudwatch.amazonaws.com sends arn:aws:cloudwatch:us-east-1:777788889999:alarm:rampart-prod-alarm-api-4xx → Let the condition on aws:SourceArn in statement Alarms of the policy of topic prod-info-alerts admit arn:aws:cloudwatch:us-east-1:777788889999:alarm:rampart-prod-alarm-api-4xx.",
    ],
    more: true,
  },
  {
    mutant: said(
      "a topic that asks EventBridge for its rule",
      T.topicPolicy,
      "critical",
      "Events",
      {
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:777788889999:rule/*" } },
      },
    ),
    faults: [
      "unknown: statement Events of the policy of topic prod-critical-alerts asks for aws:SourceArn, and AWS does not say for sure that events.amazonaws.com sends it, so it can't be shown that sns:Publish passes → Take the condition on aws:SourceArn out of statement Events of the policy of topic prod-critical-alerts.",
    ],
  },
  {
    mutant: said("a topic that asks budgets for an ARN", T.topicPolicy, "warning", "Budgets", {
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:budgets::777788889999:*" } },
    }),
    faults: [
      "unknown: statement Budgets of the policy of topic prod-warning-alerts asks for aws:SourceArn, and AWS does not say for sure that budgets.amazonaws.com sends it, so it can't be shown that sns:Publish passes → Take the condition on aws:SourceArn out of statement Budgets of the policy of topic prod-warning-alerts.",
    ],
  },
  {
    mutant: said("a topic that denies all", T.topicPolicy, "info", "TlsOnly", { Condition: {} }),
    faults: [
      "stops: statement TlsOnly of the policy of topic prod-info-alerts denies cloudwatch.amazonaws.com sns:Publish → Except cloudwatch.amazonaws.com from statement TlsOnly of the policy of topic prod-info-alerts.",
      "stops: statement TlsOnly of the policy of topic prod-info-alerts denies arn:aws:iam::777788889999:role/rampart-prod-role-posture-report sns:Publish → Except arn:aws:iam::777788889999:role/rampart-prod-role-posture-report from statement TlsOnly of the policy of topic prod-info-alerts.",
    ],
  },
  {
    mutant: said("a topic whose statement is about another", T.topicPolicy, "info", "Alarms", {
      Resource: TOPIC,
    }),
    faults: [
      "stops: statement Alarms of the policy of topic prod-info-alerts allows sns:Publish, but not on arn:aws:sns:us-east-1:777788889999:prod-info-alerts → Name arn:aws:sns:us-east-1:777788889999:prod-info-alerts in statement Alarms of the policy of topic prod-info-alerts.",
    ],
  },
  {
    mutant: said("a topic that lets alarms read", T.topicPolicy, "info", "Alarms", {
      Action: "sns:GetTopicAttributes",
    }),
    faults: [
      "stops: nothing in the policy of topic prod-info-alerts allows cloudwatch.amazonaws.com sns:Publish → Allow cloudwatch.amazonaws.com sns:Publish on arn:aws:sns:us-east-1:777788889999:prod-info-alerts in the policy of topic prod-info-alerts.",
    ],
  },
  {
    mutant: said(
      "an anomaly statement for another account",
      T.topicPolicy,
      "warning",
      "CostAnomalies",
      { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
    ),
    faults: [
      "stops: statement CostAnomalies of the policy of topic prod-warning-alerts wants aws:SourceAccount to be 111122223333, and costalerts.amazonaws.com sends 777788889999 → Let the condition on aws:SourceAccount in statement CostAnomalies of the policy of topic prod-warning-alerts admit 777788889999.",
    ],
  },
  {
    mutant: pointed("a topic policy that is unknown", T.topicPolicy, "info", "policy", UNKNOWN),
    faults: [
      "unknown: part of the policy of topic prod-info-alerts is unknown, so it can't be shown that sns:Publish passes → Build the policy of topic prod-info-alerts from names and ARNs that are known before anything exists.",
    ],
  },
  {
    mutant: said("a key that only decrypts", T.key, "alerts-key", "AlarmsAndEvents", {
      Action: "kms:Decrypt",
    }),
    faults: [
      "stops: nothing in the policy of key alerts-key allows cloudwatch.amazonaws.com kms:GenerateDataKey → Allow cloudwatch.amazonaws.com kms:GenerateDataKey in the policy of key alerts-key.",
      "stops: nothing in the policy of key alerts-key allows events.amazonaws.com kms:GenerateDataKey → Allow events.amazonaws.com kms:GenerateDataKey in the policy of key alerts-key.",
    ],
  },
  {
    mutant: said(
      "a key that asks for the way through SNS",
      T.key,
      "alerts-key",
      "BudgetsAndCostAlerts",
      { Condition: { StringEquals: { "kms:ViaService": "sns.us-east-1.amazonaws.com" } } },
    ),
    faults: [
      "unknown: statement BudgetsAndCostAlerts of the policy of key alerts-key asks for kms:ViaService, and AWS does not say for sure that budgets.amazonaws.com sends it, so it can't be shown that kms:Decrypt passes → Take the condition on kms:ViaService out of statement BudgetsAndCostAlerts of the policy of key alerts-key.",
      "unknown: statement BudgetsAndCostAlerts of the policy of key alerts-key asks for kms:ViaService, and AWS does not say for sure that costalerts.amazonaws.com sends it, so it can't be shown that kms:Decrypt passes → Take the condition on kms:ViaService out of statement BudgetsAndCostAlerts of the policy of key alerts-key.",
    ],
  },
  {
    mutant: given("a key that is off", T.key, "alerts-key", { isEnabled: false }),
    faults: ["stops: key alerts-key is switched off → Set isEnabled of key alerts-key to true."],
  },
  {
    mutant: pointed(
      "a key of another stack",
      T.topic,
      "info",
      "kmsMasterKeyId",
      "arn:aws:kms:us-east-1:777788889999:key/0",
    ),
    faults: [
      "unknown: the key is not of this stack, so it can't be shown that cloudwatch.amazonaws.com may use it → Encrypt topic prod-info-alerts with a key of this stack.",
      "unknown: the key is not of this stack, so it can't be shown that role rampart-prod-role-posture-report may use it → Encrypt topic prod-info-alerts with a key of this stack.",
    ],
  },
  {
    mutant: pointed(
      "a subscription to another topic",
      T.subscription,
      "info-slack",
      "topic",
      ELSEWHERE,
    ),
    faults: [
      "stops: nobody listens to topic prod-info-alerts → Subscribe somebody to topic prod-info-alerts.",
    ],
  },
  {
    mutant: given("a subscription with a filter", T.subscription, "info-slack", {
      filterPolicy: "{}",
    }),
    faults: [
      "unknown: subscription info-slack hears only what its filter admits, so it can't be shown that it hears this → Take filterPolicy out of subscription info-slack.",
    ],
  },
  {
    mutant: given("a subscription of another kind", T.subscription, "info-slack", {
      protocol: "firehose",
    }),
    faults: [
      "unknown: how a subscription of kind firehose delivers is not known here → Use email, https, lambda or sqs.",
    ],
  },
  {
    mutant: gone("a function that nobody may call", T.permission, "slack-notifier-info"),
    faults: [
      "stops: the permissions of function rampart-prod-fn-slack-notifier let sns.amazonaws.com call it, but not for arn:aws:sns:us-east-1:777788889999:prod-info-alerts → Let a permission of function rampart-prod-fn-slack-notifier for sns.amazonaws.com name lambda:InvokeFunction and the source arn:aws:sns:us-east-1:777788889999:prod-info-alerts.",
    ],
  },
  {
    mutant: given("a function that another topic may call", T.permission, "slack-notifier-info", {
      sourceArn: TOPIC,
    }),
    faults: [
      "stops: the permissions of function rampart-prod-fn-slack-notifier let sns.amazonaws.com call it, but not for arn:aws:sns:us-east-1:777788889999:prod-info-alerts → Let a permission of function rampart-prod-fn-slack-notifier for sns.amazonaws.com name lambda:InvokeFunction and the source arn:aws:sns:us-east-1:777788889999:prod-info-alerts.",
    ],
  },
  {
    mutant: given("a function that never runs", T.function, "slack-notifier", {
      reservedConcurrentExecutions: 0,
    }),
    faults: [
      "stops: function rampart-prod-fn-slack-notifier has no concurrency, so it never runs → Give function rampart-prod-fn-slack-notifier a reserved concurrency above 0, or none.",
    ],
  },
  {
    mutant: said("a key without its root", T.key, "alerts-key", "DelegateToIam", undefined),
    faults: [
      "stops: nothing in the policy of key alerts-key names role rampart-prod-role-auto-remediate → Allow role rampart-prod-role-auto-remediate kms:Decrypt and kms:GenerateDataKey in the policy of key alerts-key.",
      "stops: nothing in the policy of key alerts-key names role rampart-prod-role-posture-report → Allow role rampart-prod-role-posture-report kms:Decrypt and kms:GenerateDataKey in the policy of key alerts-key.",
    ],
  },
];
