import { StackView } from "./associations.ts";
import type { Control, Environment, ResourceContext, Severity } from "./control.ts";
import { type Values, type ValuesOf, type Parameters, valuesOf } from "./parameters.ts";
import { Undecidable } from "./reading.ts";
import { type PolicyResource, ResourceSet, stackInUrn } from "./resource.ts";
import { type Verdict, type Verdicts, verdictOf } from "./verdict.ts";
import { type OnRead, View } from "./view.ts";

/** What is set for a run, beside the resources. */
export interface Settings {
  /** @default the stack's name, which owns no account baseline */
  readonly environment?: Partial<Environment> | undefined;
  /** Account ids, for providers that do not say. @default none */
  readonly ownAccounts?: readonly string[] | undefined;
  /** Parameters by control. @default each control's own */
  readonly parameters?: Readonly<Record<string, Values>> | undefined;
}

/** One thing that is wrong with one resource. */
export interface Finding {
  readonly control: string;
  readonly severity: Severity;
  readonly urn: string;
  readonly property?: string;
  readonly message: string;
  readonly remedy: string;
}

/** A verdict that could not be given: a property was missing, or the control itself broke. */
export interface Undecided {
  readonly control: string;
  readonly severity: Severity;
  readonly urn: string;
  /** With the name of its resource before it where that is another one. */
  readonly property: string;
  readonly reason: string;
  /** Whether the control threw: a fault of ours, not of the stack. */
  readonly defect: boolean;
}

/** What one control says of one resource. */
export interface Judgement {
  readonly control: Control;
  readonly urn: string;
  readonly outcome: "pass" | "fail" | "undecided" | "notApplicable";
  /** Why it fails. */
  readonly findings: readonly Finding[];
  /** What could not be decided, also beside failures. */
  readonly undecided: readonly Undecided[];
}

/** All judgements of a run. */
export interface Result {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Pairs of control and resource that passed, by control. */
  readonly passed: Readonly<Record<string, number>>;
}

/** Judges every resource of a stack by every control that concerns it. */
export function run(
  controls: readonly Control[],
  resources: readonly PolicyResource[],
  settings: Settings = {},
  onRead?: (control: Control, urn: string, path: string) => void,
): Result {
  const stack = new StackView(new ResourceSet(resources));
  const judgements = controls.flatMap((control) => {
    const listen =
      onRead &&
      ((urn: string, path: string) => {
        onRead(control, urn, path);
      });
    return subjectsOf(control, stack.resources).map((resource) =>
      judge(control, resource, stack.heardBy(listen), settings, listen),
    );
  });
  const passed: Record<string, number> = {};
  for (const { control, outcome } of judgements) {
    passed[control.id] = (passed[control.id] ?? 0) + (outcome === "pass" ? 1 : 0);
  }
  return {
    judgements,
    findings: judgements.flatMap(({ findings }) => findings),
    undecided: judgements.flatMap(({ undecided }) => undecided),
    passed,
  };
}

/** The resources that get a verdict of a control. */
export function subjectsOf(control: Control, resources: ResourceSet): readonly PolicyResource[] {
  return control.types.flatMap((type) => resources.ofType(type));
}

/**
 * Judges one resource by one control. Whatever happens inside, the answer is a judgement: nothing
 * that one control or resource does can hide what another finds.
 */
export function judge(
  control: Control,
  resource: PolicyResource,
  stack: StackView,
  settings: Settings = {},
  onRead?: OnRead,
): Judgement {
  const view = new View(resource, onRead);
  const context = contextOf(control, view, stack, settings);
  let verdicts: readonly Verdict[];
  let defect = false;
  try {
    const found: Verdicts =
      control.scope === "stack" ? control.check({ ...context, stack }) : control.check(context);
    verdicts = "outcome" in found ? [found] : found;
  } catch (error) {
    defect = !(error instanceof Undecidable);
    verdicts = [error instanceof Undecidable ? verdictOf(error) : defectOf(resource.urn, error)];
  }
  return judgementOf(control, resource.urn, verdicts, defect);
}

function judgementOf(
  control: Control,
  urn: string,
  verdicts: readonly Verdict[],
  defect: boolean,
): Judgement {
  const subject = { control: control.id, severity: control.severity, urn };
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const verdict of verdicts) {
    if (verdict.outcome === "fail") {
      const { message, property } = verdict;
      const place = property === undefined ? {} : { property };
      findings.push({ ...subject, ...place, message, remedy: control.remedy });
    } else if (verdict.outcome === "undecided") {
      const { reason } = verdict;
      const elsewhere = verdict.urn === urn ? "" : `${verdict.urn.split("::").at(-1) ?? ""}: `;
      undecided.push({ ...subject, property: elsewhere + verdict.property, reason, defect });
    }
  }
  const concerns = verdicts.some(({ outcome }) => outcome !== "notApplicable");
  const outcome =
    findings.length > 0
      ? "fail"
      : undecided.length > 0
        ? "undecided"
        : // A list of no parts is a pass: none of them is wrong.
          concerns || verdicts.length === 0
          ? "pass"
          : "notApplicable";
  return { control, urn, outcome, findings, undecided };
}

function defectOf(urn: string, error: unknown): Verdict {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { outcome: "undecided", property: "", urn, reason: `the control broke: ${what}` };
}

function contextOf(
  control: Control,
  resource: View,
  stack: StackView,
  settings: Settings,
): ResourceContext {
  const { environment = {}, parameters = {} } = settings;
  // Each value is of its parameter's type, so that the whole has the shape that `check` expects.
  const values = valuesOf(control.parameters ?? {}, parameters[control.id]) as ValuesOf<Parameters>;
  return {
    resource,
    parameters: values,
    environment: {
      name: environment.name ?? stackInUrn(resource.urn),
      ownsAccountBaseline: environment.ownsAccountBaseline ?? false,
    },
    ownAccounts: () => ownAccounts(resource, stack, settings),
  };
}

function ownAccounts(resource: View, stack: StackView, settings: Settings): readonly string[] {
  const provider = resource.resource.provider ?? "";
  const stated = stack.byUrn(provider)?.at("allowedAccountIds").json().texts() ?? [];
  const accounts = stated.length > 0 ? stated : (settings.ownAccounts ?? []);
  if (accounts.length === 0) throw new Undecidable("allowedAccountIds", provider, "is unknown");
  return accounts;
}
