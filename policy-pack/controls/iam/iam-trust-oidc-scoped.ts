import { resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { demanded, type Principal, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { each, expect } from "../../engine/verdict.ts";
import { hasWildcard } from "../../engine/wildcard.ts";
import { ROLE } from "./documents.ts";
import { eachTrust } from "./trust.ts";

/** Gives each of its visitors another subject; that they are signed in is what can be asked. */
const IDENTITY_POOLS = "cognito-identity.amazonaws.com";

export const iamTrustOidcScoped = defineControl({
  id: "iam-trust-oidc-scoped",
  title: "Roles for federated workloads name audience and subject",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "IA-2", "IA-8"] },
  cause: "Every user of the provider, such as any repository at GitHub, becomes this role.",
  remedy: "Demand the provider's aud exactly, and its sub exactly or down to one repository",
  types: [ROLE],
  scope: "resource",
  check: ({ resource }) =>
    eachTrust(resource, (trust) =>
      each(trust.principals, (principal) => {
        const issuer = issuerOf(principal);
        if (issuer === undefined) return [];
        const audiences = demanded(trust.conditions, `${issuer}:aud`);
        return [
          expect(
            audiences.length > 0 && audiences.every((value) => value !== "" && !hasWildcard(value)),
            `${titleOf(trust)} does not fix ${issuer}:aud`,
            trust.path,
          ),
          expect(
            isSubjectFixed(trust, issuer),
            `${titleOf(trust)} does not fix ${subjectOf(issuer)}`,
            trust.path,
          ),
        ];
      }),
    ),
});

/** The provider that vouches, as condition keys name it; undefined for SAML and for no provider. */
function issuerOf({ kind, value }: Principal): string | undefined {
  if (kind !== "Federated") return undefined;
  if (!value.startsWith("arn:")) return value;
  const [type = "", ...name] = resourceInArn(value).split("/");
  return type === "oidc-provider" ? name.join("/") : undefined;
}

function subjectOf(issuer: string): string {
  return issuer === IDENTITY_POOLS ? `${issuer}:amr` : `${issuer}:sub`;
}

function isSubjectFixed({ conditions }: Statement, issuer: string): boolean {
  const subjects = demanded(conditions, subjectOf(issuer));
  return subjects.length > 0 && subjects.every(isNarrow);
}

/** Exact, or all of one repository: `repo:owner/name:*`, `project_path:group/name:*`. */
function isNarrow(subject: string): boolean {
  if (subject === "" || subject === "unauthenticated") return false;
  if (!hasWildcard(subject)) return true;
  const [scheme = "", repository = "", ...rest] = subject.split(":");
  return (
    (scheme === "repo" || scheme === "project_path") &&
    /^[^/*?]+(?:\/[^/*?]+)+$/.test(repository) &&
    rest.length > 0
  );
}
