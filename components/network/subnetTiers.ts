import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import { type NatGatewayPlace, NatGateways, type NatStrategy } from "./natGateways.ts";
import { networkAclRules } from "./networkAclRules.ts";
import { NetworkAcls } from "./networkAcls.ts";
import type { PeerVpc } from "./peering.ts";
import { type AddressPlan, planSubnets, type TierName } from "./subnets.ts";
import { SubnetTier, type SubnetTierArgs } from "./subnetTier.ts";

/** The addresses of a VPC, and what may cross the borders of its tiers. */
export interface SubnetTiersArgs extends AddressPlan {
  /** Opens the `Name` tags; its zones get one subnet of each tier. */
  readonly environment: Environment;
  /** VPC that is divided. */
  readonly vpcId: pulumi.Input<string>;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** How application subnets reach the internet. */
  readonly natGateways: NatStrategy;
  /** Whether the data tier holds replicas, which copy from each other across zones. */
  readonly dataReplication: boolean;
  /** A peered network and the TCP ports to be reached there. @default none */
  readonly peering?: Pick<PeerVpc, "cidr" | "ports"> | undefined;
  /** The one address, /32, that may reach SSH in the public tier. @default nobody */
  readonly sshFrom?: string | undefined;
}

/**
 * The tiers of a VPC with their ways out and their network ACLs (P-NET-2 to P-NET-4): public through
 * the internet gateway, application through NAT, data, where there is one, not at all. Cost: see
 * {@link NatGateways}.
 */
export class SubnetTiers extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:SubnetTiers";
  /** Load balancers and NAT gateways. */
  public readonly public: SubnetTier;
  /** Containers and hosts. */
  public readonly application: SubnetTier;
  /** Databases and caches; undefined where no addresses are given to them. */
  public readonly data: SubnetTier | undefined;
  /** Ways out of the application tier; none or one of a zone. */
  public readonly natGateways: readonly NatGatewayPlace[];

  constructor(name: string, args: SubnetTiersArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SubnetTiers.token, name, {}, opts);
    const { environment, vpcId, identifier } = args;
    const plan = planSubnets(environment.zoneIds, args);
    const parent = { parent: this };
    const internetGateway = new aws.ec2.InternetGateway(
      name,
      { vpcId, tags: { Name: nameOf(environment, "gateway", `${identifier}-internet`) } },
      parent,
    );

    const makeTier = (
      tier: TierName,
      ways: Pick<SubnetTierArgs, "routeTables" | "internetGateway">,
    ): SubnetTier =>
      new SubnetTier(
        `${name}-${tier}`,
        {
          environment,
          vpcId,
          identifier: `${identifier}-${tier}`,
          subnets: plan[tier],
          ...ways,
        },
        parent,
      );
    this.public = makeTier("public", { routeTables: "shared", internetGateway });
    this.application = makeTier("application", { routeTables: "per-zone" });
    this.data = plan.data.length === 0 ? undefined : makeTier("data", { routeTables: "shared" });

    const nat = new NatGateways(
      `${name}-nat`,
      {
        environment,
        identifier,
        strategy: args.natGateways,
        publicSubnets: this.public.subnets,
        applicationSubnets: this.application.subnets,
        internetGateway,
      },
      parent,
    );
    this.natGateways = nat.gateways;
    new NetworkAcls(
      name,
      {
        environment,
        vpcId,
        identifier,
        rules: networkAclRules({
          vpcCidr: args.cidr,
          applicationCidrs: args.applicationSubnets,
          dataCidrs: args.dataSubnets,
          dataReplication: args.dataReplication,
          peer: args.peering,
          sshFrom: args.sshFrom,
        }),
        subnetIds: {
          public: this.public.subnetIds,
          application: this.application.subnetIds,
          ...(this.data && { data: this.data.subnetIds }),
        },
      },
      parent,
    );
    this.registerOutputs({ public: this.public, application: this.application, data: this.data });
  }
}
