import { randomUUID } from "node:crypto";

import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  StackValidation,
  StackValidationArgs,
} from "@pulumi/policy";

import type { Control } from "./control.ts";
import { exempted } from "./run.ts";
import { type Judgement, judge, type Undecided } from "./judge.ts";
import type { Values } from "./parameters.ts";
import { type PackSettings, SETTINGS_SCHEMA } from "./packSettings.ts";
import { type Enforced, Session, type SessionOptions } from "./session.ts";
import { twinsOf } from "./tokens.ts";

/**
 * The controls as rules of the Pulumi SDK.
 *
 * A resource control speaks before its resource is made. What it can't decide there, for lack of a
 * value, it decides when all resources are registered: only then does the engine say where values
 * come from. Every rule sees what a resource is registered with, not what comes of it, so that this
 * door and the offline plan say the same.
 *
 * The SDK unpacks all properties once more for each rule that it runs. So a rule that has nothing to
 * do is passed over: by its type, which the engine is told, or by having no function at that moment.
 * What is left of a resource is one unpacking to remember it and one for each control that judges it
 * by itself, and of the stack one for each control that has something to say. All controls are asked
 * about the first resource, for that is how the pack learns which of them the engine runs. A rule
 * that is passed over by mistake loses nothing: what was not said of a resource is said of the stack.
 */
export function policiesOf(enforced: readonly Enforced[], options?: SessionOptions): PackPolicies {
  const session = new Session(enforced, options);
  const settings = settingsOf(session);
  const controls = enforced.map((entry) => policyOf(entry, session));
  return {
    run: [settings, witnessOf(session), ...controls],
    advertised: [
      ofStack(settings),
      ...controls.map((policy, index) =>
        enforced[index]?.control.scope === "resource" ? policy : ofStack(policy),
      ),
    ],
  };
}

export interface PackPolicies {
  /** What the SDK runs. */
  readonly run: Policies;
  /**
   * What the engine is told of, and may configure. It counts whatever stays silent as passed, so that
   * a control of the whole stack is none of a resource to it.
   */
  readonly advertised: Policies;
}

/** The policy as one of the stack alone. */
function ofStack(policy: Policies[number]): Policies[number] {
  return { ...policy, validateResource: undefined } as Policies[number];
}

/** Takes the pack's own settings. Once they are read there is nothing left to do. */
function settingsOf(session: Session): Policies[number] {
  const read = (args: ResourceValidationArgs | StackValidationArgs) => {
    session.setUp(args.getConfig<PackSettings>());
  };
  return {
    name: "settings",
    displayName: "Settings of the pack",
    description: "Holds the pack's settings; never reports",
    enforcementLevel: "advisory",
    configSchema: SETTINGS_SCHEMA,
    get validateResource() {
      return session.isSetUp ? undefined : read;
    },
    get validateStack() {
      return unless(session.isSetUp, read);
    },
  };
}

/**
 * Remembers what the program states; stands before the controls. The engine hands on whatever a
 * configuration names, so nobody can know this policy's name beforehand.
 */
function witnessOf(session: Session): Policies[number] {
  return {
    name: `witness-${randomUUID()}`,
    description: "Remembers what the program states; never reports",
    // Only what may mend a resource is shown which values are secret; it never mends one.
    enforcementLevel: "remediate",
    remediateResource: (args) => {
      session.witness(args);
    },
    validateResource: (args) => {
      session.remember(args);
    },
    validateStack: (args) => {
      session.judged(args);
    },
  };
}

/** A function, unless there is nothing to do: whether a rule has it, the SDK asks at run time alone. */
function unless(idle: boolean, ask: StackValidation): StackValidation {
  return (idle ? undefined : ask) as StackValidation;
}

