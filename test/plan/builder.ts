import { type Graph, type Resource, urnOf } from "../../plan/graph/resource.ts";
import { type Properties, UNKNOWN } from "../../plan/graph/value.ts";

/** Resources that an input's value comes from. */
export type Links = Readonly<Record<string, Resource | readonly Resource[]>>;

/**
 * A resource as the recorder would hand it over, with unknown inputs where `links` says that they
 * come from others.
 */
export function resource(
  type: string,
  name: string,
  inputs: Properties = {},
  links: Links = {},
  more: Partial<Resource> = {},
): Resource {
  const urns = Object.fromEntries(
    Object.entries(links).map(([property, sources]) => [
      property,
      [sources].flat().map(({ urn }) => urn),
    ]),
  );
  const unknown = Object.fromEntries(Object.keys(links).map((property) => [property, UNKNOWN]));
  return {
    urn: urnOf({ project: "rampart", stack: "test" }, "", type, name),
    type,
    name,
    custom: true,
    inputs: { ...unknown, ...inputs },
    dependencies: [...new Set(Object.values(urns).flat())],
    propertyDependencies: urns,
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    aliases: [],
    ignoreChanges: [],
    ...more,
  };
}

/** A graph of these resources. */
export function graphOf(...resources: readonly Resource[]): Graph {
  return { project: "rampart", stack: "test", resources, outputs: {} };
}
