import {
  type AwsSecurityFinding,
  GetFindingsCommand,
  type SecurityHubClient,
} from "@aws-sdk/client-securityhub";

import { isRefusal } from "../shared/failure.ts";

/** Severities in the order in which they are reported. */
export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const;

/** One of them. */
export type Severity = (typeof SEVERITIES)[number];

/** What of a finding the report is made of. */
export interface OpenFinding {
  readonly severity: Severity;
  readonly title: string;
  readonly product: string;
  /** When it was first seen; undefined where the product does not say. */
  readonly firstSeen: Date | undefined;
}

/** What Security Hub has. */
export type Findings =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly findings: readonly OpenFinding[];
      /** Whether there are more than were read. */
      readonly more: boolean;
    };

/** Findings of a page, as many as the service gives, and pages at most: 10,000 are a summary. */
const PAGE = 100;
const PAGES = 100;

/** All that nobody has closed; Security Hub itself resolves what passes again. */
const RECORD_STATE = { Comparison: "EQUALS", Value: "ACTIVE" } as const;
const WORKFLOW = ["NEW", "NOTIFIED"].map((Value) => ({ Comparison: "EQUALS", Value }) as const);

/** Reads the open findings of Security Hub; gravest first, so that a cut takes the lesser ones. */
export async function openFindings(hub: SecurityHubClient): Promise<Findings> {
  const findings: OpenFinding[] = [];
  let NextToken: string | undefined;
  try {
    for (let page = 1; page <= PAGES; page += 1) {
      const answer = await hub.send(
        new GetFindingsCommand({
          Filters: {
            RecordState: [RECORD_STATE],
            WorkflowStatus: WORKFLOW,
          },
          SortCriteria: [{ Field: "SeverityNormalized", SortOrder: "desc" }],
          MaxResults: PAGE,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      const open = (answer.Findings ?? []).filter(
        ({ Compliance }) => Compliance?.Status !== "PASSED",
      );
      findings.push(...open.map(readFinding));
      ({ NextToken } = answer);
      if (NextToken === undefined) break;
    }
  } catch (error) {
    // The account is not subscribed to Security Hub.
    if (isRefusal(error, "InvalidAccessException")) return { kind: "off" };
    throw error;
  }
  return { kind: "on", findings, more: NextToken !== undefined };
}

function readFinding(finding: AwsSecurityFinding): OpenFinding {
  const label = finding.Severity?.Label;
  const seen = Date.parse(finding.FirstObservedAt ?? finding.CreatedAt ?? "");
  return {
    severity: SEVERITIES.find((known) => known === label) ?? "INFORMATIONAL",
    title: finding.Title ?? "(no title)",
    product: finding.ProductName ?? "(unknown)",
    firstSeen: Number.isNaN(seen) ? undefined : new Date(seen),
  };
}
