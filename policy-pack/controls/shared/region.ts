import type { StackView } from "../../engine/associations.ts";
import { Undecidable } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

/**
 * The region that a resource is in: its own, else its provider's.
 *
 * @throws Undecidable when neither says.
 */
export function regionOf(stack: StackView, resource: View): string {
  const own = resource.at("region").text;
  if (own !== undefined) return own;
  const provider = resource.resource.provider ?? "";
  const region = stack.byUrn(provider)?.at("region").text;
  if (region === undefined) throw new Undecidable("region", provider, "is unknown");
  return region;
}
