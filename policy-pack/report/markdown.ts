import { SEVERITIES } from "../engine/control.ts";
import { controlOf, OUTCOMES, passes, resultsWith } from "./reading.ts";
import type { Report, ReportedExemption, ReportedResult } from "./report.ts";
import { counted, gapText, levelsNote, percent, sourceText, visible } from "./text.ts";

/** Rows of one table: a comment holds 65,536 characters; the others stand in the written reports. */
const MOST = 50;

/** A comment for a pull request: the verdict, what is wrong, the rest folded away. */
export function markdownReport(report: Report): string {
  const { profile, door, date, pack, stack, summary, results } = report;
  const failed = resultsWith(report, "fail");
  const undecided = resultsWith(report, "undecided");
  const note = levelsNote(door);
  const verdict = passes(report) ? "passed" : `blocked by ${summary.blocking}`;
  return [
    `### Policy: ${inert(stack)} ${verdict}`,
    "",
    `${percent(summary.decided)} of ${counted(results.length, "verdict")} decided. Profile ` +
      `${inert(profile)}, ${door} of ${date}, ${inert(pack.name)} ${inert(pack.version)}.`,
    ...(note === "" ? [] : ["", note]),
    ...section("", failed.length, [
      ...table(
        ["severity", "level", "control", "resource", "what is wrong", "where"],
        failed,
        findingCells,
      ),
      ...folded("How to mend it", remedies(report, failed)),
    ]),
    ...folded(
      `Undecided: ${undecided.length}`,
      table(["severity", "level", "control", "resource", "what is missing"], undecided, gapCells),
    ),
    ...section("#### Exemptions", report.exemptions.length, exemptions(report.exemptions)),
    ...folded("Counts", countRows(report)),
    "",
  ].join("\n");

  function table(
    heads: readonly string[],
    listed: readonly ReportedResult[],
    cellsOf: (report: Report, result: ReportedResult) => readonly string[],
  ): string[] {
    if (listed.length === 0) return [];
    const rest = listed.length - MOST;
    return [
      ...rowsOf(
        heads,
        listed.slice(0, MOST).map((result) => cellsOf(report, result)),
      ),
      ...(rest > 0 ? ["", `And ${rest} more.`] : []),
    ];
  }
}

function section(heading: string, count: number, lines: readonly string[]): string[] {
  return count === 0 ? [] : ["", ...(heading === "" ? [] : [heading, ""]), ...lines];
}

function folded(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["", `<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

function rowsOf(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`);
}

function findingCells(report: Report, result: ReportedResult): string[] {
  const said = [
    ...result.findings.map(({ message }) => inert(message)),
    ...result.undecided.map((gap) => `undecided: ${inert(gapText(gap))}`),
  ];
  return [...subjectCells(report, result), said.join("<br>"), code(sourceText(result))];
}

function gapCells(report: Report, result: ReportedResult): string[] {
  const said = result.undecided.map((gap) => inert(gapText(gap)));
  return [...subjectCells(report, result), said.join("<br>")];
}

function subjectCells(report: Report, result: ReportedResult): string[] {
  const { severity, level, id } = controlOf(report, result);
  const blocks = result.blocks ? "**mandatory**" : level;
  return [severity, blocks, code(id), code(result.name)];
}

function remedies(report: Report, failed: readonly ReportedResult[]): string[] {
  const controls = new Set(failed.map((result) => controlOf(report, result)));
  return [...controls].map(
    ({ id, cause, remedy }) => `- ${code(id)}: ${inert(remedy)}. ${inert(cause)}`,
  );
}

function exemptions(all: readonly ReportedExemption[]): string[] {
  return rowsOf(
    ["until", "control", "resource", "owner", "reason", "state"],
    all.map(({ expires, control, urn, owner, reason, ticket, state, problem }) => [
      inert(expires),
      code(control),
      code(urn.split("::").at(-1) ?? urn),
      inert(owner),
      inert(ticket === undefined ? reason : `${reason} (${ticket})`),
      problem === undefined ? state : `**${state}**: ${inert(problem)}`,
    ]),
  );
}

function countRows({ summary }: Report): string[] {
  return rowsOf(
    ["severity", ...OUTCOMES],
    SEVERITIES.map((severity) => [
      severity,
      ...OUTCOMES.map((outcome) => String(summary.bySeverity[severity][outcome])),
    ]),
  );
}

/** All but letters, digits and signs that mean nothing to Markdown inside a line. */
const MEANINGFUL = /[^\p{L}\p{M}\p{N} .,;/()'"?=+-]|(?<=www)\./giu;

/**
 * A text from outside that stays a text: no Markdown, no HTML, no link, no cell or line of its own,
 * and, since `@` and `#` stand beside a comment, no person is called and no issue is named.
 */
function inert(text: string): string {
  return visible(text).replaceAll(MEANINGFUL, (sign) => {
    const entity = `&#${sign.codePointAt(0) ?? 0};`;
    return sign === "@" || sign === "#" ? `${entity}<!-- -->` : entity;
  });
}

function code(text: string): string {
  return text === "" ? "" : `<code>${inert(text)}</code>`;
}
