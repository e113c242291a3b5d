import type { StackView } from "../../engine/associations.ts";
import { Undecidable } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

/** Types of services that are the same in every region; they have no `region` property. */
const GLOBAL =
  /^aws:(budgets|cloudfront|costexplorer|iam|organizations|route53|shield|s3\/accountPublicAccessBlock)[/:]/;

/** Whether a resource belongs to no region. */
export function isGlobal({ type }: View): boolean {
  return GLOBAL.test(type);
}

/**
 * The region that a resource is in: its own, else its provider's.
 *
 * @throws Undecidable when neither says.
 */
export function regionOf(stack: StackView, resource: View): string {
  const own = isGlobal(resource) ? undefined : resource.at("region").text;
  if (own !== undefined) return own;
  const provider = resource.resource.provider ?? "";
  const region = stack.byUrn(provider)?.at("region").text;
  if (region === undefined) throw new Undecidable("region", provider, "is unknown");
  return region;
}
