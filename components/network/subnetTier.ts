import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { PlannedSubnet } from "./subnets.ts";

/** Where a tier's subnets are, and whether they lead outside. */
export interface SubnetTierArgs {
  /** Opens the `Name` tags. */
  readonly environment: Environment;
  /** VPC whose addresses the subnets share out. */
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
  /** Known only once the subnet exists. */
  readonly subnetId: pulumi.Output<string>;
  /** The tier's one table, or this zone's own; further routes go there. */
  readonly routeTableId: pulumi.Output<string>;
}

/** A route table and the routes that belong to it from the start. */
interface RoutedTable {
  readonly table: aws.ec2.RouteTable;
  readonly routes: readonly aws.ec2.Route[];
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

    const makeTable = (tableName: string, label: string): RoutedTable => {
      // Routes stand alone: inline ones and stand-alone ones delete each other.
      const table = new aws.ec2.RouteTable(
        tableName,
        { vpcId, tags: { Name: nameOf(environment, "route-table", label) } },
        parent,
      );
      if (args.internetGateway === undefined) return { table, routes: [] };
      const target = { destinationCidrBlock: "0.0.0.0/0", gatewayId: args.internetGateway.id };
      const route = new aws.ec2.Route(tableName, { routeTableId: table.id, ...target }, parent);
      return { table, routes: [route] };
    };
    const shared = args.routeTables === "shared" ? makeTable(name, identifier) : undefined;

    const made = args.subnets.map(({ zoneId, cidr }) => {
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
      const { table, routes } = shared ?? makeTable(subnetName, label);
      const association = new aws.ec2.RouteTableAssociation(
        subnetName,
        { subnetId: subnet.id, routeTableId: table.id },
        { ...parent, dependsOn: [...routes] },
      );
      return {
        subnet: { zoneId, cidr, subnetId: subnet.id, routeTableId: table.id },
        association,
      };
    });

    this.subnets = made.map(({ subnet }) => subnet);
    // Who stands in a public subnet waits for its way out: EC2 refuses a load balancer without one.
    this.subnetIds = made.map(({ subnet: { subnetId }, association }) =>
      args.internetGateway ? pulumi.all([subnetId, association.id]).apply(([id]) => id) : subnetId,
    );
    this.routeTableIds = shared
      ? [shared.table.id]
      : this.subnets.map(({ routeTableId }) => routeTableId);
    this.registerOutputs({
      subnets: this.subnets,
      subnetIds: this.subnetIds,
      routeTableIds: this.routeTableIds,
    });
  }
}
