import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";

/** Where a group is and what belongs in it; whom it admits is a {@link Connection}'s matter. */
export interface SecurityGroupArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Where the group is, for good. */
  readonly vpcId: pulumi.Input<string>;
  /** Last part of the name, such as `alb`. */
  readonly identifier: string;
  /** What belongs in the group. Frozen: EC2 replaces the group when it changes (T85). */
  readonly description: string;
}

/**
 * A security group that admits nothing in and nothing out until a {@link Connection} says so. It
 * is the only place that creates groups. Cost: none.
 */
export class SecurityGroup extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:SecurityGroup";
  /** Such as `sg-0a1b2c3d4e5f67890`; known only once the group exists. */
  public readonly id: pulumi.Output<string>;
  /** Last part of the name, by which connections are called. */
  public readonly identifier: string;

  constructor(name: string, args: SecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SecurityGroup.token, name, {}, opts);
    const groupName = nameOf(args.environment, "security-group", args.identifier);

    const group = new aws.ec2.SecurityGroup(
      groupName,
      {
        vpcId: args.vpcId,
        description: args.description,
        // No inline rules, ever: they and the stand-alone ones delete each other (T85).
        tags: { Name: groupName },
      },
      // Not inherited: only the member knows how long AWS holds on to its interfaces (T86).
      { parent: this, ...(opts?.customTimeouts && { customTimeouts: opts.customTimeouts }) },
    );

    this.id = group.id;
    this.identifier = args.identifier;
    this.registerOutputs({ id: this.id });
  }
}

/** One end of a connection. */
export type Peer =
  | SecurityGroup
  /** Every address; for the two edges of P-NET-7 only. */
  | "internet"
  /** A network outside the VPC, such as a peered one. */
  | { readonly cidr: string; readonly label: string }
  /** A service behind a gateway endpoint, or CloudFront's own addresses. */
  | { readonly prefixListId: pulumi.Input<string>; readonly label: string };

/** Who may call whom, on which one port; one end at least is a security group. */
export interface ConnectionArgs {
  /** Who opens the connection. */
  readonly from: Peer;
  /** Who is called. */
  readonly to: Peer;
  /** TCP port at `to`. */
  readonly port: number;
}

/**
 * Traffic that may flow (P-NET-7): an egress rule at the source group and an ingress rule at the
 * destination group, each naming exactly one peer. Cost: none.
 *
 * @throws Error when neither end is a security group.
 */
export class Connection extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:Connection";

  constructor(name: string, args: ConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Connection.token, name, {}, opts);
    const { from, to, port } = args;
    const isGroup = (peer: Peer): peer is SecurityGroup => peer instanceof SecurityGroup;
    if (!isGroup(from) && !isGroup(to)) {
      throw new Error(`Neither end of connection ${name} is a security group.`);
    }
    const rule = {
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: `${labelOf(from)} to ${labelOf(to)} on ${port}`,
    };
    // Not inherited: whoever must know of an opening first would hear of it too late.
    const parent = { parent: this, ...(opts?.dependsOn && { dependsOn: opts.dependsOn }) };

    if (isGroup(from)) {
      new aws.vpc.SecurityGroupEgressRule(
        name,
        { ...rule, securityGroupId: from.id, ...ruleTarget(to) },
        parent,
      );
    }
    if (isGroup(to)) {
      new aws.vpc.SecurityGroupIngressRule(
        name,
        { ...rule, securityGroupId: to.id, ...ruleTarget(from) },
        parent,
      );
    }
    this.registerOutputs({});
  }
}

function labelOf(peer: Peer): string {
  if (peer === "internet") return "internet";
  return peer instanceof SecurityGroup ? peer.identifier : peer.label;
}

function ruleTarget(peer: Peer): {
  cidrIpv4?: string;
  prefixListId?: pulumi.Input<string>;
  referencedSecurityGroupId?: pulumi.Input<string>;
} {
  if (peer === "internet") return { cidrIpv4: "0.0.0.0/0" };
  if (peer instanceof SecurityGroup) return { referencedSecurityGroupId: peer.id };
  return "cidr" in peer ? { cidrIpv4: peer.cidr } : { prefixListId: peer.prefixListId };
}
