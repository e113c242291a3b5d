import type { PolicyResource } from "../../../../policy-pack/engine/resource.ts";

/** Origins of values that only AWS will know, by property. */
export function from(
  origins: Readonly<Record<string, readonly PolicyResource[]>>,
): Pick<PolicyResource, "propertyDependencies"> {
  const urns = Object.entries(origins).map(([property, resources]) => [
    property,
    resources.map(({ urn }) => urn),
  ]);
  return {
    propertyDependencies: Object.fromEntries(urns) as PolicyResource["propertyDependencies"],
  };
}
