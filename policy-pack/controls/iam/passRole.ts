import { type Condition, demanded } from "../../engine/policyDocument.ts";

/** Services to which conditions let a role be passed; empty for any. */
export function passedTo(conditions: readonly Condition[]): readonly string[] {
  return demanded(conditions, "iam:PassedToService");
}
