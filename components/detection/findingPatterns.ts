import type { EventPattern } from "../observability/eventRule.ts";
import type { Severity } from "../observability/topic.ts";
import type { Environment } from "../shared/environment.ts";
import { configRulePrefixOf } from "./configRules.ts";
import { GUARDS_TOUCHED, watchTouchedPattern } from "./guardCalls.ts";

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
      description: "Somebody changed or stopped a guard of the account, or tried to",
      pattern: GUARDS_TOUCHED,
      severity: "critical",
    },
    "watch-touched": {
      description: "Somebody changed, silenced or ended what tells or responds, or tried to",
      pattern: watchTouchedPattern(environment),
      severity: "critical",
    },
    "root-use": {
      description: "The root user did something",
      pattern: ROOT_USE,
      severity: "critical",
    },
  };
}
