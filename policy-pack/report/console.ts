import { SEVERITIES } from "../engine/control.ts";
import { controlOf, OUTCOMES, passes, resultsWith } from "./reading.ts";
import type { Report, ReportedControl, ReportedExemption, ReportedResult } from "./report.ts";
import { counted, gapText, percent, serviceOf, sourceText, visible } from "./text.ts";

/** Paints a text for a terminal, or leaves it alone. */
export type Painter = (format: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Results listed in one section; the others stand in the written reports. */
const MOST = 20;

/** The verdict as a person reads it at the end of a plan. */
export function consoleReport(report: Report, paint: Painter): string {
  const open = resultsWith(report, "fail", "undecided");
  const mandatory = open.filter(({ blocks }) => blocks);
  const sections = [
    section(
      "Failed",
      mandatory.filter(({ outcome }) => outcome === "fail"),
      listed,
      paint,
    ),
    section(
      "Undecided",
      mandatory.filter(({ outcome }) => outcome === "undecided"),
      listed,
      paint,
    ),
    section(
      "Advisory",
      open.filter((result) => !mandatory.includes(result)),
      listed,
      paint,
    ),
    section(
      "Exemptions",
      report.exemptions,
      (some) => some.flatMap((exemption) => exemptionLines(exemption, paint)),
      paint,
    ),
  ].filter((text) => text !== "");
  return `${[`${verdict(report, paint)}\n${counts(report, paint)}`, ...sections].join("\n\n")}\n`;

  function listed(results: readonly ReportedResult[]): string[] {
    const byControl = Map.groupBy(results, (result) => controlOf(report, result));
    return [...byControl].flatMap(([control, some]) => controlLines(control, some, paint));
  }
}

function section<T>(
  heading: string,
  entries: readonly T[],
  linesOf: (entries: readonly T[]) => readonly string[],
  paint: Painter,
): string {
  if (entries.length === 0) return "";
  const rest = entries.length - MOST;
  const more = rest > 0 ? [paint("dim", `and ${rest} more`)] : [];
  const lines = [...linesOf(entries.slice(0, MOST)), ...more].map((line) => `  ${line}`);
  return [paint("bold", heading), ...lines].join("\n");
}

function verdict(report: Report, paint: Painter): string {
  const { summary, stack, profile, results } = report;
  const word = passes(report)
    ? paint("green", "passed")
    : paint("red", `blocked by ${summary.blocking}`);
  const share = `${percent(summary.decided)} of ${counted(results.length, "verdict")} decided`;
  return `${paint("bold", "Policy:")} ${visible(stack)} ${word}, ${share}, profile ${visible(profile)}`;
}

function counts({ summary }: Report, paint: Painter): string {
  const width = 11;
  const head = `  ${" ".repeat(8)}${OUTCOMES.map((outcome) => outcome.padStart(width)).join("")}`;
  const rows = SEVERITIES.map((severity) => {
    const cells = OUTCOMES.map((outcome) => {
      const count = summary.bySeverity[severity][outcome];
      const cell = String(count).padStart(width);
      if (count === 0) return paint("dim", cell);
      return outcome === "fail" ? paint("red", cell) : cell;
    });
    return `  ${severity.padEnd(8)}${cells.join("")}`;
  });
  return [paint("dim", head), ...rows].join("\n");
}

function controlLines(
  { severity, id, remedy }: ReportedControl,
  results: readonly ReportedResult[],
  paint: Painter,
): string[] {
  const fails = results.some(({ findings }) => findings.length > 0);
  return [
    `${paint(severity === "low" ? "yellow" : "red", severity)} ${paint("bold", id)}`,
    ...results.flatMap((result) => resultLines(result, paint)),
    ...(fails ? [`  → ${remedy}`] : []),
  ];
}

function resultLines(result: ReportedResult, paint: Painter): string[] {
  const { name, type, findings, undecided } = result;
  const source = sourceText(result);
  const place = source === "" ? "" : ` ${paint("dim", `at ${visible(source)}`)}`;
  return [
    `  ${visible(name)} ${paint("dim", `(${visible(serviceOf(type))})`)}${place}`,
    ...findings.map(({ message }) => `    ${visible(message)}`),
    ...undecided.map((gap) => `    ${paint("yellow", "undecided:")} ${visible(gapText(gap))}`),
  ];
}

function exemptionLines(exemption: ReportedExemption, paint: Painter): string[] {
  const { state, control, urn, owner, expires, reason, ticket, problem } = exemption;
  const answers = ticket === undefined ? owner : `${owner}, ${ticket}`;
  const word = state === "used" ? `until ${visible(expires)}` : paint("red", state);
  return [
    `${word} ${paint("bold", visible(control))} ${visible(urn.split("::").at(-1) ?? urn)}`,
    `  ${visible(reason)} (${visible(answers)})`,
    ...(problem === undefined ? [] : [`  ${paint("red", visible(problem))}`]),
  ];
}
