import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { document } from "../../support/resources.ts";
import { auditKey } from "./auditKeys.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;
const TOPIC_NAME = "prod-audit-alerts";

/** The topic that somebody listens to. */
export const ALERTS_ARN = `arn:aws:sns:${region}:${account}:${TOPIC_NAME}`;

const BY_ACCOUNT = { StringEquals: { "aws:SourceAccount": account } };

const key = auditKey(
  "audit-alerts-key",
  {
    // Neither sends a source when it uses a key: the topic's policy binds them.
    Sid: "AlarmsAndEvents",
    Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  },
  {
    Sid: "Budgets",
    Principal: { Service: "budgets.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Condition: BY_ACCOUNT,
  },
);

function publishes(Sid: string, Service: string, Condition: Properties): Properties {
  const allow = { Effect: "Allow", Principal: { Service }, Action: "sns:Publish" };
  return { Sid, ...allow, Resource: ALERTS_ARN, Condition };
}

const topic = extra(
  "aws:sns/topic:Topic",
  "audit-alerts",
  { name: TOPIC_NAME, kmsMasterKeyId: UNKNOWN },
  from({ kmsMasterKeyId: [key] }),
);

/** One rule a service, and its target. */
function route(name: string, pattern: Properties): PolicyResource[] {
  const rule = extra("aws:cloudwatch/eventRule:EventRule", name, {
    name: `rampart-prod-${name}`,
    eventPattern: JSON.stringify(pattern),
    state: "ENABLED",
  });
  const inputs = { rule: `rampart-prod-${name}`, arn: ALERTS_ARN };
  return [
    rule,
    extra(
      "aws:cloudwatch/eventTarget:EventTarget",
      name,
      inputs,
      from({ rule: [rule], arn: [topic] }),
    ),
  ];
}

/** Who hears of it: the topic, and the rules that bring findings there. */
export const auditRouting: readonly PolicyResource[] = [
  key,
  topic,
  extra(
    "aws:sns/topicPolicy:TopicPolicy",
    "audit-alerts",
    {
      arn: ALERTS_ARN,
      policy: document(
        publishes("Alarms", "cloudwatch.amazonaws.com", {
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
        }),
        publishes("Events", "events.amazonaws.com", {
          ArnLike: { "aws:SourceArn": `arn:aws:events:${region}:${account}:rule/rampart-prod-*` },
        }),
        publishes("Budgets", "budgets.amazonaws.com", BY_ACCOUNT),
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: ALERTS_ARN,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ),
    },
    from({ arn: [topic] }),
  ),
  extra("aws:sns/topicSubscription:TopicSubscription", "audit-alerts", {
    topic: ALERTS_ARN,
    protocol: "email",
    endpoint: "security@example.com",
  }),
  ...route("audit-guardduty", {
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    detail: { severity: [{ numeric: [">=", 7] }] },
  }),
  ...route("audit-hub", {
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        ProductName: ["Security Hub"],
        Severity: { Label: ["HIGH", "CRITICAL"] },
        Workflow: { Status: ["NEW"] },
      },
    },
  }),
  ...route("audit-analyzer", {
    source: ["aws.access-analyzer"],
    "detail-type": ["Access Analyzer Finding"],
    detail: { status: ["ACTIVE"] },
  }),
  ...route("audit-inspector", {
    source: ["aws.inspector2"],
    "detail-type": ["Inspector2 Finding"],
    detail: { severity: ["HIGH", "CRITICAL"], status: ["ACTIVE"] },
  }),
  extra("aws:cloudwatch/eventBus:EventBus", "audit-partners", { name: "rampart-prod-partners" }),
  extra("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "audit-partners", {
    eventBusName: "rampart-prod-partners",
    policy: document({
      Sid: "OwnAccountSends",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "events:PutEvents",
      Resource: `arn:aws:events:${region}:${account}:event-bus/rampart-prod-partners`,
    }),
  }),
  extra("aws:cloudwatch/eventPermission:EventPermission", "audit-organization", {
    principal: "*",
    statementId: "organization",
    condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-exampleorgid" },
  }),
];
