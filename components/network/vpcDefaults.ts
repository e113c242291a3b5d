import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";

/** Whose defaults are emptied. */
export interface VpcDefaultsArgs {
  /** Opens the `Name` tags. */
  readonly environment: Environment;
  /** The VPC itself, since only its outputs name its defaults. */
  readonly vpc: aws.ec2.Vpc;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
}

/**
 * What EC2 puts into every VPC, emptied (P-NET-1): whatever is placed there by mistake, with no
 * group, ACL or route table of its own, talks to nobody. Cost: none.
 */
export class VpcDefaults extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:VpcDefaults";

  constructor(name: string, args: VpcDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(VpcDefaults.token, name, {}, opts);
    const { environment, vpc } = args;
    const parent = { parent: this };
    const label = `${args.identifier}-default`;

    new aws.ec2.DefaultSecurityGroup(
      name,
      {
        vpcId: vpc.id,
        ingress: [],
        egress: [],
        tags: { Name: nameOf(environment, "security-group", label) },
      },
      parent,
    );
    new aws.ec2.DefaultNetworkAcl(
      name,
      {
        defaultNetworkAclId: vpc.defaultNetworkAclId,
        ingress: [],
        egress: [],
        tags: { Name: nameOf(environment, "network-acl", label) },
      },
      // Every subnet starts here until its own ACL takes it, which would show as a change.
      { ...parent, ignoreChanges: ["subnetIds"] },
    );
    new aws.ec2.DefaultRouteTable(
      name,
      {
        defaultRouteTableId: vpc.defaultRouteTableId,
        routes: [],
        tags: { Name: nameOf(environment, "route-table", label) },
      },
      parent,
    );
    this.registerOutputs({});
  }
}
