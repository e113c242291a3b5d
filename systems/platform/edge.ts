import * as pulumi from "@pulumi/pulumi";

import { Certificate } from "../../components/edge/certificate.ts";
import { Distribution } from "../../components/edge/distribution.ts";
import { AliasRecords } from "../../components/edge/dnsRecords.ts";
import { EdgeLogPolicy } from "../../components/edge/edgeLogPolicy.ts";
import { CLOUDFRONT_REGION } from "../../components/edge/globalRegion.ts";
import { HostedZone } from "../../components/edge/hostedZone.ts";
import { LoadBalancer, type Opening, openingsOf } from "../../components/edge/loadBalancer.ts";
import { OriginGuard } from "../../components/edge/originGuard.ts";
import { ShieldAdvanced } from "../../components/edge/shieldAdvanced.ts";
import { WebAcl } from "../../components/edge/webAcl.ts";
import { WebAclAssociation } from "../../components/edge/webAclAssociation.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";

type EdgeSettings = PlatformSettings["edge"];
type FrontSettings = NonNullable<EdgeSettings["distribution"]>;

/** What the edge stands on, and how the world reaches it. */
export interface PlatformEdgeArgs {
  /** Its key, and the bucket for access logs. */
  readonly foundation: Foundation;
  /** Its public tier holds the load balancer. */
  readonly vpc: Vpc;
  /** The stack file's `edge` block. */
  readonly edge: EdgeSettings;
  /** What must know of {@link edgeOpenings} first. */
  readonly openAfter: readonly pulumi.Resource[];
}

/**
 * What stands between the internet and the platform's containers: names, TLS, firewall, balancer.
 * Cost: that of {@link LoadBalancer} and {@link WebAcl}, and where they are asked for, of
 * {@link HostedZone}, {@link Distribution} and {@link ShieldAdvanced}.
 *
 * @throws Error when a distribution is asked for whose certificate is not issued.
 */
export class PlatformEdge extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformEdge";
  /** Where records of the host go. */
  public readonly zone: HostedZone;
  /** The load balancer's; behind CloudFront that is `originHost`'s, not the host's. */
  public readonly certificate: Certificate;
  /** Where routes to containers start. */
  public readonly loadBalancer: LoadBalancer;
  /** Lets firewalls write their logs; an account takes few such policies (T2). */
  public readonly logPolicy: EdgeLogPolicy;
  /** Firewall before that; other distributions of the environment may stand behind it too. */
  public readonly distributionFirewall: WebAcl | undefined;
  /** CloudFront in front of the balancer, where the settings ask for it. */
  public readonly distribution: Distribution | undefined;

  constructor(name: string, args: PlatformEdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformEdge.token, name, {}, opts);
    const { environment, key, accessLogs } = args.foundation;
    const { edge, vpc } = args;
    const front = edge.distribution;
    const parent = { parent: this };

    this.zone = new HostedZone("zone", { environment, key, ...edge }, parent);
    this.certificate = new Certificate(
      "certificate",
      { host: front?.originHost ?? edge.host, certificate: edge.certificate, zone: this.zone },
      parent,
    );
    const guard = front && new OriginGuard("origin-guard", { environment }, parent);
    this.loadBalancer = new LoadBalancer(
      "load-balancer",
      {
        environment,
        key,
        accessLogs,
        vpcId: vpc.vpcId,
        publicSubnetIds: vpc.publicSubnetIds,
        certificateArn: this.certificate.arn,
        accessLogDays: edge.accessLogDays,
        idleTimeoutSeconds: edge.idleTimeoutSeconds,
        guard,
        openAfter: args.openAfter,
      },
      parent,
    );
    this.logPolicy = new EdgeLogPolicy("log-delivery", { environment }, parent);
    const { logPolicy } = this;
    const webAcl = new WebAcl(
      "firewall",
      {
        environment,
        key,
        logPolicy,
        identifier: "api",
        scope: "REGIONAL",
        behindCloudFront: front !== undefined,
        ...edge.firewall,
      },
      parent,
    );
    new WebAclAssociation("firewall", { loadBalancer: this.loadBalancer, webAcl }, parent);
    this.distributionFirewall =
      front &&
      new WebAcl(
        "distribution-firewall",
        { environment, key, logPolicy, identifier: "cdn", scope: "CLOUDFRONT", ...edge.firewall },
        parent,
      );
    this.distribution =
      front && guard && this.#distribution(args, front, guard, this.distributionFirewall);
    const target = this.distribution ?? this.loadBalancer;
    if (edge.shieldAdvanced) {
      new ShieldAdvanced("shield", { resourceArn: target.arn }, parent);
    }
    new AliasRecords("host", { zone: this.zone, host: edge.host, target }, parent);

    this.registerOutputs({ dnsName: this.loadBalancer.dnsName });
  }

  #distribution(
    { foundation, edge }: PlatformEdgeArgs,
    front: FrontSettings,
    guard: OriginGuard,
    webAcl: WebAcl | undefined,
  ): Distribution {
    const { environment, key } = foundation;
    const { logPolicy } = this;
    const parent = { parent: this };
    const certificate = new Certificate(
      "distribution-certificate",
      {
        host: edge.host,
        certificate:
          front.certificateArn === undefined
            ? { mode: "managed" }
            : { mode: "external", arn: front.certificateArn },
        zone: this.zone,
        region: CLOUDFRONT_REGION,
      },
      parent,
    );
    if (certificate.arn === undefined || webAcl === undefined) {
      throw new Error("A distribution needs an issued certificate and a firewall.");
    }
    new AliasRecords(
      "origin",
      { zone: this.zone, host: front.originHost, target: this.loadBalancer },
      parent,
    );
    return new Distribution(
      "distribution",
      {
        environment,
        key,
        logPolicy,
        logRetentionDays: edge.firewall.logRetentionDays,
        identifier: "api",
        host: edge.host,
        originHost: front.originHost,
        certificateArn: certificate.arn,
        webAcl,
        guard,
        priceClass: front.priceClass,
      },
      parent,
    );
  }
}

/**
 * What the edge opens to the world, known before anything exists; all that it may, where nothing is
 * known of its settings.
 */
export function edgeOpenings(
  environment: Environment,
  edge?: Pick<EdgeSettings, "distribution">,
): Opening[] {
  return openingsOf({ environment, guard: edge?.distribution });
}
