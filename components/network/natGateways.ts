import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { TierSubnet } from "./subnetTier.ts";

/**
 * How application subnets reach the internet.
 *
 * - `none`: not at all; AWS's services only, through endpoints.
 * - `single`: through the first zone's gateway; cheapest, and that zone's failure cuts all off.
 * - `per-zone`: each through its own zone's gateway.
 */
export type NatStrategy = "none" | "single" | "per-zone";

/** A gateway, and the zone that it stands in. */
export interface NatGatewayPlace {
  /** Such as `use1-az1`. */
  readonly zoneId: string;
  /** What its metrics are found by. */
  readonly gatewayId: pulumi.Output<string>;
}

/** Where gateways stand, and who goes out through them. */
export interface NatGatewaysArgs {
  /** Opens the `Name` tags. */
  readonly environment: Environment;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** How many there are, and what a zone's failure cuts off. */
  readonly strategy: NatStrategy;
  /** Where the gateways stand. */
  readonly publicSubnets: readonly TierSubnet[];
  /** Whose route tables get a default route, one table a zone. */
  readonly applicationSubnets: readonly TierSubnet[];
  /** The VPC's own; a NAT gateway can't be made before it is attached. */
  readonly internetGateway: aws.ec2.InternetGateway;
}

/**
 * The application tier's way out (P-NET-3). An account has five elastic IPs a region unless it
 * asks for more, and each gateway takes one (T89). Cost: 32.85 USD a month for each gateway,
 * 3.65 USD for its address, and 0.045 USD a GB.
 */
export class NatGateways extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:NatGateways";
  /** Those that were made; none or one of a zone. */
  public readonly gateways: readonly NatGatewayPlace[];

  constructor(name: string, args: NatGatewaysArgs, opts?: pulumi.ComponentResourceOptions) {
    super(NatGateways.token, name, {}, opts);
    const { environment, identifier, internetGateway } = args;
    const parent = { parent: this };

    const gateways = hostsOf(args.strategy, args.publicSubnets).map(({ zoneId, subnetId }) => {
      const gatewayName = `${name}-${zoneId}`;
      const label = `${identifier}-nat-${zoneId}`;
      const attached = { ...parent, dependsOn: [internetGateway] };
      const address = new aws.ec2.Eip(
        gatewayName,
        { domain: "vpc", tags: { Name: nameOf(environment, "address", label) } },
        attached,
      );
      const gateway = new aws.ec2.NatGateway(
        gatewayName,
        {
          subnetId,
          allocationId: address.id,
          connectivityType: "public",
          tags: { Name: nameOf(environment, "gateway", label) },
        },
        attached,
      );
      return { zoneId, gateway };
    });

    for (const { zoneId, routeTableId } of args.applicationSubnets) {
      const used = gateways.find((entry) => entry.zoneId === zoneId) ?? gateways[0];
      if (used === undefined) continue;
      const target = { destinationCidrBlock: "0.0.0.0/0", natGatewayId: used.gateway.id };
      new aws.ec2.Route(`${name}-${zoneId}`, { routeTableId, ...target }, parent);
    }
    this.gateways = gateways.map(({ zoneId, gateway }) => ({ zoneId, gatewayId: gateway.id }));
    this.registerOutputs({});
  }
}

/** The public subnets in which gateways stand. */
function hostsOf(strategy: NatStrategy, subnets: readonly TierSubnet[]): readonly TierSubnet[] {
  switch (strategy) {
    case "none":
      return [];
    case "single":
      return subnets.slice(0, 1);
    case "per-zone":
      return subnets;
  }
}
