import type { StackView } from "../../engine/associations.ts";
import { each, undecided, type Verdict, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { LISTENER_RULE } from "./balancer.ts";

/** Judges what a listener does by default, and each of its rules, which outweigh that. */
export function judgeListener(
  listener: View,
  stack: StackView,
  byDefault: () => Verdicts,
  byRule: (rule: View) => Verdict,
): Verdict[] {
  const parts = [
    byDefault,
    () => each(stack.related(listener, LISTENER_RULE, "listenerArn"), byRule),
    // Beside the rules that are found there may be one that does otherwise.
    () => each(stack.unplaced(listener, LISTENER_RULE, "listenerArn"), undecided),
  ];
  return each(parts, (part) => part());
}
