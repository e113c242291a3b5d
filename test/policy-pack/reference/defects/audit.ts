import assert from "node:assert/strict";

import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import type { Defect, Named } from "../defect.ts";
import { find } from "../defect.ts";
import { auditExtras } from "../extras/audit.ts";
import { extra, REFERENCE } from "../extras/extra.ts";

const TRAIL = { type: "aws:cloudtrail/trail:Trail", name: "audit-trail" };
const TRAIL_BUCKET_POLICY = { type: "aws:s3/bucketPolicy:BucketPolicy", name: "audit-logs" };
const DETECTOR = { type: "aws:guardduty/detector:Detector", name: "audit-detector" };
const RECORDER = { type: "aws:cfg/recorder:Recorder", name: "audit-recorder" };
const CHANNEL = { type: "aws:cfg/deliveryChannel:DeliveryChannel", name: "audit-channel" };
const TOPIC = { type: "aws:sns/topic:Topic", name: "audit-alerts" };
const TOPIC_POLICY = { type: "aws:sns/topicPolicy:TopicPolicy", name: "audit-alerts" };
const BUS = { type: "aws:cloudwatch/eventBus:EventBus", name: "audit-partners" };
const BUS_POLICY = { type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy", name: "audit-partners" };
const BUDGET = { type: "aws:budgets/budget:Budget", name: "budget" };
const LOG_GROUP = { type: "aws:cloudwatch/logGroup:LogGroup", name: "audit-trail" };
const feature = (name: string) => ({ type: "aws:guardduty/detectorFeature:DetectorFeature", name });
const alarm = (name: string) => ({ type: "aws:cloudwatch/metricAlarm:MetricAlarm", name });
const filter = (name: string) => ({ type: "aws:cloudwatch/logMetricFilter:LogMetricFilter", name });
const rule = (name: string) => ({ type: "aws:cloudwatch/eventRule:EventRule", name });

type Statements = readonly Properties[];

/** Sets the policy of a resource to what becomes of its statements. */
function repoliced(of: Named, change: (statements: Statements) => Statements) {
  const text = find(auditExtras, of).inputs["policy"];
  assert.ok(typeof text === "string");
  const policy = JSON.parse(text) as { readonly Statement: Statements };
  const value = JSON.stringify({ ...policy, Statement: change(policy.Statement) });
  return { of, path: "policy", value } as const;
}

const without = (sid: string) => (statements: Statements) =>
  statements.filter((statement) => statement["Sid"] !== sid);

const TRAIL_DEFECTS: readonly Defect[] = [
  {
    control: "cloudtrail-multi-region",
    title: "the trail records one region alone",
    change: { of: TRAIL, path: "isMultiRegionTrail", value: false },
    on: "stack",
  },
  {
    control: "cloudtrail-multi-region",
    title: "calls to KMS are left out",
    change: {
      of: TRAIL,
      path: "eventSelectors[0].excludeManagementEventSources",
      value: ["kms.amazonaws.com"],
    },
    on: "stack",
  },
  {
    control: "cloudtrail-encrypted-validated",
    title: "log files are not signed",
    change: { of: TRAIL, path: "enableLogFileValidation", value: false },
  },
  {
    control: "cloudtrail-encrypted-validated",
    title: "S3's own key encrypts the logs",
    change: { of: TRAIL, path: "kmsKeyId" },
  },
  {
    control: "cloudtrail-bucket-hardened",
    title: "a role may write to the trail's bucket",
    change: repoliced(TRAIL_BUCKET_POLICY, (statements) => [
      ...statements,
      {
        Sid: "AppWrites",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${REFERENCE.account}:role/rampart-prod-role-app` },
        Action: "s3:Put*",
        Resource: "*",
      },
    ]),
    on: TRAIL,
  },
  {
    control: "cloudtrail-bucket-hardened",
    title: "the trail's bucket locks nothing",
    change: {
      without: {
        type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        name: "audit-logs",
      },
    },
    on: TRAIL,
    also: { "s3-audit-bucket-object-lock": "it asks the same of every audit bucket" },
  },
  {
    control: "cloudtrail-data-events",
    title: "no objects' events are recorded",
    change: { of: TRAIL, path: "eventSelectors[0].dataResources" },
  },
];

const DETECTION_DEFECTS: readonly Defect[] = [
  {
    control: "guardduty-enabled",
    title: "the detector is suspended",
    change: { of: DETECTOR, path: "enable", value: false },
    on: "stack",
  },
  {
    control: "guardduty-protection-plans",
    title: "nobody watches sign-ins to the database",
    change: { of: feature("audit-rds"), path: "status", value: "DISABLED" },
    on: DETECTOR,
  },
  {
    control: "guardduty-protection-plans",
    title: "Fargate tasks get no agent",
    change: { of: feature("audit-runtime"), path: "additionalConfigurations" },
    on: DETECTOR,
  },
  {
    control: "securityhub-enabled-standards",
    title: "no CIS benchmark is subscribed",
    change: {
      without: {
        type: "aws:securityhub/standardsSubscription:StandardsSubscription",
        name: "audit-cis",
      },
    },
    on: "stack",
  },
  {
    control: "config-recorder-all",
    title: "the recorder leaves out global types",
    change: { of: RECORDER, path: "recordingGroup.includeGlobalResourceTypes", value: false },
  },
  {
    control: "config-recorder-all",
    title: "nothing is delivered",
    change: { without: CHANNEL },
    on: RECORDER,
  },
  {
    control: "access-analyzer-enabled",
    title: "the analyzer looks for unused access alone",
    change: {
      of: { type: "aws:accessanalyzer/analyzer:Analyzer", name: "audit-analyzer" },
      path: "type",
      value: "ACCOUNT_UNUSED_ACCESS",
    },
    on: "stack",
  },
  {
    control: "inspector-enabled",
    title: "images are not scanned",
    change: {
      of: { type: "aws:inspector2/enabler:Enabler", name: "audit-inspector" },
      path: "resourceTypes",
      value: ["EC2", "LAMBDA", "LAMBDA_CODE"],
    },
    on: "stack",
  },
];

const ALERT_DEFECTS: readonly Defect[] = [
  {
    control: "loggroup-kms-and-retention",
    title: "the trail's group has no key",
    change: { of: LOG_GROUP, path: "kmsKeyId" },
  },
  {
    control: "loggroup-kms-and-retention",
    title: "the trail's group forgets after a week",
    change: { of: LOG_GROUP, path: "retentionInDays", value: 7 },
  },
  {
    control: "cis-metric-alarms",
    title: "the filter for trails forgets that they can be stopped",
    change: {
      of: filter("audit-cis-4-5"),
      path: "pattern",
      value: '{ $.eventName = "*Trail" || $.eventName = StartLogging }',
    },
    on: "stack",
  },
  {
    control: "cis-metric-alarms",
    title: "the alarm for root watches another metric",
    change: { of: alarm("audit-cis-4-3"), path: "metricName", value: "Root" },
    on: "stack",
  },
  {
    control: "alarm-has-live-action",
    title: "an alarm does nothing",
    change: {
      add: extra("aws:cloudwatch/metricAlarm:MetricAlarm", "audit-silent", {
        name: "rampart-prod-silent",
        metricName: "CPUUtilization",
        namespace: "AWS/RDS",
      }),
    },
  },
  {
    control: "alarm-has-live-action",
    title: "the actions of an alarm are off",
    change: { of: alarm("audit-cis-4-3"), path: "actionsEnabled", value: false },
    also: { "cis-metric-alarms": "nobody hears of the root user any more" },
  },
  {
    control: "sns-kms",
    title: "the topic is not encrypted",
    change: { of: TOPIC, path: "kmsMasterKeyId" },
  },
  {
    control: "sns-policy-not-public-tls",
    title: "messages may be published in plain",
    change: repoliced(TOPIC_POLICY, without("TlsOnly")),
  },
  {
    control: "sns-policy-not-public-tls",
    title: "anyone may subscribe",
    change: repoliced(TOPIC_POLICY, (statements) => [
      ...statements,
      { Sid: "All", Effect: "Allow", Principal: "*", Action: "sns:Subscribe", Resource: "*" },
    ]),
  },
  {
    control: "eventbridge-bus-policy-bound",
    title: "anyone may send to the bus",
    change: repoliced(BUS_POLICY, (statements) =>
      statements.map((statement) => ({ ...statement, Principal: "*" })),
    ),
  },
  {
    control: "eventbridge-bus-policy-bound",
    title: "the bus has no policy",
    change: { without: BUS_POLICY },
    on: BUS,
  },
  {
    control: "detection-findings-routed",
    title: "GuardDuty's rule takes low findings alone",
    change: {
      of: rule("audit-guardduty"),
      path: "eventPattern",
      value: JSON.stringify({
        source: ["aws.guardduty"],
        detail: { severity: [{ numeric: ["<", 7] }] },
      }),
    },
    on: "stack",
  },
  {
    control: "detection-findings-routed",
    title: "the topic's key keeps EventBridge out",
    change: repoliced(
      { type: "aws:kms/key:Key", name: "audit-alerts-key" },
      without("AlarmsAndEvents"),
    ),
    on: "stack",
  },
  {
    control: "budget-with-alert",
    title: "nobody hears what will be spent",
    change: { of: BUDGET, path: "notifications[1].subscriberSnsTopicArns", value: [] },
    on: "stack",
  },
];

/** One defect at least for each control of audit, detection, alerting and cost. */
export const auditDefects: readonly Defect[] = [
  ...TRAIL_DEFECTS,
  ...DETECTION_DEFECTS,
  ...ALERT_DEFECTS,
];
