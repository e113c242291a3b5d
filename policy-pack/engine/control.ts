import type { StackView } from "./associations.ts";
import type { Exemption, JudgedExemption } from "./exemptions.ts";
import type { Parameters, Values, ValuesOf } from "./parameters.ts";
import type { Verdicts } from "./verdict.ts";
import type { View } from "./view.ts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Requirements of other people's catalogues that a control helps to meet. */
export interface Frameworks {
  /** AWS Foundational Security Best Practices, `S3.8`. */
  readonly fsbp: readonly string[];
  /** Controls of Security Hub outside that standard. @default none */
  readonly securityHub?: readonly string[];
  /** CIS AWS Foundations Benchmark v3.0. */
  readonly cis3: readonly string[];
  /** CIS AWS Foundations Benchmark v7.0. */
  readonly cis7: readonly string[];
  /** NIST SP 800-53 revision 5. */
  readonly nist: readonly string[];
}

/** The stack and its account, as the pack knows them. */
export interface Environment {
  /** `dev`, `staging`, `prod` or a stack's own name. */
  readonly name: string;
  /** Whether this stack holds the settings that an account has once. */
  readonly ownsAccountBaseline: boolean;
}

/** What is set for a run, beside the resources. */
export interface Settings {
  /** @default the stack's name, which owns the account's baseline if it holds the component for it */
  readonly environment?: Partial<Environment> | undefined;
  /** Account ids, for providers that do not say. @default none */
  readonly ownAccounts?: readonly string[] | undefined;
  /** Parameters by control. @default each control's own */
  readonly parameters?: Readonly<Record<string, Values>> | undefined;
  /** Findings of all stacks that are accepted for a while, and the day of the run. @default none */
  readonly exemptions?: ExemptionSettings | undefined;
}

export interface ExemptionSettings {
  readonly all: readonly Exemption[];
  /** Today in UTC, `2026-11-22`. */
  readonly date: string;
  /** Every control that there is, also those that do not run. @default those of the run */
  readonly controls?: readonly Control[];
}

/** What a control may look at when it judges one resource. */
export interface ResourceContext<P extends Parameters = Parameters> {
  readonly resource: View;
  readonly parameters: ValuesOf<P>;
  readonly environment: Environment;
  /**
   * The account that the stack belongs to: the provider's `allowedAccountIds`, else the pack's
   * setting.
   *
   * @throws Undecidable when neither says.
   */
  readonly ownAccounts: () => readonly string[];
}

/** What a control may look at when it judges a resource beside the others. */
export interface StackContext<P extends Parameters = Parameters> extends ResourceContext<P> {
  readonly stack: StackView;
  /** What is set for the run, for a control that goes by the verdicts of others. */
  readonly settings: Settings;
}

interface ControlData<P extends Parameters> {
  /** As in the catalogue; also the file's name. */
  readonly id: string;
  /** What holds when it passes: "S3 buckets block all public access". */
  readonly title: string;
  readonly severity: Severity;
  readonly frameworks: Frameworks;
  /** What may happen otherwise, one or two sentences. */
  readonly cause: string;
  /** What to do, one or two sentences. */
  readonly remedy: string;
  /** Canonical types of the resources that get a verdict; twins follow. `*` for all. */
  readonly types: readonly string[];
  /** Canonical types that a verdict also looks at. @default none */
  readonly related?: readonly string[];
  /** @default none */
  readonly parameters?: P;
}

/** Judges one resource by itself: stops an update before the resource is made. */
export interface ResourceControl<P extends Parameters = Parameters> extends ControlData<P> {
  readonly scope: "resource";
  /** Pure: no state, no clock, no input beside the context. */
  check(context: ResourceContext<P>): Verdicts;
}

/** Judges one resource with a look at the others of the stack. */
export interface StackControl<P extends Parameters = Parameters> extends ControlData<P> {
  readonly scope: "stack";
  check(context: StackContext<P>): Verdicts;
}

/** Judges the run itself, once all other controls have spoken; reports on the stack. */
export interface RunControl extends ControlData<Parameters> {
  readonly scope: "run";
  check(context: { readonly exemptions: readonly JudgedExemption[] }): Verdicts;
}

export type Control = ResourceControl | StackControl | RunControl;

/** Gives `check` the types of the control's own parameters and of its scope's context. */
export function defineControl<const P extends Parameters = Parameters>(
  control: ResourceControl<P> | StackControl<P> | RunControl,
): Control {
  return control;
}
