import type { Environment } from "../shared/environment.ts";
import { GITHUB_AUDIENCE, GITHUB_ISSUER, githubProviderArnOf } from "./githubOidcProvider.ts";
import type { Trust } from "./role.ts";

/** Which jobs of a repository: those of a deployment environment, or those of its pull requests. */
export type GithubJobs = { readonly environment: string } | "pull_request";

/**
 * Trust in jobs of one repository, by exact audience and subject (P-IAM-1, T95): a pattern would
 * let in whoever can name a branch. Source: GitHub docs, "OpenID Connect reference".
 */
export function githubTrust(environment: Environment, repository: string, jobs: GithubJobs): Trust {
  const subject = jobs === "pull_request" ? jobs : `environment:${jobs.environment}`;
  return {
    principal: { Federated: githubProviderArnOf(environment) },
    action: "sts:AssumeRoleWithWebIdentity",
    conditions: {
      StringEquals: {
        [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE,
        [`${GITHUB_ISSUER}:sub`]: `repo:${repository}:${subject}`,
      },
    },
  };
}
