import { randomUUID } from "node:crypto";

import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  StackValidation,
  StackValidationArgs,
} from "@pulumi/policy";

import type { Control, ResourceControl } from "./control.ts";
import { exempted } from "./run.ts";
import { type Judgement, judge, type Undecided } from "./judge.ts";
import type { Values } from "./parameters.ts";
import { type PackSettings, SETTINGS_SCHEMA } from "./packSettings.ts";
import { type Enforced, Session, type SessionOptions, type Subject } from "./session.ts";
import { tell, tellUndecided } from "./telling.ts";
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
 * What is left of a resource is one unpacking to remember it and one for each control that has
 * something to say of it, and the same of the stack. All controls are asked about the first resource,
 * for that is how the pack learns which of them the engine runs. A rule that is passed over by mistake
 * loses nothing: what was not said of a resource is said of the stack.
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
        // A copy keeps the functions that a rule has before anything is asked.
        enforced[index]?.control.scope === "resource" ? { ...policy } : ofStack(policy),
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

  let last: { readonly of: Subject; readonly judgement: Judgement } | undefined;
  /** What the control says of a resource by itself; found once, however often the SDK asks. */
  const judged = (subject: Subject): Judgement => {
    if (last?.of === subject) return last.judgement;
    const { resource, stack } = subject;
    const judgement = judge(control as ResourceControl, resource, stack, session.settings());
    session.keep(judgement);
    last = { of: subject, judgement: exempted(judgement, session.exemptions(stack)) };
    told.set(resource.urn, {
      whole: judgement.undecided.every(({ defect }) => defect),
      messages: new Set(judgement.findings.map(({ message }) => message)),
    });
    return last.judgement;
  };
  const validateResource = (args: ResourceValidationArgs, report: ReportViolation) => {
    session.demandSettings();
    session.configure(id, args.getConfig<Values>());
    const subject = session.currentSubject;
    if (control.scope !== "resource" || subject === undefined || !concerns(args.type)) return;
    const judgement = judged(subject);
    tell(judgement, report);
    tellUndecided(args.urn, defectsOf(judgement), report, session.blocks);
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
  /** What the SDK finds as the rule's function, for which it looks several times a resource. */
  let asked: { readonly of: Subject; readonly does: ResourceValidation | undefined } | undefined;
  const toDo = (subject: Subject): ResourceValidation | undefined => {
    if (control.scope !== "resource") return undefined;
    if (!concerns(subject.resource.type)) return otherTypes;
    const judgement = judged(subject);
    const idle = judgement.findings.length + defectsOf(judgement).length === 0;
    return idle ? undefined : validateResource;
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
      const subject = session.currentSubject;
      if (subject === undefined || !session.isConfigured(id)) return validateResource;
      if (asked?.of !== subject) asked = { of: subject, does: toDo(subject) };
      return asked.does;
    },
    get validateStack() {
      const result = session.currentResult;
      const idle = result !== undefined && untold(result.judgements).length === 0;
      return unless(idle, validateStack);
    },
  };
}

/** What is not left to the stack's rules, where no more would be known. */
function defectsOf({ undecided }: Judgement): readonly Undecided[] {
  return undecided.filter(({ defect }) => defect);
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
