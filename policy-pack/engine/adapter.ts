import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";

import type { Control } from "./control.ts";
import { exempted } from "./run.ts";
import { type Judgement, judge, type Undecided } from "./judge.ts";
import type { Values } from "./parameters.ts";
import { type Enforced, Session, type SessionOptions, SETTINGS_SCHEMA } from "./session.ts";
import { twinsOf } from "./tokens.ts";

/**
 * The controls as rules of the Pulumi SDK.
 *
 * A resource control speaks before its resource is made. What it can't decide there, for lack of a
 * value, it decides when all resources are registered: only then does the engine say where values
 * come from. Every rule sees what the program states, not what the provider adds, so that this door
 * and the offline plan say the same.
 *
 * The SDK unpacks all properties once more for each rule that it runs. So a rule that has nothing to
 * do stands there without a function at that moment; what is left is one unpacking for each resource
 * and each finding. A rule that is passed over by mistake loses nothing: what was not said of a
 * resource is said of the stack.
 */
export function policiesOf(enforced: readonly Enforced[], options?: SessionOptions): Policies {
  const session = new Session(enforced, options);
  return [
    {
      name: "settings",
      displayName: "Settings of the pack",
      description: "Holds the pack's settings and remembers what the program states; never reports",
      // Only what may mend a resource is shown which values are secret; it never mends one.
      enforcementLevel: "remediate",
      configSchema: SETTINGS_SCHEMA,
      remediateResource: (args) => {
        session.witness(args);
      },
      validateResource: (args) => {
        session.remember(args);
      },
      validateStack: (args) => {
        session.judged(args);
      },
    },
    ...enforced.map((entry) => policyOf(entry, session)),
  ];
}

function policyOf({ control, level, parameters }: Enforced, session: Session): Policies[number] {
  const { frameworks, id } = control;
  const [reference] = frameworks.fsbp;
  const types = new Set(control.types.flatMap(twinsOf));
  const concerns = (type: string) => types.has("*") || types.has(type);
  /** What was said of a resource before it was made; all of it, unless something was undecided. */
  const told = new Map<
    string,
    { readonly whole: boolean; readonly messages: ReadonlySet<string> }
  >();

  const validateResource = (args: ResourceValidationArgs, report: ReportViolation) => {
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
      const idle = type !== undefined && !(control.scope === "resource" && concerns(type));
      return idle && session.isConfigured(id) ? undefined : validateResource;
    },
    get validateStack() {
      const result = session.currentResult;
      const idle = result !== undefined && untold(result.judgements).length === 0;
      // Whether a rule has the function, the SDK asks at run time alone.
      return (idle ? undefined : validateStack) as typeof validateStack;
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

/** A control that broke blocks in any case: that is a fault of the pack, not of a first preview. */
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
