import { type Defect, given, said, together, T } from "./defects.ts";

/** The known public failures: each was in somebody's code, and each drops messages in silence. */
export const KNOWN_DEFECTS: readonly Defect[] = [
  {
    mutant: given("a topic on AWS's own key", T.topic, "warning", {
      kmsMasterKeyId: "alias/aws/sns",
    }),
    faults: [
      "stops: topic prod-warning-alerts is encrypted with AWS's own key, whose policy keeps cloudwatch.amazonaws.com out and can't be changed → Encrypt topic prod-warning-alerts with a key of this stack whose policy allows cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey.",
    ],
    more: true,
  },
  {
    mutant: said(
      "a key policy with a source condition for EventBridge",
      T.key,
      "alerts-key",
      "AlarmsAndEvents",
      {
        Condition: { StringEquals: { "aws:SourceAccount": "777788889999" } },
      },
    ),
    faults: [
      "unknown: statement AlarmsAndEvents of the policy of key alerts-key asks for aws:SourceAccount, and AWS does not say for sure that cloudwatch.amazonaws.com sends it, so it can't be shown that kms:Decrypt passes → Take the condition on aws:SourceAccount out of statement AlarmsAndEvents of the policy of key alerts-key.",
      "stops: statement AlarmsAndEvents of the policy of key alerts-key asks for aws:SourceAccount, which events.amazonaws.com does not send → Take the condition on aws:SourceAccount out of statement AlarmsAndEvents of the policy of key alerts-key.",
    ],
  },
  {
    mutant: said(
      "a topic without the principal of budgets",
      T.topicPolicy,
      "warning",
      "Budgets",
      undefined,
    ),
    faults: [
      "stops: nothing in the policy of topic prod-warning-alerts names budgets.amazonaws.com → Allow budgets.amazonaws.com sns:Publish on arn:aws:sns:us-east-1:777788889999:prod-warning-alerts in the policy of topic prod-warning-alerts.",
    ],
  },
  {
    mutant: together(
      "a firewall log with another prefix",
      given("", T.logGroup, "firewall-logs", { name: "waf-logs-rampart-prod-api" }),
      given("", T.firewallLog, "firewall", {
        logDestinationConfigs: [
          "arn:aws:logs:us-east-1:777788889999:log-group:waf-logs-rampart-prod-api",
        ],
      }),
    ),
    faults: [
      "stops: AWS WAF writes only to what is called aws-waf-logs-…, and not to waf-logs-rampart-prod-api → Rename log group waf-logs-rampart-prod-api so that it begins with aws-waf-logs-.",
    ],
  },
];
