import { isName } from "../../../auth/name.ts";

/** What the page calls its user, by the claims of the identity token. */
export function nameOf(claims: Readonly<Record<string, unknown>>): string {
  const names = [claims["name"], claims["preferred_username"], claims["cognito:username"]];
  return names.find(isName) ?? "Someone";
}
