import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Connection, SecurityGroup } from "../network/securityGroup.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { userDataOf } from "./boot/script.ts";

/** What is known of an image before EC2 finds the newest one. */
interface BootImage {
  /** Device whose mapping encrypts the root volume; under another name it would add a volume. */
  readonly rootDevice: string;
  /** Public SSM parameters with the id of the vendor's latest image. */
  readonly parameters: Readonly<Record<Architecture, string>>;
}

type Architecture = "arm" | "intel";

/**
 * Sources: AWS Systems Manager guide, "Calling AMI public parameters"; Debian wiki,
 * "Cloud/AmazonEC2Image/Bookworm". Both images name their root device `/dev/xvda`.
 */
const IMAGES = {
  "amazon-linux-2023": {
    rootDevice: "/dev/xvda",
    parameters: {
      arm: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
      intel: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    },
  },
  "debian-12": {
    rootDevice: "/dev/xvda",
    parameters: {
      arm: "/aws/service/debian/release/12/latest/arm64",
      intel: "/aws/service/debian/release/12/latest/amd64",
    },
  },
} as const satisfies Record<string, BootImage>;

/** What hosts boot. Debian brings no SSM agent: its first boot must install it. */
export type HostImage = keyof typeof IMAGES;

const DEFAULT_IMAGE: HostImage = "amazon-linux-2023";

/** How a machine is made, whoever launches it; what makes it safe is no choice. */
export interface HostTemplateArgs {
  /** Opens every name. */
  readonly environment: Environment;
  /** Encrypts the root volume. */
  readonly key: EncryptionKey;
  /** Ceiling of the hosts' role (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** Last part of every name. */
  readonly identifier: string;
  /** VPC of the subnet; the hosts' security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Where a host stands. @default the launcher decides, as an Auto Scaling group does */
  readonly subnetId?: pulumi.Input<string> | undefined;
  /**
   * Address in the subnet, where others must know it before the host is there.
   * @default EC2 chooses, as it must for an Auto Scaling group
   */
  readonly privateIp?: string | undefined;
  /** Such as `t3.micro`; Graviton types get the ARM image. */
  readonly instanceType: string;
  /** What it boots: the vendor's latest when it is launched. @default "amazon-linux-2023" */
  readonly image?: HostImage | undefined;
  /** GiB of the encrypted root volume, at least 8. */
  readonly rootGiB: number;
  /** Whether the root volume goes when the instance does. @default true */
  readonly deleteRootOnTermination?: boolean | undefined;
  /** Whether hosts get a public address, 3.65 USD a month each. @default false */
  readonly publicIp?: boolean | undefined;
  /** Hops to the metadata service: 2 where containers on the host need it. @default 1 */
  readonly metadataHopLimit?: 1 | 2 | undefined;
  /** Whether EC2 measures each minute, for 2.10 USD a month, and not each five. @default true */
  readonly detailedMonitoring?: boolean | undefined;
  /** Script of the first boot, as plain text; packed it has at most 16 KiB. @default none */
  readonly userData?: pulumi.Input<string> | undefined;
  /** What programs on the host may do, beside being managed by SSM. @default nothing */
  readonly statements?: readonly Statement[] | undefined;
}

/**
 * How a host is made (P-RUN-6): the vendor's latest image, found by EC2 when it launches; IMDSv2
 * only; no key pair, SSM instead; an encrypted root; detailed monitoring; calls out on 443 and
 * nothing else. Used by {@link Host} and by Auto Scaling groups. Cost: none by itself.
 *
 * @throws Error when the root volume is too small for the image, the user data too long, or
 *   missing for an image that nobody could enter without it.
 */
