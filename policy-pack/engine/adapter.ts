import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";

import type { Control } from "./control.ts";
import type { Values } from "./parameters.ts";
import { type Judgement, judge, subjectsOf, type Undecided } from "./run.ts";
import { Session, SETTINGS_SCHEMA } from "./session.ts";
import { twinsOf } from "./tokens.ts";

/** A control as the pack runs it. */
export interface Enforced {
  readonly control: Control;
  readonly level: "mandatory" | "advisory" | "disabled";
  /** Parameters of the profile. */
  readonly parameters?: Values | undefined;
}

/**
 * The controls as rules of the Pulumi SDK.
 *
 * A resource control speaks before its resource is made. What it can't decide there, for lack of a
 * value, it decides when all resources are registered: only then does the engine say where values
 * come from. Every rule sees what the program states, not what the provider adds, so that this door
 * and the offline plan say the same.
 */
export function policiesOf(enforced: readonly Enforced[]): Policies {
  const session = new Session();
  return [
    {
      name: "settings",
      displayName: "Settings of the pack",
      description: "Holds the pack's settings and remembers what the program states; never reports",
      enforcementLevel: "advisory",
      configSchema: SETTINGS_SCHEMA,
      validateResource: (args) => {
        session.remember(args);
      },
    },
    ...enforced.map((entry) => policyOf(entry, session)),
  ];
}

function policyOf({ control, level, parameters }: Enforced, session: Session): Policies[number] {
  const { frameworks } = control;
  const [reference] = frameworks.fsbp;
  const deferred = new Map<string, ReadonlySet<string>>();
  const settings = (args: Pick<ResourceValidationArgs, "getConfig">) =>
    session.settings({ [control.id]: { ...parameters, ...args.getConfig<Values>() } });

  const validateResource = (args: ResourceValidationArgs, report: ReportViolation) => {
    if (!concerns(control, args.type)) return;
    deferred.delete(args.urn);
    const { resource, stack } = session.resource(args);
    const judgement = judge(control, resource, stack, settings(args));
    tell(judgement, report);
    const defects = judgement.undecided.filter(({ defect }) => defect);
    tellUndecided(args.urn, defects, report, session.blocks);
    if (defects.length === judgement.undecided.length) return;
    deferred.set(args.urn, new Set(judgement.findings.map(({ message }) => message)));
  };
  const validateStack = (args: StackValidationArgs, report: ReportViolation) => {
    const stack = session.stack(args);
    for (const resource of subjectsOf(control, stack.resources)) {
      const reported = control.scope === "stack" ? new Set<string>() : deferred.get(resource.urn);
      if (reported === undefined && session.remembers(resource.urn)) continue;
      const judgement = judge(control, resource, stack, settings(args));
      const fresh = judgement.findings.filter(({ message }) => reported?.has(message) !== true);
      tell({ ...judgement, findings: fresh }, report);
      tellUndecided(resource.urn, judgement.undecided, report, session.blocks);
    }
  };
  return {
    name: control.id,
    displayName: control.title,
    description: control.title,
    enforcementLevel: level,
    severity: control.severity,
    remediationSteps: control.remedy,
    tags: frameworks.nist.map((requirement) => `NIST ${requirement}`),
    ...(reference === undefined ? {} : { framework: FSBP(reference) }),
    configSchema: schemaOf(control, parameters),
    ...(control.scope === "resource" ? { validateResource: fast(control, validateResource) } : {}),
    validateStack,
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

function concerns(control: Control, type: string): boolean {
  return control.types.some((wanted) => wanted === "*" || twinsOf(wanted).includes(type));
}

/** Lets the SDK skip a rule of one type before it unpacks the resource's properties. */
function fast<T extends object>({ types }: Control, validate: T): T {
  const [type = "*"] = types;
  const single = types.length === 1 && type !== "*" && twinsOf(type).length === 1;
  return single ? Object.assign(validate, { __pulumiType: type }) : validate;
}

/** A violation with a level of its own, which the SDK takes though its types do not say so. */
type ReportAt = (violation: {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}) => void;

function tell({ control, urn, findings }: Judgement, report: ReportViolation): void {
  for (const { message } of findings) report(`${message}. ${control.remedy}`, urn);
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
    else (report as unknown as ReportAt)({ message, urn, enforcementLevel: "advisory" });
  }
}
