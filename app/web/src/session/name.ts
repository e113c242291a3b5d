/** An id of a pool's own making, as it calls whoever signs in by an address. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What the page calls its user, by the claims of the identity token. */
export function nameOf(claims: Readonly<Record<string, unknown>>): string {
  const names = [claims["name"], claims["preferred_username"], claims["cognito:username"]];
  const isName = (one: unknown): one is string => typeof one === "string" && !UUID.test(one);
  return names.find(isName) ?? "Someone";
}
