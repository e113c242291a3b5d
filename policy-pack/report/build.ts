import { type Control, SEVERITIES, type Severity } from "../engine/control.ts";
import type { Judgement } from "../engine/judge.ts";
import type { PolicyResource } from "../engine/resource.ts";
import type { Result } from "../engine/run.ts";
import type { Level } from "../profiles.ts";
import { fingerprintOf } from "./reading.ts";
import {
  type Door,
  type Outcome,
  type PlannedControl,
  type Report,
  REPORT_VERSION,
  type ReportedResult,
  type Summary,
} from "./report.ts";

/** What a report is made of, beside the result of the run. */
export interface ReportArgs {
  readonly pack: Report["pack"];
  readonly project: string;
  readonly stack: string;
  readonly profile: string;
  readonly door: Door;
  readonly date: string;
  /** Every control of the pack with its level in this run. */
  readonly controls: readonly { readonly control: Control; readonly level: Level }[];
  readonly planned: readonly PlannedControl[];
  readonly resources: readonly SourcedResource[];
  /** Whether an undecided mandatory control stops an update. */
  readonly undecidedBlocks: boolean;
}

/** A resource, and where the program made it if that is known. */
export type SourcedResource = PolicyResource & {
  readonly source?: { readonly file: string; readonly line: number };
};

/** The report of a run: the same for the same stack, pack and day. */
export function reportOf(result: Result, args: ReportArgs): Report {
  const { pack, project, stack, profile, door, date, controls, planned } = args;
  const levels = new Map(controls.map(({ control, level }) => [control.id, level]));
  const byUrn = new Map(args.resources.map((resource) => [resource.urn, resource]));
  const results = result.judgements.flatMap((judgement) =>
    resultsOf(judgement, byUrn, levels, args.undecidedBlocks),
  );
  const severities = new Map(controls.map(({ control }) => [control.id, control.severity]));
  const blocking = results.filter(({ blocks }) => blocks).length;
  return {
    version: REPORT_VERSION,
    pack,
    project,
    stack,
    profile,
    door,
    date,
    controls: controls.map(({ control, level }) => {
      const { id, title, severity, frameworks, cause, remedy } = control;
      return { id, title, severity, level, frameworks, cause, remedy };
    }),
    planned,
    results,
    exemptions: result.exemptions,
    summary: summaryOf(results, severities, blocking, result.exemptions.length),
  };
}

function resultsOf(
  judgement: Judgement,
  byUrn: ReadonlyMap<string, SourcedResource>,
  levels: ReadonlyMap<string, Level>,
  undecidedBlocks: boolean,
): readonly ReportedResult[] {
  const { control, urn, outcome, findings, undecided } = judgement;
  if (outcome === "notApplicable") return [];
  const resource = byUrn.get(urn);
  const source = resource?.source;
  return [
    {
      control: control.id,
      urn,
      type: resource?.type ?? "",
      name: resource?.name ?? "",
      outcome,
      exempt: judgement.exemption !== undefined,
      blocks: levels.get(control.id) === "mandatory" && isOpen(judgement, undecidedBlocks),
      ...(source === undefined ? {} : { source }),
      findings: findings.map(({ message, property }) => ({
        message,
        ...(property === undefined ? {} : { property }),
        fingerprint: fingerprintOf(control.id, urn, property, message),
      })),
      undecided: undecided.map(({ property, reason, defect }) => ({ property, reason, defect })),
    },
  ];
}

function isOpen({ outcome, undecided }: Judgement, undecidedBlocks: boolean): boolean {
  return outcome === "fail" || undecided.some(({ defect }) => defect || undecidedBlocks);
}

function summaryOf(
  results: readonly ReportedResult[],
  severities: ReadonlyMap<string, Severity>,
  blocking: number,
  exemptions: number,
): Summary {
  const count = (severity: Severity, outcome: Outcome) =>
    results.filter(
      (entry) => entry.outcome === outcome && severities.get(entry.control) === severity,
    ).length;
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [
      severity,
      {
        pass: count(severity, "pass"),
        fail: count(severity, "fail"),
        undecided: count(severity, "undecided"),
        exempt: count(severity, "exempt"),
      },
    ]),
    // Built from the list of all severities.
  ) as Record<Severity, Record<Outcome, number>>;
  const open = results.filter(({ outcome }) => outcome === "undecided").length;
  return {
    bySeverity,
    decided: results.length === 0 ? 1 : (results.length - open) / results.length,
    blocking,
    exemptions,
  };
}
