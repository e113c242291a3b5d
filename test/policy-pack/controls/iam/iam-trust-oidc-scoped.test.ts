import { iamTrustOidcScoped } from "../../../../policy-pack/controls/iam/iam-trust-oidc-scoped.ts";
import { type Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves } from "../../support/cases.ts";
import { document } from "../../support/resources.ts";
import { iamArn } from "./documents.ts";
import { role, trust } from "./trusts.ts";

const HOST = "token.actions.githubusercontent.com";
const GITHUB = { Federated: iamArn(`oidc-provider/${HOST}`) };
const AUD = `Statement Trust does not fix ${HOST}:aud`;
const SUB = `Statement Trust does not fix ${HOST}:sub`;
const WEB = { Action: "sts:AssumeRoleWithWebIdentity" };
const path = "assumeRolePolicy";
const web = (condition?: Value, principal: Value = GITHUB) => trust(principal, condition, WEB);
const of = (sub: Value, operator = "StringLike", aud: Value = "sts.amazonaws.com") => ({
  StringEquals: { [`${HOST}:aud`]: aud },
  [operator]:
    operator === "StringEquals"
      ? { [`${HOST}:aud`]: aud, [`${HOST}:sub`]: sub }
      : { [`${HOST}:sub`]: sub },
});
const row = (title: string, messages: readonly string[], ...statements: Value[]) => ({
  title,
  path,
  value: document(...statements),
  messages,
});
const good = (title: string, ...statements: Value[]) => row(title, [], ...statements);
const COGNITO = "cognito-identity.amazonaws.com";

describe("iam-trust-oidc-scoped", () => {
  itBehaves({
    control: iamTrustOidcScoped,
    compliant: [role(web(of("repo:acme/app:environment:production", "StringEquals")))],
    subject: "role",
    fails: [
      row("nothing is asked", [AUD, SUB], web()),
      row(
        "only the audience is",
        [SUB],
        web({ StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com" } }),
      ),
      row(
        "only the subject is",
        [AUD],
        web({ StringEquals: { [`${HOST}:sub`]: "repo:acme/app:ref:refs/heads/main" } }),
      ),
      row("any subject will do", [SUB], web(of("*"))),
      row("any repository will do", [SUB], web(of("repo:*"))),
      row("all of an organization will do", [SUB], web(of("repo:acme/*"))),
      row("repositories that begin alike will do", [SUB], web(of("repo:acme/app*"))),
      row(
        "repositories that begin alike will do on main",
        [SUB],
        web(of("repo:acme/app*:ref:refs/heads/main")),
      ),
      row("any organization will do", [SUB], web(of("repo:*/app:ref:refs/heads/main"))),
      row("one of two is open", [SUB], web(of(["repo:acme/app:*", "repo:acme/*"]))),
      row("the subject may be missing", [SUB], web(of("repo:acme/app:*", "StringLikeIfExists"))),
      row(
        "the subject is tested for all values",
        [SUB],
        web(of("repo:acme/app:*", "ForAllValues:StringLike")),
      ),
      row("the subject is excluded", [SUB], web(of("repo:acme/app:*", "StringNotLike"))),
      row(
        "the audience is any",
        [AUD],
        web({ StringLike: { [`${HOST}:aud`]: "*", [`${HOST}:sub`]: "repo:acme/app:*" } }),
      ),
      row(
        "the keys are another provider's",
        [AUD, SUB],
        web({ StringEquals: { "gitlab.com:aud": "x", "gitlab.com:sub": "y" } }),
      ),
      row(
        "a public provider is not scoped",
        ["accounts.google.com:aud", "accounts.google.com:sub"].map(
          (key) => `Statement Trust does not fix ${key}`,
        ),
        web(undefined, { Federated: "accounts.google.com" }),
      ),
      row(
        "visitors of an identity pool need not sign in",
        [`Statement Trust does not fix ${COGNITO}:amr`],
        web(
          {
            StringEquals: {
              [`${COGNITO}:aud`]: "us-east-1:1",
              [`${COGNITO}:amr`]: "unauthenticated",
            },
          },
          { Federated: COGNITO },
        ),
      ),
    ],
    accepts: [
      good("all of a repository", web(of("repo:acme/app:*"))),
      good("its tags", web(of("repo:acme/app:ref:refs/tags/v*"))),
      good("two repositories", web(of(["repo:acme/app:*", "repo:acme/web:*"]))),
      good(
        "keys in other letters",
        web({
          StringEquals: {
            [`${HOST.toUpperCase()}:AUD`]: "sts",
            [`${HOST}:Sub`]: "repo:acme/app:x",
          },
        }),
      ),
      good(
        "a project of GitLab",
        web(
          {
            StringEquals: { "gitlab.com:aud": "aws" },
            StringLike: { "gitlab.com:sub": "project_path:acme/web/app:ref_type:branch:ref:*" },
          },
          { Federated: iamArn("oidc-provider/gitlab.com") },
        ),
      ),
      good(
        "a service account of a cluster",
        web(
          {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/A1:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/A1:sub": "system:serviceaccount:a:b",
            },
          },
          { Federated: iamArn("oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A1") },
        ),
      ),
      good(
        "signed-in visitors of an identity pool",
        web(
          {
            StringEquals: { [`${COGNITO}:aud`]: "us-east-1:1" },
            "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
          },
          { Federated: COGNITO },
        ),
      ),
      good("SAML", trust({ Federated: iamArn("saml-provider/acme") })),
      good("a service", trust({ Service: "ec2.amazonaws.com" })),
      good("a denial", { ...web(), Effect: "Deny" }),
    ],
  });
});