export class HostTemplate extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:HostTemplate";
  /** Id of the launch template. */
  public readonly id: pulumi.Output<string>;
  /** Its newest version, as launchers want it. */
  public readonly version: pulumi.Output<string>;
  /** What programs on the hosts are at AWS. */
  public readonly role: Role;
  /** Group of the hosts, for connections to and from them. */
  public readonly securityGroup: SecurityGroup;

  constructor(name: string, args: HostTemplateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(HostTemplate.token, name, {}, opts);
    const { environment, identifier } = args;
    check(name, args);
    const parent = { parent: this };

    this.role = new Role(
      name,
      {
        environment,
        boundary: args.boundary,
        identifier,
        service: "ec2.amazonaws.com",
        policies: { host: args.statements ?? [] },
        managedPolicies: ["AmazonSSMManagedInstanceCore"],
      },
      parent,
    );
    const profile = new aws.iam.InstanceProfile(
      name,
      { name: nameOf(environment, "instance-profile", identifier), role: this.role.roleName },
      parent,
    );
    this.securityGroup = new SecurityGroup(
      name,
      { environment, vpcId: args.vpcId, identifier, description: `Hosts of ${identifier}` },
      parent,
    );
    new Connection(
      `${name}-to-internet`,
      { from: this.securityGroup, to: "internet", port: 443 },
      parent,
    );
    const template = new aws.ec2.LaunchTemplate(
      nameOf(environment, "launch-template", identifier),
      {
        ...machineSettings(args),
        iamInstanceProfile: { name: profile.name },
        // EC2 takes group, subnet and public address here or at the launch, but not in both.
        networkInterfaces: [
          {
            deviceIndex: 0,
            securityGroups: [this.securityGroup.id],
            associatePublicIpAddress: String(args.publicIp ?? false),
            deleteOnTermination: "true",
            ...(args.subnetId === undefined ? {} : { subnetId: args.subnetId }),
            ...(args.privateIp === undefined ? {} : { privateIpAddress: args.privateIp }),
          },
        ],
        updateDefaultVersion: true,
      },
      parent,
    );

    this.id = template.id;
    this.version = template.latestVersion.apply(String);
    this.registerOutputs({ id: this.id, version: this.version });
  }
}

function check(name: string, { rootGiB, userData, image }: HostTemplateArgs): void {
  if (rootGiB < 8) throw new Error(`rootGiB of ${name} is ${rootGiB}; allowed: 8 or more.`);
  if (image === "debian-12" && userData === undefined) {
    throw new Error(`userData of ${name} is missing; debian-12 needs it to install the SSM agent.`);
  }
}

function machineSettings(args: HostTemplateArgs): aws.ec2.LaunchTemplateArgs {
  const { userData, instanceType, image = DEFAULT_IMAGE } = args;
  const { rootDevice, parameters } = IMAGES[image];
  const { environment, identifier } = args;
  const { project: Project, name: Environment } = environment;
  const Name = nameOf(environment, "instance", identifier);
  return {
    imageId: `resolve:ssm:${parameters[architectureOf(instanceType)]}`,
    instanceType,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: args.metadataHopLimit ?? 1,
    },
    monitoring: { enabled: args.detailedMonitoring ?? true },
    blockDeviceMappings: [
      {
        deviceName: rootDevice,
        ebs: {
          volumeType: "gp3",
          volumeSize: args.rootGiB,
          encrypted: "true",
          kmsKeyId: args.key.arn,
          deleteOnTermination: String(args.deleteRootOnTermination ?? true),
        },
      },
    ],
    // The provider's default tags reach the template, not what is launched from it; and whoever
    // deploys may launch nothing that is not tagged as the environment's. No tag that may change one
    // day: a new version of the template replaces the host.
    tagSpecifications: [{ resourceType: "volume", tags: { Project, Environment, Name } }],
    ...(userData === undefined ? {} : { userData: encoded(identifier, userData) }),
  };
}

/** What is known is checked at once, in words that name the host. */
function encoded(name: string, script: pulumi.Input<string>): pulumi.Input<string> {
  if (typeof script === "string") return userDataOf(name, script);
  return pulumi.output(script).apply((text) => userDataOf(name, text));
}

/**
 * Graviton families have a `g` behind the generation (t4g, c7gn, x2gd), but for the first. Source:
 * Amazon EC2 guide, "Instance type naming conventions".
 */
function architectureOf(instanceType: string): Architecture {
  return /^(?:a1|[a-z]+\d+g)/.test(instanceType) ? "arm" : "intel";
}
