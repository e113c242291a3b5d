import { isProperties, isSecret, type Value } from "../../plan/graph/value.ts";

/** Whether a value is a secret, or has one somewhere in it. */
export function holdsSecret(value: Value): boolean {
  if (isSecret(value)) return true;
  const below = Array.isArray(value) ? value : isProperties(value) ? Object.values(value) : [];
  return below.some(holdsSecret);
}
