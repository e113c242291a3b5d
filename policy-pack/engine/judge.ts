import type { StackView } from "./associations.ts";
import type {
  Control,
  ResourceContext,
  ResourceControl,
  Settings,
  Severity,
  StackControl,
} from "./control.ts";
import type { Exemption } from "./exemptions.ts";
import { ParameterError, type Parameters, type ValuesOf, valuesOf } from "./parameters.ts";
import { Undecidable } from "./reading.ts";
import { type PolicyResource, stackInUrn } from "./resource.ts";
import { type Verdict, type Verdicts, verdictOf } from "./verdict.ts";
import { type OnRead, View } from "./view.ts";

export type { ExemptionSettings, Settings } from "./control.ts";

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
  /** `exempt`: it fails, and `exemption` says why that is accepted. */
  readonly outcome: "pass" | "fail" | "exempt" | "undecided" | "notApplicable";
  /** Why it fails, exempt or not. */
  readonly findings: readonly Finding[];
  /** What could not be decided, also beside failures. */
  readonly undecided: readonly Undecided[];
  readonly exemption?: Exemption;
}

/**
 * Judges one resource by one control. Whatever happens inside, the answer is a judgement: nothing
 * that one control or resource does can hide what another finds.
 */
export function judge(
  control: ResourceControl | StackControl,
  resource: PolicyResource,
  stack: StackView,
  settings: Settings = {},
  onRead?: OnRead,
): Judgement {
  const context = contextOf(control, new View(resource, onRead), stack, settings);
  const judgement = answer(control, resource.urn, () =>
    control.scope === "stack"
      ? control.check({ ...context, stack, settings })
      : control.check(context),
  );
  if (judgement.findings.length === 0) return judgement;
  const findings = judgement.findings.map((finding) => ({
    ...finding,
    message: stack.resources.discreet(finding.message),
  }));
  return { ...judgement, findings };
}

/** What a control says, also if it throws. */
export function answer(control: Control, urn: string, ask: () => Verdicts): Judgement {
  try {
    const found = ask();
    return judgementOf(control, urn, "outcome" in found ? [found] : found, false);
  } catch (error) {
    if (error instanceof Undecidable) return judgementOf(control, urn, [verdictOf(error)], false);
    return judgementOf(control, urn, [defectOf(urn, error)], true);
  }
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

/** Never what was thrown: a message may hold what the control read, as that of `JSON.parse` does. */
function defectOf(urn: string, error: unknown): Verdict {
  const kind = BUILT_IN.find((type) => error instanceof type)?.name ?? "an error";
  const reason = error instanceof ParameterError ? error.message : `the control broke with ${kind}`;
  return { outcome: "undecided", property: "", urn, reason };
}

const BUILT_IN = [RangeError, ReferenceError, SyntaxError, TypeError];

/** Component that holds what an account has once, and that a stack has only if it owns it. */
const BASELINE = "rampart:systems:Account";

function contextOf(
  control: ResourceControl | StackControl,
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
      ownsAccountBaseline: environment.ownsAccountBaseline ?? stack.ofType(BASELINE).length > 0,
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
