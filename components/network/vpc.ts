import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import { Endpoints } from "./endpoints.ts";
import { FlowLogs } from "./flowLogs.ts";
import type { NatGatewayPlace, NatStrategy } from "./natGateways.ts";
import { Peering, type PeerVpc } from "./peering.ts";
import type { SecurityGroup } from "./securityGroup.ts";
import type { AddressPlan } from "./subnets.ts";
import { SubnetTiers } from "./subnetTiers.ts";
import { VpcDefaults } from "./vpcDefaults.ts";

/** How a network is laid out, what it reaches, and what is recorded of it. */
export interface VpcArgs extends AddressPlan {
  /** Opens all names; its zones get one subnet of each tier. */
  readonly environment: Environment;
  /** Encrypts the flow logs. */
  readonly key: EncryptionKey;
  /** Ceiling of the role that writes flow logs (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /**
   * What the VPC is called in names; unique in the environment.
   * @default "main"
   */
  readonly identifier?: string;
  /** How application subnets reach the internet. */
  readonly natGateways: NatStrategy;
  /** Services to be reached privately, such as `ecr.api`; S3 and DynamoDB always are. */
  readonly interfaceEndpoints: readonly string[];
  /**
   * Where these have addresses: in each zone, or in the first alone, which costs a fraction and fails
   * with it.
   * @default "each"
   */
  readonly interfaceEndpointZones?: "each" | "first" | undefined;
  /** The one address, /32, that may reach SSH in the public tier. @default nobody */
  readonly sshFrom?: string | undefined;
  /** Days for which flow logs are kept. */
  readonly flowLogRetentionDays: number;
  /** Whether the data tier holds replicas, which copy from each other across zones. */
  readonly dataReplication: boolean;
  /** An existing VPC to reach on some ports. @default none */
  readonly peering?: PeerVpc | undefined;
}

/**
 * A network of three tiers in each zone of the environment (P-NET-1 to P-NET-8): public, for load
 * balancers and NAT; application, with a way out; data, with none, unless it has no addresses.
 * Nothing flows until security groups are connected. Cost: 36.50 USD a month for each NAT gateway with its address and
 * 0.045 USD a GB; 7.30 USD a month for each interface endpoint and zone; flow logs 0.50 USD a GB.
 */
export class Vpc extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:Vpc";
  /** Such as `vpc-0a1b2c3d4e5f67890`; known only once the VPC exists. */
  public readonly vpcId: pulumi.Output<string>;
  /** Addresses of the VPC. */
  public readonly cidr: string;
  /** Ids in the order of the zones, as those of the other tiers. */
  public readonly publicSubnetIds: pulumi.Output<string>[];
  /** Where containers and hosts are. */
  public readonly applicationSubnetIds: pulumi.Output<string>[];
  /** Where databases and caches are; empty in a VPC of two tiers. */
  public readonly dataSubnetIds: pulumi.Output<string>[];
  /** Blocks in the order of the zones, as those of the other tiers. */
  public readonly publicSubnetCidrs: readonly string[];
  /** Where calls of the application come from. */
  public readonly applicationSubnetCidrs: readonly string[];
  /** Where databases and caches answer. */
  public readonly dataSubnetCidrs: readonly string[];
  /** Route tables of the application tier, in the order of the zones. */
  public readonly applicationRouteTableIds: pulumi.Output<string>[];
  /** Ways out of the application tier; none or one of a zone. */
  public readonly natGateways: readonly NatGatewayPlace[];
  /** Group of the interface endpoints, see {@link Endpoints.group}; undefined without any. */
  public readonly endpointsGroup: SecurityGroup | undefined;
  /** S3's addresses, as a peer of a connection. */
  public readonly s3PrefixListId: pulumi.Output<string>;
  /** DynamoDB's addresses, as a peer of a connection. */
  public readonly dynamodbPrefixListId: pulumi.Output<string>;
  /** The peered network and the ports to be reached there; undefined without one. */
  public readonly peering: Peering | undefined;

  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Vpc.token, name, {}, opts);
    const { environment, key, boundary, identifier = "main", peering: peer } = args;
    const parent = { parent: this };

    const vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidr,
        // Private names of interface endpoints need both (T83).
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: { Name: nameOf(environment, "vpc", identifier) },
      },
      parent,
    );
    const place = { environment, identifier, vpcId: vpc.id };
    new VpcDefaults(`${name}-default`, { environment, identifier, vpc }, parent);
    const tiers = new SubnetTiers(name, { ...args, ...place }, parent);
    const endpoints = new Endpoints(
      `${name}-endpoints`,
      {
        ...place,
        interfaceEndpoints: args.interfaceEndpoints,
        subnetIds: tiers.application.subnetIds.slice(
          0,
          args.interfaceEndpointZones === "first" ? 1 : undefined,
        ),
        // Whoever has a way to the internet has the shorter one too; data has neither.
        routeTableIds: [...tiers.application.routeTableIds, ...tiers.public.routeTableIds],
      },
      parent,
    );
    new FlowLogs(
      `${name}-flow-logs`,
      { ...place, key, boundary, retentionDays: args.flowLogRetentionDays },
      parent,
    );
    this.peering =
      peer &&
      new Peering(
        `${name}-peering`,
        { ...place, cidr: args.cidr, peer, applicationSubnets: tiers.application.subnets },
        parent,
      );

    this.vpcId = vpc.id;
    this.cidr = args.cidr;
    this.publicSubnetIds = tiers.public.subnetIds;
    this.applicationSubnetIds = tiers.application.subnetIds;
    this.dataSubnetIds = tiers.data?.subnetIds ?? [];
    this.publicSubnetCidrs = args.publicSubnets;
    this.applicationSubnetCidrs = args.applicationSubnets;
    this.dataSubnetCidrs = args.dataSubnets;
    this.applicationRouteTableIds = tiers.application.routeTableIds;
    this.natGateways = tiers.natGateways;
    this.endpointsGroup = endpoints.group;
    this.s3PrefixListId = endpoints.s3PrefixListId;
    this.dynamodbPrefixListId = endpoints.dynamodbPrefixListId;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidr: this.cidr,
      publicSubnetIds: this.publicSubnetIds,
      applicationSubnetIds: this.applicationSubnetIds,
      dataSubnetIds: this.dataSubnetIds,
      publicSubnetCidrs: this.publicSubnetCidrs,
      applicationSubnetCidrs: this.applicationSubnetCidrs,
      dataSubnetCidrs: this.dataSubnetCidrs,
      applicationRouteTableIds: this.applicationRouteTableIds,
      endpointsGroup: this.endpointsGroup,
      s3PrefixListId: this.s3PrefixListId,
      dynamodbPrefixListId: this.dynamodbPrefixListId,
      peering: this.peering,
    });
  }
}
