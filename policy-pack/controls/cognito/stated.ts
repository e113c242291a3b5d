import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
/** A client that another service of AWS made and the program adopts. */
export const ADOPTED_CLIENT = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient";

/**
 * Whether the program sets a property. Where it does not, a new client has Cognito's standard.
 *
 * @throws Undecidable when an adopted client keeps what it had, which nobody here knows.
 */
export function isStated(client: View, property: Reading): boolean {
  if (property.present) return true;
  if (client.type === ADOPTED_CLIENT) throw property.undecidable();
  return false;
}
