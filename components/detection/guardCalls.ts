import { RESPONDER_IDENTIFIER } from "../identity/guardrails.ts";
import { TOLD_IDENTIFIERS, TRAIL_IDENTIFIER } from "../identity/watchers.ts";
import type { EventPattern } from "../observability/eventRule.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import { trailLogGroupOf } from "./trail.ts";

/** Names of calls, by the service; CloudWatch is `monitoring` here. */
type Calls = Readonly<Record<string, readonly string[]>>;

/**
 * Calls by which somebody would blind the account before an attack (feature 50), or keep word of one
 * from people, whatever they are about. Keys are among them: without theirs the trail, the topics
 * and the function that responds end.
 */
export const GUARD_CALLS: Calls = {
  "access-analyzer": ["CreateArchiveRule", "DeleteAnalyzer"],
  cloudtrail: ["DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"],
  config: ["DeleteConfigurationRecorder", "DeleteDeliveryChannel", "StopConfigurationRecorder"],
  ec2: ["DeleteFlowLogs", "DisableEbsEncryptionByDefault"],
  events: ["DeleteRule", "DisableRule", "RemoveTargets"],
  guardduty: [
    "CreateFilter",
    "CreateIPSet",
    "DeleteDetector",
    "DisassociateFromAdministratorAccount",
    "UpdateDetector",
  ],
  inspector2: ["Disable"],
  kms: ["DeleteAlias", "DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion", "UpdateAlias"],
  logs: ["PutAccountPolicy"],
  monitoring: ["PutAlarmMuteRule"],
  securityhub: [
    "BatchDisableStandards",
    "CreateAutomationRule",
    "DisableSecurityHub",
    "DisassociateFromAdministratorAccount",
  ],
  sns: [
    "DeleteTopic",
    "PutDataProtectionPolicy",
    "RemovePermission",
    "SetSubscriptionAttributes",
    "SetTopicAttributes",
    "Unsubscribe",
  ],
};

/**
 * Calls that everybody makes: they count where they are about what tells of the account or responds.
 * Those of Lambda are told with a date and a version behind their names. Source: Lambda guide,
 * "Logging AWS Lambda API calls using AWS CloudTrail".
 */
export const WATCH_CALLS: Calls = {
  events: ["PutRule", "PutTargets"],
  lambda: [
    "DeleteFunction",
    "DeleteFunctionEventInvokeConfig",
    "PutFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "RemovePermission",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "UpdateFunctionEventInvokeConfig",
  ],
  logs: ["DeleteLogGroup", "DeleteMetricFilter", "PutMetricFilter", "PutRetentionPolicy"],
  monitoring: [
    "DeleteAlarms",
    "DisableAlarmActions",
    "PutCompositeAlarm",
    "PutMetricAlarm",
    "SetAlarmState",
  ],
  sqs: ["AddPermission", "DeleteQueue", "PurgeQueue", "RemovePermission", "SetQueueAttributes"],
};

const TOLD_BY_TRAIL = ["AWS API Call via CloudTrail"];

const sourcesOf = (calls: Calls): string[] =>
  Object.keys(calls).map((service) => `${service}.amazonaws.com`);

const namesOf = (calls: Calls): string[] => [...new Set(Object.values(calls).flat())].sort();

/** Calls of {@link GUARD_CALLS}, whether they were refused or not: whoever tries is heard of. */
export const GUARDS_TOUCHED: EventPattern = {
  "detail-type": TOLD_BY_TRAIL,
  detail: { eventSource: sourcesOf(GUARD_CALLS), eventName: namesOf(GUARD_CALLS) },
};

/**
 * Calls of {@link WATCH_CALLS} about the environment's rules, about alarms on the trail and on what
 * tells or responds, about its logs and queues, or about the function itself; refused or not.
 */
export function watchTouchedPattern(environment: Environment): EventPattern {
  const { lambda: dated = [], ...exact } = WATCH_CALLS;
  // Other calls have no such parameter, and refused ones may have none at all.
  const about = (...names: readonly Readonly<Record<string, string>>[]) => [
    { exists: false },
    ...names,
  ];
  const alarms = [TRAIL_IDENTIFIER, ...TOLD_IDENTIFIERS].map((identifier) => ({
    prefix: `${nameOf(environment, "alarm", identifier)}-`,
  }));
  const rules = { prefix: nameOf(environment, "event-rule", "x").replace(/x$/, "") };
  const queues = [
    `${RESPONDER_IDENTIFIER}-failures`,
    ...TOLD_IDENTIFIERS.map((identifier) => `${identifier}-undelivered`),
  ].map((identifier) => ({ suffix: `/${nameOf(environment, "queue", identifier)}` }));
  const responder = nameOf(environment, "function", RESPONDER_IDENTIFIER);
  return {
    "detail-type": TOLD_BY_TRAIL,
    detail: {
      eventSource: sourcesOf(WATCH_CALLS),
      eventName: [...namesOf(exact), ...dated.map((name) => ({ prefix: name }))],
      requestParameters: {
        alarmName: about(...alarms),
        alarmNames: about(...alarms),
        functionName: about({ wildcard: `*${responder}*` }),
        logGroupName: about(
          { prefix: trailLogGroupOf(environment) },
          { prefix: `/aws/lambda/${responder}` },
        ),
        name: about(rules),
        queueUrl: about(...queues),
        rule: about(rules),
      },
    },
  };
}
