import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { ResourceSet } from "../../engine/resource.ts";
import { View } from "../../engine/view.ts";
import { type Answered, answered } from "../shared/answered.ts";
import { VPC_TYPES } from "./types.ts";

/**
 * Resources of a type that name the target in a property, where the values of that property come
 * from targets of several types: a security group's id from a group, from a default group, or from a
 * VPC. An unknown that comes from one of them is surely not the target unless it comes from it.
 *
 * @throws Undecidable when none is found, but one names something unknown that may be the target.
 */
export function naming(
  stack: StackView,
  target: View,
  type: string,
  property: string,
  targetTypes: readonly string[],
): View[] {
  const { answers } = allNaming(stack, target, type, property, targetTypes);
  if (answers.length === 0) demandPlaced(stack, type, property, targetTypes);
  return [...answers];
}

/** The same for what adds up, as rules do: also those that may be the target's, beside what is. */
export function allNaming(
  stack: StackView,
  target: View,
  type: string,
  property: string,
  targetTypes: readonly string[],
): Answered<View> {
  const { answers } = answered([() => stack.related(target, type, property)]);
  const strays = straysOf(stack, type, property, targetTypes);
  const { open } = answered(strays.map((reading) => () => reading.value));
  return { answers: answers.flat(), open };
}

/** @throws Undecidable when a resource of a type names something that may be anybody's. */
export function demandPlaced(
  stack: StackView,
  type: string,
  property: string,
  targetTypes: readonly string[],
): void {
  // To ask for something unknown throws.
  straysOf(stack, type, property, targetTypes).forEach((reading) => reading.value);
}

/** Resources of a type that name a VPC. */
export function ofVpc(stack: StackView, vpc: View, type: string, property = "vpcId"): View[] {
  return naming(stack, vpc, type, property, VPC_TYPES);
}

/** URNs of strays by what was asked: each stack is gone through once for each question. */
const STRAYS = new WeakMap<ResourceSet, Map<string, readonly string[]>>();

/** Values that are not known, and come from none of the targets that we see. */
function straysOf(
  stack: StackView,
  type: string,
  property: string,
  targetTypes: readonly string[],
): Reading[] {
  const known = STRAYS.get(stack.resources) ?? new Map<string, readonly string[]>();
  STRAYS.set(stack.resources, known);
  const question = [type, property, ...targetTypes].join(" ");
  const urns = known.get(question) ?? strayUrns(stack.resources, type, property, targetTypes);
  known.set(question, urns);
  return urns.flatMap((urn) => stack.byUrn(urn)?.at(property) ?? []);
}

function strayUrns(
  resources: ResourceSet,
  type: string,
  property: string,
  targetTypes: readonly string[],
): string[] {
  return resources
    .ofType(type)
    .map((resource) => new View(resource))
    .filter((view) => answered([() => view.at(property).value]).open.length > 0)
    .filter((view) => !view.comesOnlyFrom(property, ...targetTypes))
    .map(({ urn }) => urn);
}
