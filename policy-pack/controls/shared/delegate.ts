import type { Control, StackContext } from "../../engine/control.ts";
import { type Parameters, type ValuesOf, valuesOf } from "../../engine/parameters.ts";
import type { Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

/** What another control says of another resource of the stack. */
export function asJudgedBy(control: Control, resource: View, context: StackContext): Verdicts {
  if (control.scope === "run") throw new TypeError(`${control.id} judges no resource`);
  const set = context.settings.parameters?.[control.id];
  // Each value is of its parameter's type, so that the whole has the shape that `check` expects.
  const parameters = valuesOf(control.parameters ?? {}, set) as ValuesOf<Parameters>;
  return control.check({ ...context, resource, parameters });
}
