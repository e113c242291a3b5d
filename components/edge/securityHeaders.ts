import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";

/** Seconds for which a browser uses HTTPS only: two years, as the preload list asks. */
export const STRICT_TRANSPORT_SECONDS = 63_072_000;

/** A page of its own origin that no other page may frame; an API doesn't care. */
const OWN_ORIGIN_ONLY =
  "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** What of the headers depends on the site. */
export interface SecurityHeadersArgs {
  /** Opens the policy's name. */
  readonly environment: Environment;
  /** Last part of the name. */
  readonly identifier: string;
  /** What a page may load, from where. @default its own origin alone */
  readonly contentSecurityPolicy?: string | undefined;
}

/**
 * The headers that tell a browser to be careful, added by CloudFront to every response and put in
 * place of the origin's (feature 16). Cost: none.
 */
export class SecurityHeaders extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:SecurityHeaders";
  /** What a cache behaviour of a distribution names. */
  public readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: SecurityHeadersArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SecurityHeaders.token, name, {}, opts);
    const override = true;

    const policy = new aws.cloudfront.ResponseHeadersPolicy(
      nameOf(args.environment, "response-headers", args.identifier),
      {
        comment: "Security headers of every response",
        securityHeadersConfig: {
          strictTransportSecurity: {
            accessControlMaxAgeSec: STRICT_TRANSPORT_SECONDS,
            includeSubdomains: true,
            override,
          },
          contentTypeOptions: { override },
          frameOptions: { frameOption: "DENY", override },
          referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
          contentSecurityPolicy: {
            contentSecurityPolicy: args.contentSecurityPolicy ?? OWN_ORIGIN_ONLY,
            override,
          },
        },
      },
      { parent: this },
    );

    this.policyId = policy.id;
    this.registerOutputs({ policyId: this.policyId });
  }
}
