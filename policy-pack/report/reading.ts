import { createHash } from "node:crypto";

import { covers } from "../engine/wildcard.ts";
import type {
  Outcome,
  Report,
  ReportedControl,
  ReportedExemption,
  ReportedResult,
} from "./report.ts";
import { gapText } from "./text.ts";

/** From what asks for work to what asks for none: the order of lists and columns. */
export const OUTCOMES = [
  "fail",
  "undecided",
  "exempt",
  "pass",
] as const satisfies readonly Outcome[];

/** One thing that a report says of a resource: a finding, a gap, or that all is well. */
export interface Statement {
  /** That of the statement: a result that fails may also have statements that are undecided. */
  readonly outcome: Outcome;
  /** One sentence without a full stop; empty for a pass. */
  readonly message: string;
  readonly property?: string;
  readonly fingerprint: string;
  /** Whether the control broke. */
  readonly defect: boolean;
}

/** All that a result says, one by one; never nothing. */
export function statementsOf(result: ReportedResult): readonly Statement[] {
  const { control, urn, outcome, exempt, findings, undecided } = result;
  const found = exempt ? "exempt" : "fail";
  const said: Statement[] = [
    ...findings.map((finding) => ({ ...finding, outcome: found, defect: false }) as const),
    ...undecided.map((gap) => ({
      outcome: "undecided" as const,
      message: gapText(gap),
      ...(gap.property === "" ? {} : { property: gap.property }),
      fingerprint: fingerprintOf(control, urn, gap.property),
      defect: gap.defect,
    })),
  ];
  if (said.length > 0) return said;
  return [{ outcome, message: "", fingerprint: fingerprintOf(control, urn), defect: false }];
}

/**
 * Names a place and what is said of it: the same in every run, whatever the order or the line. What
 * is said belongs to it, since a place may be wrong in two ways, and a number by order would go over
 * to the second one when the first is mended.
 */
export function fingerprintOf(
  control: string,
  urn: string,
  property = "",
  message?: string,
): string {
  const said = message === undefined ? [] : [message];
  return createHash("sha256")
    .update(JSON.stringify([control, urn, property, ...said]))
    .digest("hex");
}

/** The control of a result. */
export function controlOf(report: Report, { control: id }: ReportedResult): ReportedControl {
  const found = controlsById(report).get(id);
  if (found === undefined) throw new Error(`The report has a result of the unknown control ${id}.`);
  return found;
}

const CONTROLS = new WeakMap<Report, ReadonlyMap<string, ReportedControl>>();

function controlsById(report: Report): ReadonlyMap<string, ReportedControl> {
  const known = CONTROLS.get(report) ?? new Map(report.controls.map((one) => [one.id, one]));
  CONTROLS.set(report, known);
  return known;
}

/** Why an exempt result is accepted. */
export function exemptionOf(report: Report, result: ReportedResult): ReportedExemption | undefined {
  if (result.outcome !== "exempt") return undefined;
  return report.exemptions.find(
    ({ state, control, urn }) =>
      state === "used" && control === result.control && covers(urn, result.urn),
  );
}

/** Results with an outcome, the most severe first, else in the order of the report. */
export function resultsWith(report: Report, ...outcomes: readonly Outcome[]): ReportedResult[] {
  const rank = ({ severity }: ReportedControl) =>
    ["critical", "high", "medium", "low"].indexOf(severity);
  return report.results
    .filter(({ outcome }) => outcomes.includes(outcome))
    .sort((a, b) => rank(controlOf(report, a)) - rank(controlOf(report, b)));
}

/** Whether nothing stops the update. */
export function passes({ summary }: Report): boolean {
  return summary.blocking === 0;
}
