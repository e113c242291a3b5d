import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Distribution } from "./distribution.ts";
import type { HostedZone } from "./hostedZone.ts";
import { LoadBalancer } from "./loadBalancer.ts";
import type { SiteDistribution } from "./siteDistribution.ts";

/** A name and what it shall lead to. */
export interface AliasRecordsArgs {
  /** Where the records go. */
  readonly zone: HostedZone;
  /** The name that shall lead to the target. */
  readonly host: string;
  /** What answers under the name. */
  readonly target: LoadBalancer | Distribution | SiteDistribution;
}

/**
 * Alias records of a name (P-EDGE-4): IPv4 for both kinds of target, IPv6 for a distribution, since
 * the load balancers are IPv4 only. None at all when the zone is foreign: there somebody enters a
 * CNAME. Cost: none, queries for aliases included.
 */
export class AliasRecords extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:AliasRecords";

  constructor(name: string, args: AliasRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AliasRecords.token, name, {}, opts);
    const { target, host } = args;
    const { zoneId } = args.zone;
    const distributed = !(target instanceof LoadBalancer);
    const types = distributed ? ["A", "AAAA"] : ["A"];

    for (const type of types) {
      if (zoneId === undefined) break;
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}`,
        {
          zoneId,
          name: host,
          type,
          aliases: [
            {
              name: target.dnsName,
              zoneId: target.hostedZoneId,
              // Route 53 refuses it for distributions, which are never unhealthy.
              evaluateTargetHealth: !distributed,
            },
          ],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
