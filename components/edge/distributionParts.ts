import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import type { Environment } from "../shared/environment.ts";
import type { EdgeLogPolicy } from "./edgeLogPolicy.ts";
import type { OriginGuard } from "./originGuard.ts";
import type { WebAcl } from "./webAcl.ts";

/** How many of CloudFront's locations serve; fewer are cheaper. */
export type PriceClass = "PriceClass_100" | "PriceClass_200" | "PriceClass_All";

/** What every distribution is told, whatever is behind it. */
export interface FrontArgs {
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
  /** The certificate of the public name, in us-east-1 (T21). */
  readonly certificateArn: pulumi.Input<string>;
  /** How many of CloudFront's locations serve; fewer are cheaper. */
  readonly priceClass: PriceClass;
  /** See {@link SecurityHeaders}. */
  readonly contentSecurityPolicy?: string | undefined;
}

/** A server that CloudFront asks over TLS. */
export interface ServerOrigin {
  /** Name that is in its certificate, or CloudFront answers 502 (T29). */
  readonly host: string;
  /** What it demands of a request. @default nothing */
  readonly guard?: Pick<OriginGuard, "headerName" | "headerValue"> | undefined;
}

/**
 * Managed policies, the same ids in every account. Source: CloudFront guide, "Use managed cache
 * policies" and "Use managed origin request policies".
 */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** What of a request reaches the origin; all its headers, `Authorization` among them. */
const FORWARDS = {
  everything: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  /** The origin then sees its own name in `Host`, for which alone it has a certificate. */
  "all-but-host": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
} as const;

/** The API needs all of them, and CloudFront takes no other set that holds POST. */
const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

type Settings = aws.cloudfront.DistributionArgs;

/** How every distribution meets its readers: TLS 1.2 or later under its own name (P-EDGE-5). */
export function frontSettings(
  { host, priceClass, certificateArn }: FrontArgs,
  webAcl: WebAcl | undefined,
): Pick<Settings, "enabled" | "restrictions" | "viewerCertificate"> & Partial<Settings> {
  return {
    enabled: true,
    comment: host,
    aliases: [host],
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    priceClass,
    ...(webAcl && { webAclId: webAcl.arn }),
    viewerCertificate: {
      acmCertificateArn: certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
  };
}

/** An origin that is asked over TLS 1.2 alone, and shown the guard's header. */
export function serverOrigin(
  originId: string,
  { host, guard }: ServerOrigin,
): aws.types.input.cloudfront.DistributionOrigin {
  return {
    originId,
    domainName: host,
    ...(guard && { customHeaders: [{ name: guard.headerName, value: guard.headerValue }] }),
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}

/** Everything is asked of the origin anew, and nothing of the request is kept from it. */
export function uncachedBehaviour(
  targetOriginId: string,
  forwards: keyof typeof FORWARDS,
  responseHeadersPolicyId: pulumi.Input<string>,
) {
  return {
    targetOriginId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: METHODS,
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: CACHING_DISABLED,
    originRequestPolicyId: FORWARDS[forwards],
    responseHeadersPolicyId,
  };
}

/**
 * AWS refuses to attach another one.
 *
 * @throws Error when the web ACL is not of scope CLOUDFRONT.
 */
export function checkScope(name: string, webAcl: WebAcl): void {
  if (webAcl.scope !== "CLOUDFRONT") {
    throw new Error(`webAcl of ${name} has scope ${webAcl.scope}; allowed: CLOUDFRONT.`);
  }
}

/**
 * CloudFront finds an origin by its name.
 *
 * @throws Error when that is the distribution's own.
 */
export function checkOriginHost(name: string, host: string, originHost: string): void {
  if (originHost === host) {
    throw new Error(`originHost of ${name} is its host ${host}; CloudFront would ask itself.`);
  }
}
