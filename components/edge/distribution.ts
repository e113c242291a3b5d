import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import type { Environment } from "../shared/environment.ts";
import { DistributionLogs } from "./distributionLogs.ts";
import type { EdgeLogPolicy } from "./edgeLogPolicy.ts";
import type { OriginGuard } from "./originGuard.ts";
import { SecurityHeaders } from "./securityHeaders.ts";
import type { WebAcl } from "./webAcl.ts";

/** What answers at the edge and what is behind it; methods and caching are no choice. */
export interface DistributionArgs {
  /** Of us-east-1, for CloudFront's logs (see `globalRegion.ts`). */
  readonly environment: Environment;
  /** Encrypts the access logs; of us-east-1, as the environment. */
  readonly key: EncryptionKey;
  /** Lets AWS's log delivery write to the log group. */
  readonly logPolicy: EdgeLogPolicy;
  /** Days for which access logs are kept (T19). */
  readonly logRetentionDays: number;
  /** Last part of the names. */
  readonly identifier: string;
  /** Public name. */
  readonly host: string;
  /** Name that resolves to the load balancer and is in its certificate, or CloudFront answers 502 (T29). */
  readonly originHost: string;
  /** The certificate of the public name, in us-east-1 (T21). */
  readonly certificateArn: pulumi.Input<string>;
  /** Of scope CLOUDFRONT (T22). */
  readonly webAcl: WebAcl;
  /** What the load balancer demands of a request. */
  readonly guard: OriginGuard;
  /** How many of CloudFront's locations serve; fewer are cheaper. */
  readonly priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** See {@link SecurityHeaders}. */
  readonly contentSecurityPolicy?: string | undefined;
}

/**
 * Managed policies, the same ids in every account. Source: CloudFront guide, "Use managed cache
 * policies" and "Use managed origin request policies".
 */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";

/** Zone of every distribution's name, for alias records. Source: Route 53 API, `AliasTarget`. */
const DISTRIBUTION_ZONE_ID = "Z2FDTNDATAQYW2";

/** The API needs all of them, and CloudFront takes no other set that holds POST. */
const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/**
 * CloudFront in front of a load balancer (P-EDGE-5): TLS close to the reader, AWS Shield Standard,
 * the firewall at the edge, security headers, and nothing cached. An origin's 403 stays a 403, so
 * that what the firewall or the API refuses is seen (T33). Cost: 0.085 USD a GB out and 0.01 USD
 * for 10,000 requests in Europe and North America, beyond 1 TB and 10 million free each month.
 *
 * @throws Error when the web ACL is not of scope CLOUDFRONT, `originHost` is `host`, or the
 *   environment is not in us-east-1.
 */
export class Distribution extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:Distribution";
  /** What Shield and the log delivery name; known only once the distribution exists. */
  public readonly arn: pulumi.Output<string>;
  /** By which CloudWatch calls the distribution, in us-east-1 only (T23). */
  public readonly distributionId: pulumi.Output<string>;
  /** Such as `d111111abcdef8.cloudfront.net`; alias records lead to it. */
  public readonly dnsName: pulumi.Output<string>;
  /** Zone of the DNS name, for alias records. */
  public readonly hostedZoneId = DISTRIBUTION_ZONE_ID;

  constructor(name: string, args: DistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Distribution.token, name, {}, opts);
    const { environment, host, originHost, identifier, webAcl, guard } = args;
    if (webAcl.scope !== "CLOUDFRONT") {
      throw new Error(`webAcl of ${name} has scope ${webAcl.scope}; allowed: CLOUDFRONT.`);
    }
    if (originHost === host) {
      throw new Error(`originHost of ${name} is its host ${host}; CloudFront would ask itself.`);
    }
    const headers = new SecurityHeaders(
      `${name}-headers`,
      { environment, identifier, contentSecurityPolicy: args.contentSecurityPolicy },
      { parent: this },
    );

    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        enabled: true,
        comment: host,
        aliases: [host],
        isIpv6Enabled: true,
        httpVersion: "http2and3",
        priceClass: args.priceClass,
        webAclId: webAcl.arn,
        viewerCertificate: {
          acmCertificateArn: args.certificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        origins: [
          {
            originId: "load-balancer",
            domainName: originHost,
            customHeaders: [{ name: guard.headerName, value: guard.headerValue }],
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "https-only",
              originSslProtocols: ["TLSv1.2"],
            },
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: "load-balancer",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: METHODS,
          cachedMethods: ["GET", "HEAD"],
          cachePolicyId: CACHING_DISABLED,
          originRequestPolicyId: ALL_VIEWER,
          responseHeadersPolicyId: headers.policyId,
        },
      },
      { parent: this },
    );
    new DistributionLogs(
      `${name}-logs`,
      {
        environment,
        key: args.key,
        logPolicy: args.logPolicy,
        identifier,
        distributionArn: distribution.arn,
        retentionDays: args.logRetentionDays,
      },
      { parent: this },
    );

    this.arn = distribution.arn;
    this.distributionId = distribution.id;
    this.dnsName = distribution.domainName;
    this.registerOutputs({
      arn: this.arn,
      distributionId: this.distributionId,
      dnsName: this.dnsName,
      hostedZoneId: this.hostedZoneId,
    });
  }
}
