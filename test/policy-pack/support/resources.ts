import type { PolicyResource, Properties, Value } from "../../../policy-pack/engine/resource.ts";
import { isList, isProperties, UNKNOWN } from "../../../policy-pack/engine/resource.ts";

/** The account of hand-made resources; their provider says so. */
export const ACCOUNT = "111122223333";
/** Some other account. */
export const FOREIGN = "999988887777";

/** The provider of all hand-made resources. */
export const PROVIDER: PolicyResource = {
  urn: "urn:pulumi:dev::rampart::pulumi:providers:aws::aws",
  type: "pulumi:providers:aws",
  name: "aws",
  inputs: { allowedAccountIds: JSON.stringify([ACCOUNT]), region: "us-east-1" },
  propertyDependencies: {},
  dependencies: [],
  protect: false,
  ignoreChanges: [],
};

/** The stack itself, on which presence controls report. */
export const STACK: PolicyResource = {
  ...PROVIDER,
  urn: "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev",
  type: "pulumi:pulumi:Stack",
  name: "rampart-dev",
  inputs: {},
};

/** A resource of the stack `dev`; what is not said is as most resources have it. */
export function resource(
  type: string,
  name: string,
  inputs: Properties,
  more: Partial<PolicyResource> = {},
): PolicyResource {
  return {
    urn: `urn:pulumi:dev::rampart::${type}::${name}`,
    type,
    name,
    provider: PROVIDER.urn,
    inputs,
    propertyDependencies: {},
    dependencies: [],
    protect: false,
    ignoreChanges: [],
    ...more,
  };
}

/** A policy document as text, as most resources want it. */
export function document(...statements: Value[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The same resources, one property of one of them changed; without a value it is left out. */
export function changed(
  resources: readonly PolicyResource[],
  name: string,
  path: string,
  value?: Value,
): PolicyResource[] {
  return resources.map((entry) =>
    entry.name === name
      ? { ...entry, inputs: setIn(entry.inputs, stepsOf(path), value) as Properties }
      : entry,
  );
}

/** The same resources, one property unknown and of no known origin: the worst case of a preview. */
export function blinded(
  resources: readonly PolicyResource[],
  urn: string,
  path: string,
): PolicyResource[] {
  const [property = ""] = stepsOf(path);
  return resources.map((entry) => {
    if (entry.urn !== urn) return entry;
    const propertyDependencies = { ...entry.propertyDependencies, [property]: [] };
    const inputs = setIn(entry.inputs, stepsOf(path), UNKNOWN) as Properties;
    return { ...entry, inputs, propertyDependencies };
  });
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== "");
}

/** Text that holds JSON is one value: what is unknown in it makes all of it unknown. */
function setIn(
  value: Value | undefined,
  [step, ...rest]: string[],
  leaf?: Value,
): Value | undefined {
  if (step === undefined || typeof value === "string") return leaf;
  if (isList(value)) {
    return value.map((entry, index) =>
      index === Number(step) ? (setIn(entry, rest, leaf) ?? null) : entry,
    );
  }
  const { [step]: old, ...others } = (isProperties(value) ? value : {}) as Properties;
  const inner = setIn(old, rest, leaf);
  return inner === undefined ? others : { ...others, [step]: inner };
}
