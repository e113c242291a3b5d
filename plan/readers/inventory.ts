import { type Graph, isProvider, type Resource } from "../graph/resource.ts";
import { isProperties, type Value } from "../graph/value.ts";

/** A graph with its look-ups built once, for readers that follow many references. */
export class Inventory {
  readonly graph: Graph;
  readonly #byType: ReadonlyMap<string, readonly Resource[]>;
  readonly #byUrn: ReadonlyMap<string, Resource>;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#byType = Map.groupBy(graph.resources, ({ type }) => type);
    this.#byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  }

  /** Resources of these types, in the order of the types and then of registration. */
  ofType(...types: readonly string[]): Resource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resources that an input's value came from; those of one type if a type is given. */
  sources(resource: Resource, property: string, type?: string): Resource[] {
    return (resource.propertyDependencies[property] ?? [])
      .flatMap((urn) => this.#byUrn.get(urn) ?? [])
      .filter((source) => type === undefined || source.type === type);
  }

  /** The resource of a type that an input's value came from. */
  source(resource: Resource, property: string, type: string): Resource | undefined {
    return this.sources(resource, property, type)[0];
  }

  /**
   * What an input refers to, as a key to group by: the resources that its value came from, or the
   * value itself where it was written down.
   */
  reference(resource: Resource, property: string): string {
    const urns = resource.propertyDependencies[property] ?? [];
    return urns.length > 0 ? urns.join(" ") : JSON.stringify(resource.inputs[property] ?? null);
  }

  /** Region of a resource: its own, or that of its provider; empty for the default provider's. */
  region(resource: Resource): string {
    const own = resource.inputs["region"];
    if (typeof own === "string") return own;
    const provider = this.#byUrn.get(resource.provider ?? "");
    const region = provider && isProvider(provider) ? provider.inputs["region"] : undefined;
    return typeof region === "string" ? region : "";
  }
}

/** A number among the inputs; provider inputs arrive as text. */
export function numberOf(value: Value | undefined, otherwise: number): number {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : otherwise;
}

/** A text among the inputs, or what stands for it while only AWS will know. */
export function textOf(value: Value | undefined, otherwise: string): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
}

/** The list in an input; empty while it is unknown or missing. */
export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** The value at a path of property names; undefined where the path ends early. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (current, key) => (isProperties(current) ? current[key] : undefined),
    value,
  );
}
