import type { Frameworks, Severity } from "../engine/control.ts";
import type { Level } from "../profiles.ts";

/** Grows by one when a field changes its meaning or goes; new fields leave it as it is. */
export const REPORT_VERSION = 1;

/** Where a run looked: the offline plan, a preview or update by the engine, an exported state. */
export type Door = "plan" | "preview" | "state";

/** `exempt`: it fails, and a valid exemption says why that is accepted for a while. */
export type Outcome = "pass" | "fail" | "undecided" | "exempt";

/** What the pack says of a stack: everything that the reports are written from. */
export interface Report {
  readonly version: typeof REPORT_VERSION;
  readonly pack: { readonly name: string; readonly version: string };
  readonly project: string;
  readonly stack: string;
  /** Name of the profile: `dev`, `staging` or `prod`. */
  readonly profile: string;
  readonly door: Door;
  /** Day of the run in UTC, `2026-11-22`, against which expiries are judged. */
  readonly date: string;
  /** Every control of the pack, also those that found nothing to judge. */
  readonly controls: readonly ReportedControl[];
  /** Controls of the catalogue that are not written yet. */
  readonly planned: readonly PlannedControl[];
  /** One for each pair of a control and a resource that it concerns, in the order of both. */
  readonly results: readonly ReportedResult[];
  readonly exemptions: readonly ReportedExemption[];
  readonly summary: Summary;
}

export interface ReportedControl {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /**
   * What a failure does; `disabled` controls are not run. Of a preview it is the profile's, for the
   * engine tells a pack no level of its configuration.
   */
  readonly level: Level;
  readonly frameworks: Frameworks;
  readonly cause: string;
  readonly remedy: string;
}

export interface PlannedControl {
  readonly id: string;
  readonly title: string;
  /** What it waits for. */
  readonly needs: string;
}

export interface ReportedResult {
  readonly control: string;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Whether it stops an update. */
  readonly blocks: boolean;
  /** Whether its findings are accepted, also where something beside them is undecided. */
  readonly exempt: boolean;
  /** Line of the program that made the resource, where it is known. */
  readonly source?: { readonly file: string; readonly line: number };
  /** What is wrong, accepted or not. */
  readonly findings: readonly ReportedFinding[];
  /** What could not be decided, also beside failures. */
  readonly undecided: readonly ReportedGap[];
}

export interface ReportedFinding {
  /** One sentence without a full stop; never a secret. */
  readonly message: string;
  readonly property?: string;
  /** The same in every run for the same control, resource, property and message: 64 hex digits. */
  readonly fingerprint: string;
}

export interface ReportedGap {
  /** Empty when the control itself broke. */
  readonly property: string;
  readonly reason: string;
  /** Whether the control threw, which blocks even where what is undecided is only shown. */
  readonly defect: boolean;
}

export interface ReportedExemption {
  readonly control: string;
  /** The URN, or a pattern with `*`. */
  readonly urn: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds. */
  readonly expires: string;
  readonly ticket?: string;
  /** `used` ones silence a finding; all others fail the run. */
  readonly state: "used" | "unused" | "expired" | "invalid";
  /** What is wrong with it, unless it is used. */
  readonly problem?: string;
}

/** Numbers of results, but for `exemptions` and `blocking`. */
export interface Summary {
  readonly bySeverity: Readonly<Record<Severity, Readonly<Record<Outcome, number>>>>;
  /** Results with an answer, as a share of all of them: 0…1. */
  readonly decided: number;
  /** What stops an update: mandatory failures, undecided mandatory controls, bad exemptions. */
  readonly blocking: number;
  readonly exemptions: number;
}
