import { isDeepStrictEqual } from "node:util";

import { type Graph, isProvider, type Resource } from "../../../plan/graph/resource.ts";
import {
  isProperties,
  isSecret,
  isUnknown,
  type Properties,
  type Value,
} from "../../../plan/graph/value.ts";
import { holdsSecret } from "../../support/values.ts";
import { factsOf } from "../standIn/types.ts";

/**
 * How closely inputs are compared. `exact`: both graphs are previews, so that the same places are
 * unknown; `known`: the engine has real values where the plan has unknowns; `none`: the plan's
 * values are made up.
 */
export type Closeness = "exact" | "known" | "none";

/**
 * Where the engine's view of a program differs from the offline plan, as `URN: field: …`; empty
 * when they agree. Outputs of the stack are compared where the engine has them: in a state. What only the engine can add is no difference: default providers, their
 * versions, and the names that a provider makes up. Not compared, since the engine keeps neither:
 * `deleteBeforeReplace`, and aliases that matched nothing.
 */
export function disagreements(plan: Graph, engine: Graph, closeness: Closeness): string[] {
  const planned = byUrn(plan);
  const registered = byUrn(engine);
  const comparison = { closeness, madeUpNames: madeUpNames(planned, registered) };
  return [
    ...[...registered.keys()]
      .filter((urn) => !planned.has(urn))
      .map((urn) => `${urn}: the plan does not have it`),
    ...[...planned].flatMap(([urn, resource]) => {
      const other = registered.get(urn);
      if (other === undefined) return [`${urn}: the engine does not have it`];
      return differences(resource, other, comparison).map((difference) => `${urn}: ${difference}`);
    }),
    ...(closeness === "known"
      ? valueDifferences("outputs", plan.outputs, engine.outputs, comparison)
      : []),
  ];
}

interface Comparison {
  readonly closeness: Closeness;
  /** Names that the provider made up; the engine knows them in a preview, the plan does not. */
  readonly madeUpNames: readonly string[];
}

function madeUpNames(
  planned: ReadonlyMap<string, Resource>,
  registered: ReadonlyMap<string, Resource>,
): string[] {
  return [...planned].flatMap(([urn, resource]) => {
    const name = registered.get(urn)?.inputs["name"];
    return isMadeUpName(resource, name) ? [name] : [];
  });
}

function byUrn(graph: Graph): Map<string, Resource> {
  return new Map(
    graph.resources
      .filter((resource) => !isDefaultProvider(resource))
      .map((resource) => [resource.urn, resource]),
  );
}

/** The engine makes one for each package that is used without an explicit provider. */
function isDefaultProvider(resource: Resource): boolean {
  return isProvider(resource) && /^default(_|$)/.test(resource.name);
}

function differences(plan: Resource, engine: Resource, comparison: Comparison): string[] {
  return [
    ...entriesThatDiffer(declared(plan), declared(engine)),
    ...entriesThatDiffer(edges(plan), edges(engine)),
    ...(comparison.closeness === "none" ? [] : inputDifferences(plan, engine, comparison)),
  ];
}

type Facts = Readonly<Record<string, unknown>>;

function declared(resource: Resource): Facts {
  const { type, name, parent, custom, protect, retainOnDelete, ignoreChanges } = resource;
  const provider = explicitProvider(resource);
  return { type, name, parent, provider, custom, protect, retainOnDelete, ignoreChanges };
}

function edges({ dependencies, propertyDependencies }: Resource): Facts {
  return {
    dependencies,
    ...Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, urns]) => [
        `propertyDependencies.${key}`,
        urns,
      ]),
    ),
  };
}

function entriesThatDiffer(plan: Facts, engine: Facts): string[] {
  return [...new Set([...Object.keys(plan), ...Object.keys(engine)])]
    .filter((key) => !isDeepStrictEqual(plan[key], engine[key]))
    .map((key) => difference(key, plan[key], engine[key]));
}

function difference(field: string, plan: unknown, engine: unknown): string {
  const show = (value: unknown): string =>
    value === undefined ? "absent" : JSON.stringify(value).slice(0, 200);
  return `${field}: planned ${show(plan)}, registered ${show(engine)}`;
}

/** The explicit provider's URN; a default provider counts as none. */
function explicitProvider({ provider }: Resource): string | undefined {
  return provider !== undefined && /::default(_[^:]*)?$/.test(provider) ? undefined : provider;
}

function inputDifferences(plan: Resource, engine: Resource, comparison: Comparison): string[] {
  const inputs = { ...engine.inputs };
  if (isProvider(engine)) delete inputs["version"];
  if (isMadeUpName(plan, inputs["name"])) delete inputs["name"];
  return valueDifferences("inputs", plan.inputs, inputs, comparison);
}

/** Whether the provider made up the name, from the logical one and seven hex digits. */
function isMadeUpName({ type, name, inputs }: Resource, value: Value | undefined): value is string {
  return (
    factsOf(type).autoNamed === true &&
    inputs["name"] === undefined &&
    typeof value === "string" &&
    value.slice(0, -8) === name &&
    /^-[0-9a-f]{7}$/.test(value.slice(-8))
  );
}

function valueDifferences(
  path: string,
  plan: Value | undefined,
  engine: Value | undefined,
  comparison: Comparison,
): string[] {
  if (isUnknown(plan) && stands(engine, comparison)) return [];
  // Of a list with a secret the engine hides all: it can't tell which element was one.
  if (isSecret(engine) && Array.isArray(plan) && holdsSecret(plan)) return [];
  if (isPlain(plan) && isPlain(engine)) {
    return [...new Set([...Object.keys(plan), ...Object.keys(engine)])].flatMap((key) =>
      valueDifferences(`${path}.${key}`, plan[key], engine[key], comparison),
    );
  }
  if (Array.isArray(plan) && Array.isArray(engine) && plan.length === engine.length) {
    return plan.flatMap((value: Value, index) =>
      valueDifferences(`${path}[${index}]`, value, engine[index] as Value, comparison),
    );
  }
  return isDeepStrictEqual(plan, engine) ? [] : [difference(path, plan, engine)];
}

/** Whether the engine's value may stand where the plan has an unknown. */
function stands(engine: Value | undefined, { closeness, madeUpNames }: Comparison): boolean {
  if (closeness === "exact") {
    return typeof engine === "string" && madeUpNames.some((name) => engine.includes(name));
  }
  // What AWS makes must arrive, also inside a text: else the program read what nothing made.
  return engine !== undefined && !JSON.stringify(engine).includes("undefined");
}

/** Whether it has properties of its own: no unknown, no secret. */
function isPlain(value: Value | undefined): value is Properties {
  return isProperties(value) && !isUnknown(value) && !isSecret(value);
}
