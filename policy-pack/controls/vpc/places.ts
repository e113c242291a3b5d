import type { StackView } from "../../engine/associations.ts";
import {
  isList,
  isProperties,
  isSecret,
  isUnknown,
  type PolicyResource,
  typeInUrn,
  type Value,
} from "../../engine/resource.ts";
import type { View } from "../../engine/view.ts";
import { vpcsOf } from "./routes.ts";
import { DEFAULT_SUBNET, SUBNET } from "./types.ts";

const SUBNET_TYPES = [SUBNET, DEFAULT_SUBNET];

/** How properties are called that hold subnets, or hold those that do: groups of subnets are none. */
const HOLDS_SUBNETS =
  /(subnets?|subnet(Id|Arn|Mapping|Configuration)s?|(vpc|network)(Config|Configuration|Option|Setting)s?)$/i;

/** URNs of the VPCs of the subnets that properties name; undefined if they name none of this stack. */
export function placeOf(
  stack: StackView,
  places: readonly (readonly [view: View, path: string])[],
): readonly string[] | undefined {
  const subnets = places.flatMap(([view, path]) =>
    SUBNET_TYPES.flatMap((type) => stack.references(view, path, type)),
  );
  // What is unknown may be a subnet of any.
  if (subnets.length === 0) places.forEach(([view, path]) => view.at(path).value);
  const vpcs = subnets.map((subnet) => vpcsOf(stack, subnet));
  const isSeen = vpcs.length > 0 && vpcs.every(({ length }) => length > 0);
  return isSeen ? vpcs.flat().map(({ urn }) => urn) : undefined;
}

/** Where a resource names subnets: by what its properties are called, or by their origins. */
export function placesIn({ inputs, propertyDependencies }: PolicyResource): string[] {
  const isSubnet = (urn: string) => SUBNET_TYPES.includes(typeInUrn(urn));
  const byOrigin = Object.keys(propertyDependencies).filter((property) =>
    propertyDependencies[property]?.some(isSubnet),
  );
  return [...byOrigin, ...Object.entries(inputs).flatMap(([key, value]) => named(key, key, value))];
}

/** Paths at or below a value that say a subnet by their names. */
function named(path: string, key: string, value: Value): string[] {
  if (isProperties(value) && !isUnknown(value) && !isSecret(value)) {
    return Object.entries(value).flatMap(([name, one]) => named(`${path}.${name}`, name, one));
  }
  if (isList(value) && value.some((one) => isProperties(one) && !isUnknown(one))) {
    return value.flatMap((one, index) => named(`${path}[${index}]`, key, one));
  }
  const isEmpty = value === null || value === "" || (isList(value) && value.length === 0);
  return !isEmpty && HOLDS_SUBNETS.test(key) ? [path] : [];
}
