import { isDeepStrictEqual } from "node:util";

import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";
import type { SystemName } from "./settings.ts";

/** What becomes of the resources of one program when its settings change. */
export interface Changes {
  readonly gone: readonly Resource[];
  readonly made: readonly Resource[];
  /** Those that stay with other inputs. */
  readonly changed: readonly { readonly resource: Resource; readonly inputs: readonly string[] }[];
}

/** Compares two graphs of the program, resource by resource. */
export function changesBetween(before: Graph, after: Graph): Changes {
  const [old, now] = [before, after].map(
    (graph) => new Map(managedResources(graph).map((resource) => [resource.urn, resource])),
  ) as [Map<string, Resource>, Map<string, Resource>];
  return {
    gone: [...old.values()].filter(({ urn }) => !now.has(urn)),
    made: [...now.values()].filter(({ urn }) => !old.has(urn)),
    changed: [...now.values()].flatMap((resource) => {
      const inputs = differing(old.get(resource.urn) ?? resource, resource);
      return inputs.length > 0 ? [{ resource, inputs }] : [];
    }),
  };
}

/** Whether a resource belongs to a system. */
export function isOf(system: SystemName): (resource: { readonly urn: string }) => boolean {
  const component = `rampart:systems:${system}`;
  return ({ urn }) => urn.toLowerCase().includes(component);
}

function differing(one: Resource, other: Resource): string[] {
  const names = new Set([...Object.keys(one.inputs), ...Object.keys(other.inputs)]);
  return [...names].filter((name) => !isDeepStrictEqual(one.inputs[name], other.inputs[name]));
}
