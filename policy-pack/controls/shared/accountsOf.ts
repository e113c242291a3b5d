import type { StackView } from "../../engine/associations.ts";
import type { View } from "../../engine/view.ts";

/**
 * The account of a resource by its provider, else by what the pack knows. For controls that report
 * on the stack, which has no provider itself.
 */
export function accountsOf(
  stack: StackView,
  resource: View,
  ownAccounts: () => readonly string[],
): readonly string[] {
  const provider = stack.byUrn(resource.resource.provider ?? "");
  const stated = provider?.at("allowedAccountIds").json().texts() ?? [];
  return stated.length > 0 ? stated : ownAccounts();
}
