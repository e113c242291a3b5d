import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { DistributionLogs } from "./distributionLogs.ts";
import {
  checkOriginHost,
  checkScope,
  type FrontArgs,
  frontSettings,
  serverOrigin,
  uncachedBehaviour,
} from "./distributionParts.ts";
import type { OriginGuard } from "./originGuard.ts";
import { SecurityHeaders } from "./securityHeaders.ts";
import type { WebAcl } from "./webAcl.ts";

/** What answers at the edge and what is behind it; methods and caching are no choice. */
export interface DistributionArgs extends FrontArgs {
  /** Name that resolves to the load balancer and is in its certificate, or CloudFront answers 502 (T29). */
  readonly originHost: string;
  /** Of scope CLOUDFRONT (T22). */
  readonly webAcl: WebAcl;
  /** What the load balancer demands of a request. */
  readonly guard: OriginGuard;
}

/** Zone of every distribution's name, for alias records. Source: Route 53 API, `AliasTarget`. */
export const DISTRIBUTION_ZONE_ID = "Z2FDTNDATAQYW2";

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
    const { originHost, webAcl, guard } = args;
    checkScope(name, webAcl);
    checkOriginHost(name, args.host, originHost);
    const parent = { parent: this };
    const headers = new SecurityHeaders(`${name}-headers`, args, parent);

    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        ...frontSettings(args, webAcl),
        origins: [serverOrigin("load-balancer", { host: originHost, guard })],
        defaultCacheBehavior: uncachedBehaviour("load-balancer", "everything", headers.policyId),
      },
      parent,
    );
    new DistributionLogs(
      `${name}-logs`,
      {
        ...args,
        distributionArn: distribution.arn,
        retentionDays: args.logRetentionDays,
        queries: "logged",
      },
      parent,
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
