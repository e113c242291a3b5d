import { REPORT_SOURCE } from "./contract.ts";
import { type Findings, type OpenFinding, SEVERITIES } from "./findings.ts";

/** The report as the topic hears it; the Slack notifier knows it by its source. */
export interface Report {
  readonly source: typeof REPORT_SOURCE;
  readonly title: string;
  readonly lines: readonly string[];
}

const WEEK_MS = 7 * 24 * 3600 * 1000;

/** Titles that are listed; more are in Security Hub. */
const LISTED = 10;

/** The report of the week that ended when it was due; the same findings make the same report. */
export function reportOf(found: Findings, due: Date): Report {
  const title = `Security posture, week to ${due.toISOString().slice(0, 10)}`;
  const lines = found.kind === "off" ? ["Security Hub is off here."] : summary(found, due);
  return { source: REPORT_SOURCE, title, lines };
}

function summary(
  { findings, more }: Extract<Findings, { kind: "on" }>,
  due: Date,
): readonly string[] {
  if (findings.length === 0) return ["No open findings."];
  const newSince = new Date(due.getTime() - WEEK_MS);
  const recent = findings.filter(({ firstSeen }) => firstSeen && firstSeen >= newSince);
  const counts = SEVERITIES.flatMap((severity) => {
    const all = countOf(findings, severity);
    return all === 0 ? [] : [`${severity}: ${all}, new this week: ${countOf(recent, severity)}`];
  });
  return [
    `Open findings: ${more ? "more than " : ""}${findings.length}, new this week: ${recent.length}`,
    ...counts,
    "Most frequent of the gravest:",
    ...mostFrequent(findings),
  ];
}

function countOf(findings: readonly OpenFinding[], severity: string): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** By severity, then by number, then by title. */
function mostFrequent(findings: readonly OpenFinding[]): string[] {
  const groups = Map.groupBy(findings, ({ severity, product, title }) =>
    JSON.stringify([severity, product, title]),
  );
  return [...groups.values()]
    .flatMap((alike) => (alike[0] ? [{ ...alike[0], count: alike.length }] : []))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.count - a.count ||
        (a.title < b.title ? -1 : 1),
    )
    .slice(0, LISTED)
    .map(({ severity, product, title, count }) => `${count} × ${severity} ${title} (${product})`);
}
