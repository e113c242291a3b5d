import { RESPONDER_IDENTIFIER } from "../identity/guardrails.ts";
import type { EventPattern } from "../observability/eventRule.ts";
import type { Severity } from "../observability/topic.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import { configRulePrefixOf } from "./configRules.ts";

/** Events of one kind that somebody must hear of. */
export interface FindingKind {
  /** As the console shows it. */
  readonly description: string;
  /** Which events of the default bus. */
  readonly pattern: EventPattern;
  /** Which topic is told. */
  readonly severity: Exclude<Severity, "info">;
}

/**
 * GuardDuty's findings from a severity on: medium from 4, high from 7, critical from 9. Source:
 * GuardDuty guide, "Severity levels of findings".
 */
export function guardDutyPattern(...range: readonly (string | number)[]): EventPattern {
  return {
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    detail: { severity: [{ numeric: range }] },
  };
}

/** Failed controls that nobody took on; what other services found, they tell themselves. */
function securityHubPattern(label: "CRITICAL" | "HIGH"): EventPattern {
  return {
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        ProductName: ["Security Hub"],
        Severity: { Label: [label] },
        Compliance: { Status: ["FAILED"] },
        Workflow: { Status: ["NEW"] },
        RecordState: ["ACTIVE"],
      },
    },
  };
}

function accessAnalyzerPattern(isPublic: boolean): EventPattern {
  return {
    source: ["aws.access-analyzer"],
    "detail-type": ["Access Analyzer Finding"],
    detail: { status: ["ACTIVE"], isPublic: [isPublic] },
  };
}

/**
 * Whatever the root user does, the console included. AWS tells of it where its sign-in is, which is
 * one region of each partition (T24).
 */
export const ROOT_USE: EventPattern = {
  "detail-type": ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"],
  detail: {
    userIdentity: { type: ["Root"], invokedBy: [{ exists: false }] },
    eventType: [{ "anything-but": "AwsServiceEvent" }],
  },
};

/**
 * Calls by which somebody would blind the account before an attack, by the service (feature 50), or
 * keep word of one from people. Those of CloudWatch, which is `monitoring` here, and of Lambda count
 * for what responds and for the trail's alarms alone.
 */
export const GUARD_CALLS: Readonly<Record<string, readonly string[]>> = {
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
  kms: ["DisableKey", "ScheduleKeyDeletion"],
  lambda: [
    "DeleteFunction",
    "PutFunctionConcurrency",
    "RemovePermission",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
  ],
  monitoring: ["DeleteAlarms", "DisableAlarmActions"],
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
 * Whether it was refused or not: whoever tries is heard of. Lambda's calls are told with a date and
 * a version behind their names, and take a function's name or ARN. Source: Lambda guide, "Logging
 * AWS Lambda API calls using AWS CloudTrail".
 */
function guardsTouchedPattern(environment: Environment): EventPattern {
  const { lambda = [], ...others } = GUARD_CALLS;
  const names = new Set(Object.values(others).flat());
  const alarms = [RESPONDER_IDENTIFIER, "trail"].map((identifier) => ({
    prefix: `${nameOf(environment, "alarm", identifier)}-`,
  }));
  const responder = nameOf(environment, "function", RESPONDER_IDENTIFIER);
  return {
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: Object.keys(GUARD_CALLS).map((service) => `${service}.amazonaws.com`),
      eventName: [...[...names].sort(), ...lambda.map((name) => ({ prefix: name }))],
      // Calls of others have neither, and refused ones may have none.
      requestParameters: {
        alarmNames: [{ exists: false }, ...alarms],
        functionName: [{ exists: false }, { wildcard: `*${responder}*` }],
      },
    },
  };
}

/**
 * What reaches a topic, by the last part of the rules' names (P-DET-6, P-RESP). Source: the chapters
 * on EventBridge of the services' user guides.
 */
export function findingKinds(environment: Environment): Readonly<Record<string, FindingKind>> {
  return {
    "guardduty-high": {
      description: "GuardDuty found an attack of high or critical severity",
      pattern: guardDutyPattern(">=", 7),
      severity: "critical",
    },
    "guardduty-medium": {
      description: "GuardDuty found something of medium severity",
      pattern: guardDutyPattern(">=", 4, "<", 7),
      severity: "warning",
    },
    "securityhub-critical": {
      description: "A critical control of Security Hub failed",
      pattern: securityHubPattern("CRITICAL"),
      severity: "critical",
    },
    "securityhub-high": {
      description: "A control of high severity of Security Hub failed",
      pattern: securityHubPattern("HIGH"),
      severity: "warning",
    },
    "config-rules": {
      description: "A resource broke a rule of AWS Config",
      pattern: {
        source: ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
        detail: {
          messageType: ["ComplianceChangeNotification"],
          // Security Hub has rules of its own, and tells of them itself.
          configRuleName: [{ prefix: configRulePrefixOf(environment) }],
          newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
        },
      },
      severity: "warning",
    },
    "analyzer-public": {
      description: "Access Analyzer found something that anyone may reach",
      pattern: accessAnalyzerPattern(true),
      severity: "critical",
    },
    "analyzer-foreign": {
      description: "Access Analyzer found something that another account may reach",
      pattern: accessAnalyzerPattern(false),
      severity: "warning",
    },
    "inspector-high": {
      description: "Inspector found a weakness of high or critical severity",
      pattern: {
        source: ["aws.inspector2"],
        "detail-type": ["Inspector2 Finding"],
        detail: { severity: ["HIGH", "CRITICAL"], status: ["ACTIVE"] },
      },
      severity: "warning",
    },
    "guards-touched": {
      description: "Somebody changed, silenced or stopped a guard of the account, or tried to",
      pattern: guardsTouchedPattern(environment),
      severity: "critical",
    },
    "root-use": {
      description: "The root user did something",
      pattern: ROOT_USE,
      severity: "critical",
    },
  };
}
