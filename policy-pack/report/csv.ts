import { controlOf, exemptionOf, statementsOf } from "./reading.ts";
import { FRAMEWORKS, requirementsOf } from "./frameworks.ts";
import type { Report, ReportedResult } from "./report.ts";
import { serviceOf, visible } from "./text.ts";

const COLUMNS = [
  "outcome",
  "severity",
  "level",
  "control",
  "title",
  "service",
  "type",
  "name",
  "urn",
  "property",
  "message",
  "remedy",
  "file",
  "line",
  "fingerprint",
  "exemption reason",
  "exemption owner",
  "exempt until",
  "exemption ticket",
  ...FRAMEWORKS.map(({ short }) => short),
];

/** A row for each finding, each gap and each pass; RFC 4180 with a header. */
export function csvReport(report: Report): string {
  const rows = report.results.flatMap((result) => rowsOf(report, result));
  return [COLUMNS, ...rows].map((cells) => `${cells.map(cellOf).join(",")}\r\n`).join("");
}

function rowsOf(report: Report, result: ReportedResult): string[][] {
  const { severity, level, id, title, remedy, frameworks } = controlOf(report, result);
  const { type, name, urn, source } = result;
  const exemption = exemptionOf(report, result);
  return statementsOf(result).map(({ outcome, property = "", message, fingerprint }) => {
    const accepted = outcome === "exempt" ? exemption : undefined;
    return [
      ...[outcome, severity, level, id, title, serviceOf(type), type, name, urn, property, message],
      ...[
        outcome === "fail" || outcome === "exempt" ? remedy : "",
        source?.file ?? "",
        `${source?.line ?? ""}`,
        fingerprint,
      ],
      ...[accepted?.reason ?? "", accepted?.owner ?? ""],
      ...[accepted?.expires ?? "", accepted?.ticket ?? ""],
      ...FRAMEWORKS.map((framework) => requirementsOf(frameworks, framework).join(" ")),
    ];
  });
}

/**
 * A sign that makes a spreadsheet take the rest for a formula, where a cell starts: also behind
 * what other settings of the reader take for a separator or a quote.
 */
const FORMULA = /(^|[,;|"])(?=[=+\-@＝＋－＠])/gu;

function cellOf(value: string): string {
  const harmless = visible(value).replaceAll(FORMULA, "$1'");
  return /[",;|']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
