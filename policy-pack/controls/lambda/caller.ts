import { type Condition, fixesCaller } from "../../engine/policyDocument.ts";
import type { View } from "../../engine/view.ts";

/** How Lambda writes the properties of a permission into the function's policy. */
const CONDITIONS = {
  principalOrgId: ["stringequals", "aws:principalorgid"],
  sourceAccount: ["stringequals", "aws:sourceaccount"],
  sourceArn: ["arnlike", "aws:sourcearn"],
} as const;

export type Binding = keyof typeof CONDITIONS;

/** Whether a property of a permission leaves only a caller, or a source, that someone chose. */
export function binds(permission: View, property: Binding): boolean {
  const [operator, key] = CONDITIONS[property];
  const text = permission.at(property).text;
  const conditions: Condition[] = text === undefined ? [] : [{ operator, key, values: [text] }];
  return fixesCaller(conditions);
}
