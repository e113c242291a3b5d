/** Ids that a user pool makes up: of who signs in by an address, and of who comes from elsewhere. */
const MADE_UP = [/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, /^[\w-]+_\d{6,}$/];

const VISIBLE = /[^\p{C}\p{Z}]/u;

/** Whether a claim of a token tells what people call its user: not nothing, and not an id. */
export function isName(claim: unknown): claim is string {
  if (typeof claim !== "string" || !VISIBLE.test(claim)) return false;
  return !MADE_UP.some((id) => id.test(claim.trim()));
}
