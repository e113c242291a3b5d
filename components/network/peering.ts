import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { overlaps, parseIpv4Block } from "../shared/cidr.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import type { Peer } from "./securityGroup.ts";
import type { TierSubnet } from "./subnetTier.ts";

/** An existing VPC and what is wanted of it. */
export interface PeerVpc {
  /** Such as `vpc-0a1b2c3d4e5f67890`. */
  readonly vpcId: string;
  /** Its account. @default this one */
  readonly accountId?: string | undefined;
  /** Its region. @default this one */
  readonly region?: string | undefined;
  /** Its addresses; must not overlap the VPC's. */
  readonly cidr: string;
  /** TCP ports that the application may reach over there. */
  readonly ports: readonly number[];
  /**
   * Its route tables that get a route back, where it is in this account.
   * @default none: its owner makes the routes
   */
  readonly routeTableIds?: readonly string[] | undefined;
}

/** Which network is reached, and from which subnets. */
export interface PeeringArgs {
  /** Opens the `Name` tags; its account and region are the peer's unless that says otherwise. */
  readonly environment: Environment;
  /** This side, which asks for the connection. */
  readonly vpcId: pulumi.Input<string>;
  /** Addresses of the VPC. */
  readonly cidr: string;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** The other side. */
  readonly peer: PeerVpc;
  /** Whose route tables get a route to the peer. */
  readonly applicationSubnets: readonly TierSubnet[];
}

/**
 * A connection to an existing VPC (P-NET-8). It is accepted here when the peer is in this account;
 * in another one its owner accepts it, and until then the routes lead nowhere. The routes back are
 * made here where its route tables are named, else they are its owner's; the rules of its security
 * groups always are. Cost: none within a zone, 0.01 USD a GB each way across zones.
 *
 * @throws Error when the two networks overlap, which EC2 can't route, or route tables are named of
 *   another account.
 */
export class Peering extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:Peering";
  /** The other network, as the `to` of a connection for each of {@link ports}. */
  public readonly network: Peer;
  /** TCP ports that were asked for. */
  public readonly ports: readonly number[];

  constructor(name: string, args: PeeringArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Peering.token, name, {}, opts);
    const { environment, peer } = args;
    checkAddresses(args.cidr, peer.cidr);
    const parent = { parent: this };
    const accountId = peer.accountId ?? environment.accountId;
    const { routeTableIds: routesBack = [] } = peer;
    if (accountId !== environment.accountId && routesBack.length > 0) {
      throw new Error(
        `peering.routeTableIds has ${routesBack.join(", ")}; allowed: none, since account ${accountId} routes by itself.`,
      );
    }
    const region = peer.region ?? environment.region;
    const tags = { Name: nameOf(environment, "peering", args.identifier) };

    const connection = new aws.ec2.VpcPeeringConnection(
      name,
      {
        vpcId: args.vpcId,
        peerVpcId: peer.vpcId,
        peerOwnerId: accountId,
        ...(region === environment.region ? {} : { peerRegion: region }),
        autoAccept: false,
        tags,
      },
      parent,
    );
    const accepted =
      accountId === environment.accountId
        ? [
            new aws.ec2.VpcPeeringConnectionAccepter(
              name,
              { vpcPeeringConnectionId: connection.id, autoAccept: true, region, tags },
              parent,
            ),
          ]
        : [];
    for (const { zoneId, routeTableId } of args.applicationSubnets) {
      const target = { destinationCidrBlock: peer.cidr, vpcPeeringConnectionId: connection.id };
      new aws.ec2.Route(
        `${name}-${zoneId}`,
        { routeTableId, ...target },
        { ...parent, dependsOn: accepted },
      );
    }

    for (const routeTableId of routesBack) {
      new aws.ec2.Route(
        `${name}-back-${routeTableId}`,
        {
          routeTableId,
          destinationCidrBlock: args.cidr,
          vpcPeeringConnectionId: connection.id,
          region,
        },
        { ...parent, dependsOn: accepted },
      );
    }

    this.network = { cidr: peer.cidr, label: "peer" };
    this.ports = peer.ports;
    this.registerOutputs({ network: this.network, ports: this.ports });
  }
}

function checkAddresses(own: string, other: string): void {
  const [ownBlock, otherBlock] = [parseIpv4Block(own), parseIpv4Block(other)];
  if (ownBlock && otherBlock && !overlaps(ownBlock, otherBlock)) return;
  throw new Error(`peering.cidr is ${other}; allowed: a block that does not overlap ${own}.`);
}
