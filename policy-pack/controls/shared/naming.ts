import type { View } from "../../engine/view.ts";

/**
 * Whether a property names something at all, where an empty text names nothing. A name that comes
 * from a resource of the type is one, though its value is not known yet.
 *
 * @throws Undecidable when the value is unknown and comes from something else.
 */
export function isNamed(resource: View, path: string, type: string): boolean {
  const reading = resource.at(path);
  if (reading.kind === "unknown" && resource.comesFrom(path, type)) return true;
  return (reading.text ?? "") !== "";
}
