import type { Properties } from "../../engine/resource.ts";

/** A finding as EventBridge gets it from the service, and as Security Hub passes it on. */
export interface FindingEvent {
  readonly own: Properties;
  readonly passedOn: Properties;
}

/** A kind of finding that somebody must hear of. */
export interface FindingKind {
  readonly what: string;
  /** Each of these must be routed, in one of its two forms. */
  readonly events: readonly FindingEvent[];
}

/** What Security Hub sends when it imports a finding of a product. */
function imported(product: string, label: string): Properties {
  return {
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    detail: {
      findings: [
        {
          ProductName: product,
          CompanyName: "AWS",
          Severity: { Label: label },
          Compliance: { Status: "FAILED" },
          Workflow: { Status: "NEW" },
          WorkflowState: "NEW",
          RecordState: "ACTIVE",
        },
      ],
    },
  };
}

/**
 * Findings of the severities that call for somebody, as the services send them to EventBridge.
 * Source: the chapters on EventBridge of the four services' user guides, checked 2026-11.
 */
export const FINDING_KINDS: readonly FindingKind[] = [
  {
    what: "GuardDuty",
    // High is 7.0 to 8.9, critical from 9.0 on.
    events: [7, 8, 9].map((severity) => ({
      own: { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: { severity } },
      passedOn: imported("GuardDuty", severity < 9 ? "HIGH" : "CRITICAL"),
    })),
  },
  {
    what: "Security Hub",
    events: ["HIGH", "CRITICAL"].map((label) => ({
      own: imported("Security Hub", label),
      passedOn: imported("Security Hub", label),
    })),
  },
  {
    what: "Access Analyzer",
    // Its findings have no severity of their own; Security Hub gives what is public a high one.
    events: [
      {
        own: {
          source: "aws.access-analyzer",
          "detail-type": "Access Analyzer Finding",
          detail: { status: "ACTIVE", isPublic: true, resourceType: "AWS::S3::Bucket" },
        },
        passedOn: imported("IAM Access Analyzer", "HIGH"),
      },
    ],
  },
  {
    what: "Inspector",
    events: ["HIGH", "CRITICAL"].map((severity) => ({
      own: {
        source: "aws.inspector2",
        "detail-type": "Inspector2 Finding",
        detail: { severity, status: "ACTIVE", type: "PACKAGE_VULNERABILITY" },
      },
      passedOn: imported("Inspector", severity),
    })),
  },
];
