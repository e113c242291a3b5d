import type { Resource } from "../graph/resource.ts";

/**
 * Two resources of one name, of which AWS keeps the one that is written last; undefined where each
 * has a name of its own.
 */
export function replacedBy(
  resources: readonly Resource[],
  property: string,
): { readonly one: Resource; readonly other: Resource; readonly name: string } | undefined {
  const seen = new Map<string, Resource>();
  for (const other of resources) {
    const name = other.inputs[property];
    if (typeof name !== "string") continue;
    const one = seen.get(name);
    if (one) return { one, other, name };
    seen.set(name, other);
  }
  return undefined;
}
