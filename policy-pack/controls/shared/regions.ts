import type { StackView } from "../../engine/associations.ts";
import { each, type Verdict, type Verdicts } from "../../engine/verdict.ts";
import { answered } from "./answered.ts";
import { isGlobal, regionOf } from "./region.ts";

/** Judges each region that the stack has something in: what AWS has once a region is needed in all. */
export function eachRegion(stack: StackView, judge: (region: string) => Verdicts): Verdict[] {
  const resources = stack
    .ofType("*")
    .filter((view) => view.type.startsWith("aws:") && !isGlobal(view));
  const { answers, open } = answered(resources.map((view) => () => regionOf(stack, view)));
  // One missing region says all: a provider without one is missing for each of its resources.
  return [...each(new Set(answers), judge), ...open.slice(0, 1)];
}
