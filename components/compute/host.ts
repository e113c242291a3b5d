import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Role } from "../identity/role.ts";
import { AddressReservation } from "../network/addressReservation.ts";
import type { SecurityGroup } from "../network/securityGroup.ts";
import { keepsData, nameOf } from "../shared/environment.ts";
import { HostTemplate, type HostTemplateArgs } from "./hostTemplate.ts";

/** What a host template asks for, of one machine that stays in one subnet. */
export interface HostArgs extends Omit<HostTemplateArgs, "deleteRootOnTermination"> {
  /** Where the instance stands; another subnet is another instance. */
  readonly subnetId: pulumi.Input<string>;
  /**
   * Whether the root volume holds data that exists nowhere else. Where data must survive, the host
   * is then protected and its volume outlives it.
   */
  readonly holdsData: boolean;
  /**
   * Whether it has a public address that stays when the instance is replaced, 3.65 USD a month. It is
   * given once the instance runs: the first boot has to wait for it.
   * @default false
   */
  readonly elasticIp?: boolean | undefined;
  /** What the first boot reads, or goes out by. @default nothing but the host's own */
  readonly startsAfter?: readonly pulumi.Resource[] | undefined;
}

/**
 * One EC2 instance, reached through SSM Session Manager only (P-RUN-6). A change of its template
 * replaces it; a newer image alone does not. Cost: t3.micro 7.59 USD a month, t3.medium 30.37,
 * t4g.nano 3.07 (us-east-1); gp3 0.08 a GB and month; a public address 3.65; detailed monitoring
 * 2.10.
 */
export class Host extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:Host";
  /** Known only once the instance runs. */
  public readonly instanceId: pulumi.Output<string>;
  /** Address in the subnet; known only once the instance runs. */
  public readonly privateIp: pulumi.Output<string>;
  /** Its address in the internet; undefined without one that stays. */
  public readonly publicIp: pulumi.Output<string> | undefined;
  /** What programs on the host are at AWS. */
  public readonly role: Role;
  /** Group of the host, for connections to and from it. */
  public readonly securityGroup: SecurityGroup;

  constructor(name: string, args: HostArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Host.token, name, {}, opts);
    const { environment, holdsData, elasticIp } = args;
    const keep = holdsData && keepsData(environment);

    const template = new HostTemplate(
      name,
      { ...args, deleteRootOnTermination: !keep },
      { parent: this },
    );
    const { privateIp: address, subnetId } = args;
    const description = `Address of ${args.identifier}`;
    const reserved =
      address === undefined
        ? []
        : [new AddressReservation(name, { subnetId, address, description }, { parent: this })];
    const instance = new aws.ec2.Instance(
      name,
      {
        launchTemplate: { id: template.id, version: template.version },
        disableApiTermination: keep,
        tags: { Name: nameOf(environment, "instance", args.identifier) },
      },
      // The first boot needs the role's policies and the way out.
      {
        parent: this,
        dependsOn: [template, ...reserved, ...(args.startsAfter ?? [])],
        protect: keep,
        retainOnDelete: keep,
        // Two hosts can't have one address.
        deleteBeforeReplace: args.privateIp !== undefined,
      },
    );

    if (elasticIp) {
      const address = new aws.ec2.Eip(
        name,
        {
          domain: "vpc",
          instance: instance.id,
          tags: { Name: nameOf(environment, "address", args.identifier) },
        },
        { parent: this },
      );
      this.publicIp = address.publicIp;
    }

    this.instanceId = instance.id;
    this.privateIp = instance.privateIp;
    this.role = template.role;
    this.securityGroup = template.securityGroup;
    this.registerOutputs({
      instanceId: this.instanceId,
      privateIp: this.privateIp,
      ...(this.publicIp && { publicIp: this.publicIp }),
    });
  }
}
