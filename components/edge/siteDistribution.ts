import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { bucketArnOf, type SecureBucket } from "../storage/secureBucket.ts";
import { DISTRIBUTION_ZONE_ID } from "./distribution.ts";
import { DistributionLogs } from "./distributionLogs.ts";
import {
  checkOriginHost,
  checkScope,
  type FrontArgs,
  frontSettings,
  serverOrigin,
  type ServerOrigin,
  uncachedBehaviour,
} from "./distributionParts.ts";
import { PAGE_REWRITE } from "./pageRewrite.ts";
import { SecurityHeaders } from "./securityHeaders.ts";
import type { WebAcl } from "./webAcl.ts";

/** What answers at the edge: a page from a bucket, and an API below a path. */
export interface SiteDistributionArgs extends FrontArgs {
  /** Holds the page, of role `frontend`; its policy has {@link readerStatements}. */
  readonly bucket: SecureBucket;
  /** Where requests below `path` go, such as `/api/*`; they are never cached. */
  readonly api: ServerOrigin & { readonly path: string };
  /** Of scope CLOUDFRONT (T22). @default none, which the policy pack refuses unless told */
  readonly webAcl?: WebAcl | undefined;
}

/** Managed cache policy that keeps what its origin lets it keep, packed for who can unpack it. */
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/**
 * A page of one file that knows its own paths, and its API, under one name (S-MUSIC-4). The bucket
 * stays private: CloudFront signs each request to it (feature 15). Files with a hash in their name
 * stay at the edge for as long as they say, and the page itself is asked for anew. Cost: as
 * `Distribution`, and 0.10 USD for a million requests of the page, beyond 2 million free.
 *
 * @throws Error when the web ACL is not of scope CLOUDFRONT, the API's host is `host`, or the
 *   environment is not in us-east-1.
 */
export class SiteDistribution extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:SiteDistribution";
  /** What the log delivery names; known only once the distribution exists. */
  public readonly arn: pulumi.Output<string>;
  /** By which CloudWatch and the bucket's policy call the distribution. */
  public readonly distributionId: pulumi.Output<string>;
  /** Such as `d111111abcdef8.cloudfront.net`; alias records lead to it. */
  public readonly dnsName: pulumi.Output<string>;
  /** Zone of the DNS name, for alias records. */
  public readonly hostedZoneId = DISTRIBUTION_ZONE_ID;

  constructor(name: string, args: SiteDistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SiteDistribution.token, name, {}, opts);
    const { environment, identifier, api, webAcl } = args;
    if (webAcl) checkScope(name, webAcl);
    checkOriginHost(name, args.host, api.host);
    const parent = { parent: this };
    const headers = new SecurityHeaders(`${name}-headers`, args, parent);
    const rewrite = new aws.cloudfront.Function(
      `${name}-rewrite`,
      {
        name: nameOf(environment, "edge-function", identifier),
        comment: "What names no file is the page",
        runtime: "cloudfront-js-2.0",
        code: PAGE_REWRITE,
        publish: true,
      },
      parent,
    );

    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        ...frontSettings(args, webAcl),
        defaultRootObject: "index.html",
        origins: [this.#bucketOrigin(args), serverOrigin("api", api)],
        defaultCacheBehavior: {
          targetOriginId: "page",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
          compress: true,
          cachePolicyId: CACHING_OPTIMIZED,
          responseHeadersPolicyId: headers.policyId,
          functionAssociations: [{ eventType: "viewer-request", functionArn: rewrite.arn }],
        },
        orderedCacheBehaviors: [
          {
            pathPattern: api.path,
            ...uncachedBehaviour("api", "all-but-host", headers.policyId),
          },
        ],
      },
      parent,
    );
    new DistributionLogs(
      `${name}-logs`,
      {
        ...args,
        distributionArn: distribution.arn,
        retentionDays: args.logRetentionDays,
        // The login leads back to the page with a code.
        queries: "left-out",
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

  #bucketOrigin({
    environment,
    identifier,
    bucket,
  }: SiteDistributionArgs): aws.types.input.cloudfront.DistributionOrigin {
    const control = new aws.cloudfront.OriginAccessControl(
      nameOf(environment, "origin-access", identifier),
      {
        description: "Signs each request to the page's bucket",
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      { parent: this },
    );
    const { region } = environment;
    return {
      originId: "page",
      // Of its region: a new bucket's global name leads elsewhere for a while.
      domainName: pulumi.interpolate`${bucket.bucketName}.s3.${region}.amazonaws.com`,
      originAccessControlId: control.id,
    };
  }
}

/**
 * What lets one distribution read a page's bucket, and no other, not even of this account. Its id is
 * AWS's: a policy with the id of what is being made would be unknown when it is reviewed, so the
 * stack file has it from the first deployment on.
 *
 * @param distributionId Nobody reads the bucket without one.
 */
export function readerStatements(
  environment: Environment,
  bucket: string,
  distributionId: string | undefined,
): Statement[] {
  if (distributionId === undefined) return [];
  const { partition, accountId } = environment;
  return [
    {
      Sid: "OneDistributionReads",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `${bucketArnOf(environment, bucket)}/*`,
      Condition: {
        StringEquals: {
          "aws:SourceArn": `arn:${partition}:cloudfront::${accountId}:distribution/${distributionId}`,
        },
      },
    },
  ];
}
