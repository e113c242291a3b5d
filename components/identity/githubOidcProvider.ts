import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment } from "../shared/environment.ts";

/** Where the provider is. */
export interface GithubOidcProviderArgs {
  /** Its account; there is one provider of a URL in it (T95). */
  readonly environment: Environment;
}

/** Issuer of the tokens that jobs of GitHub Actions get; condition keys of a trust start with it. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** Audience for which jobs ask their token, and trusts must ask as well. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * Lets jobs of GitHub Actions prove who they are, so that no pipeline holds a key (P-IAM-1). It admits
 * nobody: that is each role's trust. Kept when the stack is destroyed, since pipelines of other
 * repositories may use it. Cost: none.
 *
 * It pins no certificate: AWS checks GitHub's against its own trusted authorities, and ignores
 * thumbprints. Source: IAM API reference, "UpdateOpenIDConnectProviderThumbprint", 2026-11.
 */
export class GithubOidcProvider extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:GithubOidcProvider";
  /** ARN; known before the provider exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubOidcProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GithubOidcProvider.token, name, {}, opts);
    const provider = new aws.iam.OpenIdConnectProvider(
      name,
      { url: `https://${GITHUB_ISSUER}`, clientIdLists: [GITHUB_AUDIENCE] },
      { parent: this, retainOnDelete: true },
    );
    this.arn = provider.url.apply(() => githubProviderArnOf(args.environment));
    this.registerOutputs({ arn: this.arn });
  }
}

/** ARN of the account's provider for GitHub, whoever made it. */
export function githubProviderArnOf(environment: Environment): string {
  return arnOf(environment, "iam", `oidc-provider/${GITHUB_ISSUER}`);
}
