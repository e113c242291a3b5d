import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { NetworkAclRules } from "./networkAclRules.ts";
import { type TierName, TIERS } from "./subnets.ts";

/** Which rules guard which subnets. */
export interface NetworkAclsArgs {
  /** Opens the `Name` tags. */
  readonly environment: Environment;
  /** VPC of the subnets. */
  readonly vpcId: pulumi.Input<string>;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** What each tier lets through; planned in `networkAclRules.ts`. */
  readonly rules: Readonly<Record<TierName, NetworkAclRules>>;
  /** The subnets that each ACL guards; a tier that is left out has none. */
  readonly subnetIds: Readonly<Partial<Record<TierName, pulumi.Input<string>[]>>>;
}

/**
 * One network ACL a tier (P-NET-4), behind the security groups: what a wrong group would let
 * through, the tier still refuses. The rules are inline, so that one added by hand is drift.
 * Cost: none.
 */
export class NetworkAcls extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:NetworkAcls";

  constructor(name: string, args: NetworkAclsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(NetworkAcls.token, name, {}, opts);
    const { environment, vpcId, identifier } = args;

    for (const tier of TIERS) {
      const subnetIds = args.subnetIds[tier];
      if (subnetIds === undefined) continue;
      const { ingress, egress } = args.rules[tier];
      new aws.ec2.NetworkAcl(
        `${name}-${tier}`,
        {
          vpcId,
          subnetIds,
          ingress: [...ingress],
          egress: [...egress],
          tags: { Name: nameOf(environment, "network-acl", `${identifier}-${tier}`) },
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
