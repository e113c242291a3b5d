import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { PlannedSubnet } from "./subnets.ts";

export interface SubnetTierArgs {
  readonly environment: Environment;
  readonly vpcId: pulumi.Input<string>;
  /** What the tier is called in names, such as `main-public`. */
  readonly identifier: string;
  /** Where its subnets are; one a zone. */
  readonly subnets: readonly PlannedSubnet[];
  /** `per-zone` where a zone's subnet has a way of its own, as with a NAT gateway in each zone. */
  readonly routeTables: "shared" | "per-zone";
  /**
   * Where the tier's default routes lead.
   * @default local routes only
   */
  readonly internetGateway?: aws.ec2.InternetGateway;
}

/** A subnet that was made, and the route table that it uses. */
export interface TierSubnet extends PlannedSubnet {
  readonly subnetId: pulumi.Output<string>;
  readonly routeTableId: pulumi.Output<string>;
}

/**
 * One tier of a VPC (P-NET-2): a subnet in each zone, found by zone **id** since zone names differ
 * between accounts (T27), and its route tables. No subnet gives public addresses at launch
 * (P-NET-1). Cost: none.
 */
export class SubnetTier extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:SubnetTier";
  /** The subnets in the order of the zones. */
  public readonly subnets: readonly TierSubnet[];
  /** Ids of the subnets in the order of the zones. */
  public readonly subnetIds: pulumi.Output<string>[];
  /** Each route table once. */
  public readonly routeTableIds: pulumi.Output<string>[];

  constructor(name: string, args: SubnetTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SubnetTier.token, name, {}, opts);
    const { environment, vpcId, identifier } = args;
    const parent = { parent: this };

    const makeTable = (tableName: string, label: string): aws.ec2.RouteTable => {
      // Routes stand alone: inline ones and stand-alone ones delete each other.
      const table = new aws.ec2.RouteTable(
        tableName,
        { vpcId, tags: { Name: nameOf(environment, "route-table", label) } },
        parent,
      );
      if (args.internetGateway) {
        const target = { destinationCidrBlock: "0.0.0.0/0", gatewayId: args.internetGateway.id };
        new aws.ec2.Route(tableName, { routeTableId: table.id, ...target }, parent);
      }
      return table;
    };
    const shared = args.routeTables === "shared" ? makeTable(name, identifier) : undefined;

    this.subnets = args.subnets.map(({ zoneId, cidr }) => {
      const subnetName = `${name}-${zoneId}`;
      const label = `${identifier}-${zoneId}`;
      const subnet = new aws.ec2.Subnet(
        subnetName,
        {
          vpcId,
          cidrBlock: cidr,
          availabilityZoneId: zoneId,
          mapPublicIpOnLaunch: false,
          tags: { Name: nameOf(environment, "subnet", label) },
        },
        parent,
      );
      const table = shared ?? makeTable(subnetName, label);
      new aws.ec2.RouteTableAssociation(
        subnetName,
        { subnetId: subnet.id, routeTableId: table.id },
        parent,
      );
      return { zoneId, cidr, subnetId: subnet.id, routeTableId: table.id };
    });

    this.subnetIds = this.subnets.map(({ subnetId }) => subnetId);
    this.routeTableIds = shared
      ? [shared.id]
      : this.subnets.map(({ routeTableId }) => routeTableId);
    this.registerOutputs({
      subnets: this.subnets,
      subnetIds: this.subnetIds,
      routeTableIds: this.routeTableIds,
    });
  }
}
