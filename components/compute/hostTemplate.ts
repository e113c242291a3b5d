import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Connection, SecurityGroup } from "../network/securityGroup.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

export interface HostTemplateArgs {
  readonly environment: Environment;
  readonly key: EncryptionKey;
  readonly boundary: PermissionsBoundary;
  /** Last part of every name. */
  readonly identifier: string;
  readonly vpcId: pulumi.Input<string>;
  /** @default the launcher decides, as an Auto Scaling group does */
  readonly subnetId?: pulumi.Input<string> | undefined;
  /** Such as `t3.micro`; Graviton types get the ARM image. */
  readonly instanceType: string;
  /**
   * Public SSM parameter that names the vendor's latest image.
   * @default Amazon Linux 2023 for the instance type's architecture
   */
  readonly imageParameter?: string | undefined;
  /** GiB of the encrypted root volume, at least 8. */
  readonly rootGiB: number;
  /** Whether the root volume goes when the instance does. @default true */
  readonly deleteRootOnTermination?: boolean | undefined;
  /** @default false */
  readonly publicIp?: boolean | undefined;
  /** Hops to the metadata service: 2 where containers on the host need it. @default 1 */
  readonly metadataHopLimit?: 1 | 2 | undefined;
  /** Script of the first boot, as plain text. @default none */
  readonly userData?: pulumi.Input<string> | undefined;
  /** What programs on the host may do, beside being managed by SSM. @default nothing */
  readonly statements?: readonly Statement[] | undefined;
}

/** Bytes that EC2 accepts, before it is encoded. */
const USER_DATA_LIMIT = 16 * 1_024;
/** Root device of Amazon Linux and of Debian. */
const ROOT_DEVICE = "/dev/xvda";

/**
 * How a host is made (P-RUN-6): the vendor's latest image, found by EC2 when it launches; IMDSv2
 * only; no key pair, SSM instead; an encrypted root; detailed monitoring; calls out on 443 and
 * nothing else. Used by {@link Host} and by Auto Scaling groups. Cost: none by itself.
 *
 * @throws Error when the root volume is too small for the image, or the user data too long.
 */
export class HostTemplate extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:HostTemplate";
  /** Id of the launch template. */
  public readonly id: pulumi.Output<string>;
  /** Its newest version, as launchers want it. */
  public readonly version: pulumi.Output<string>;
  public readonly role: Role;
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

function check(name: string, { rootGiB, userData }: HostTemplateArgs): void {
  if (rootGiB < 8) throw new Error(`rootGiB of ${name} is ${rootGiB}; allowed: 8 or more.`);
  if (typeof userData === "string" && Buffer.byteLength(userData) > USER_DATA_LIMIT) {
    throw new Error(
      `userData of ${name} has ${Buffer.byteLength(userData)} bytes; allowed: ${USER_DATA_LIMIT} at most.`,
    );
  }
}

function machineSettings(args: HostTemplateArgs): aws.ec2.LaunchTemplateArgs {
  const { userData } = args;
  const Name = nameOf(args.environment, "instance", args.identifier);
  return {
    imageId: `resolve:ssm:${args.imageParameter ?? amazonLinuxParameter(args.instanceType)}`,
    instanceType: args.instanceType,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: args.metadataHopLimit ?? 1,
    },
    monitoring: { enabled: true },
    blockDeviceMappings: [
      {
        deviceName: ROOT_DEVICE,
        ebs: {
          volumeType: "gp3",
          volumeSize: args.rootGiB,
          encrypted: "true",
          kmsKeyId: args.key.arn,
          deleteOnTermination: String(args.deleteRootOnTermination ?? true),
        },
      },
    ],
    // The provider's default tags reach the template, not what is launched from it.
    tagSpecifications: [{ resourceType: "volume", tags: { Name } }],
    ...(userData === undefined ? {} : { userData: pulumi.output(userData).apply(base64) }),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/**
 * AWS's own parameter for Amazon Linux 2023. Graviton families have a `g` behind the generation
 * (t4g, c7gn, x2gd). Source: Amazon EC2 guide, "Instance type naming conventions".
 */
export function amazonLinuxParameter(instanceType: string): string {
  const architecture = /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "x86_64";
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
}