function policyOf({ control, level, parameters }: Enforced, session: Session): Policies[number] {
  const { frameworks, id } = control;
  const [reference] = frameworks.fsbp;
  const types = new Set(control.types.flatMap(twinsOf));
  const concerns = (type: string) => types.has("*") || types.has(type);
  /** The SDK passes this over, and tells the engine that the control is about another type. */
  const otherTypes = Object.assign(() => undefined, { __pulumiType: control.types[0] });
  /** What was said of a resource before it was made; `whole` if nothing is left to be decided. */
  const told = new Map<
    string,
    { readonly whole: boolean; readonly messages: ReadonlySet<string> }
  >();

  const validateResource = (args: ResourceValidationArgs, report: ReportViolation) => {
    session.demandSettings();
    session.configure(id, args.getConfig<Values>());
    if (control.scope !== "resource" || !concerns(args.type)) return;
    const { resource, stack } = session.resource(args);
    const judged = judge(control, resource, stack, session.settings());
    session.keep(judged);
    const judgement = exempted(judged, session.exemptions(stack));
    tell(judgement, report);
    const defects = judgement.undecided.filter(({ defect }) => defect);
    tellUndecided(args.urn, defects, report, session.blocks);
    told.set(args.urn, {
      whole: defects.length === judgement.undecided.length,
      messages: new Set(judgement.findings.map(({ message }) => message)),
    });
  };
  const untold = (judgements: readonly Judgement[]) =>
    judgements.flatMap((judgement): Judgement[] => {
      if (judgement.control !== control) return [];
      const before = control.scope === "resource" ? told.get(judgement.urn) : undefined;
      if (before?.whole === true) return [];
      const findings = judgement.findings.filter(
        ({ message }) => before?.messages.has(message) !== true,
      );
      const rest = { ...judgement, findings };
      return findings.length + rest.undecided.length > 0 ? [rest] : [];
    });
  const validateStack = (args: StackValidationArgs, report: ReportViolation) => {
    session.demandSettings();
    for (const judgement of untold(session.judged(args).judgements)) {
      tell(judgement, report);
      tellUndecided(judgement.urn, judgement.undecided, report, session.blocks);
    }
  };
  return {
    name: id,
    displayName: control.title,
    description: control.title,
    enforcementLevel: level,
    severity: control.severity,
    remediationSteps: control.remedy,
    tags: frameworks.nist.map((requirement) => `NIST ${requirement}`),
    ...(reference === undefined ? {} : { framework: FSBP(reference) }),
    configSchema: schemaOf(control, parameters),
    get validateResource() {
      const type = session.currentType;
      if (type === undefined || !session.isConfigured(id)) return validateResource;
      if (control.scope !== "resource") return undefined;
      return concerns(type) ? validateResource : otherTypes;
    },
    get validateStack() {
      const result = session.currentResult;
      const idle = result !== undefined && untold(result.judgements).length === 0;
      return unless(idle, validateStack);
    },
  };
}

const FSBP = (reference: string) => ({
  name: "AWS Foundational Security Best Practices",
  version: "1.0.0",
  reference,
  specification: `https://docs.aws.amazon.com/securityhub/latest/userguide/${
    reference.split(".")[0]?.toLowerCase() ?? ""
  }-controls.html`,
});

/** The engine fills in the defaults of the schema: so the profile's values stand there. */
function schemaOf({ parameters = {} }: Control, profile: Values = {}): PolicyConfigSchema {
  const properties = Object.entries(parameters).map(([name, { schema, description, ...rest }]) => [
    name,
    { ...schema, description, default: profile[name] ?? rest.default },
  ]);
  return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}

/** A violation with a level of its own, which the SDK takes though its types do not say so. */
type ReportAt = (violation: {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}) => void;

function tell({ urn, findings, exemption }: Judgement, report: ReportViolation): void {
  for (const { message, remedy } of findings) {
    if (exemption === undefined) report(`${message}. ${remedy}`, urn);
    else {
      const { expires, owner, reason } = exemption;
      show(`Exempt until ${expires} (${owner}: ${reason}): ${message}`, urn, report);
    }
  }
}

/**
 * A control that broke speaks at its own level in any case: that is a fault of the pack, not of a
 * first preview.
 */
function tellUndecided(
  urn: string,
  undecided: readonly Undecided[],
  report: ReportViolation,
  blocks: boolean,
): void {
  for (const { property, reason, defect } of undecided) {
    const message = `Undecided: ${property === "" ? reason : `${property} ${reason}`}`;
    if (blocks || defect) report(message, urn);
    else show(message, urn, report);
  }
}

/** Reports something that never blocks. */
function show(message: string, urn: string, report: ReportViolation): void {
  (report as unknown as ReportAt)({ message, urn, enforcementLevel: "advisory" });
}
