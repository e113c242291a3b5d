import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";

/** What must not be, and what it does. */
const OPENINGS = [
  ["allowUnauthenticatedIdentities", "Guests get credentials of AWS"],
  ["allowClassicFlow", "The classic flow lets a user choose a role"],
] as const;

export const cognitoNoUnauthenticated = defineControl({
  id: "cognito-no-unauthenticated",
  title: "Identity pools give credentials to signed-in users alone",
  severity: "medium",
  frameworks: { fsbp: ["Cognito.2"], cis3: [], cis7: [], nist: ["AC-3", "AC-14"] },
  cause: "Anyone who knows the pool's id can act in the account, or with more than was meant.",
  remedy: "Set allowUnauthenticatedIdentities and allowClassicFlow to false",
  types: ["aws:cognito/identityPool:IdentityPool"],
  scope: "resource",
  check: ({ resource }) =>
    each(OPENINGS, ([property, message]) => {
      const opening = resource.at(property);
      // Both are off where nothing is said.
      return expect(!opening.present || opening.flag === false, message, opening);
    }),
});
