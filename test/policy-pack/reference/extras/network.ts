import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;

/** The environment's key by its alias, which is known before the key exists. */
const kmsKeyId = `arn:aws:kms:${region}:${account}:alias/rampart-prod`;
const encrypted = { encrypted: true, kmsKeyId };
const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required" };

/** The program's own network, by the URNs of its parts. */
const NETWORK = "urn:pulumi:prod::rampart::rampart:systems:Platform$rampart:network:Vpc$";
const VPC = `${NETWORK}aws:ec2/vpc:Vpc::network`;
const SUBNET = `${NETWORK}rampart:network:SubnetTiers$rampart:network:SubnetTier$aws:ec2/subnet:Subnet::network-application-use1-az1`;
const inVpc = { vpcId: [VPC] };

const hosts = extra(
  "aws:ec2/launchTemplate:LaunchTemplate",
  "hosts",
  {
    name: "rampart-prod-hosts",
    imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    instanceType: "t3.micro",
    metadataOptions,
    networkInterfaces: [
      { deviceIndex: 0, associatePublicIpAddress: "false", subnetId: "subnet-0123456789abcdef0" },
    ],
    blockDeviceMappings: [
      { deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId, volumeSize: 20 } },
    ],
  },
  { propertyDependencies: { networkInterfaces: [SUBNET] } },
);

/** Ways to start a machine, and where its data is. */
const MACHINES: readonly PolicyResource[] = [
  hosts,
  extra(
    "aws:ec2/instance:Instance",
    "host",
    {
      ami: "ami-0123456789abcdef0",
      instanceType: "t3.micro",
      subnetId: UNKNOWN,
      associatePublicIpAddress: false,
      metadataOptions,
      rootBlockDevice: { ...encrypted, volumeSize: 20 },
      ebsBlockDevices: [{ deviceName: "/dev/sdf", ...encrypted, volumeSize: 50 }],
    },
    { propertyDependencies: { subnetId: [SUBNET] } },
  ),
  extra(
    "aws:ec2/instance:Instance",
    "templated-host",
    { launchTemplate: { name: "rampart-prod-hosts", version: "$Latest" } },
    from({ launchTemplate: [hosts] }),
  ),
  extra("aws:ec2/launchConfiguration:LaunchConfiguration", "older-hosts", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    associatePublicIpAddress: false,
    metadataOptions,
    rootBlockDevice: { encrypted: true },
  }),
  extra("aws:ebs/volume:Volume", "spare", {
    availabilityZone: "us-east-1a",
    size: 20,
    ...encrypted,
  }),
  extra("aws:ebs/encryptionByDefault:EncryptionByDefault", "volumes", { enabled: true }),
];

const partners = extra("aws:ec2/managedPrefixList:ManagedPrefixList", "partners", {
  name: "rampart-prod-partners",
  addressFamily: "IPv4",
  maxEntries: 5,
  entries: [{ cidr: "198.51.100.0/24", description: "First partner" }],
});

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const group = (name: string) =>
  extra(
    GROUP,
    name,
    { description: `Members of ${name}`, vpcId: UNKNOWN },
    { propertyDependencies: inVpc },
  );
const older = group("older-rules");
const listed = group("listed-callers");

/** Each form of a rule that the program does not use. */
const RULES: readonly PolicyResource[] = [
  extra(
    GROUP,
    "inline-rules",
    {
      description: "Rules in the group",
      vpcId: UNKNOWN,
      ingress: [{ protocol: "tcp", fromPort: 8443, toPort: 8443, cidrBlocks: ["10.2.0.0/16"] }],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.2.0.0/16"] }],
    },
    { propertyDependencies: inVpc },
  ),
  older,
  extra(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "older-ssh",
    {
      type: "ingress",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["10.2.0.0/16"],
      securityGroupId: UNKNOWN,
    },
    from({ securityGroupId: [older] }),
  ),
  partners,
  listed,
  extra(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "listed-callers",
    {
      ipProtocol: "tcp",
      fromPort: 8443,
      toPort: 8443,
      prefixListId: UNKNOWN,
      securityGroupId: UNKNOWN,
    },
    from({ securityGroupId: [listed], prefixListId: [partners] }),
  ),
];

const acl = extra(
  "aws:ec2/networkAcl:NetworkAcl",
  "split-acl",
  { vpcId: UNKNOWN },
  { propertyDependencies: inVpc },
);
const aclRule = (name: string, ruleNumber: number, ruleAction: string, port: number) =>
  extra(
    "aws:ec2/networkAclRule:NetworkAclRule",
    name,
    {
      networkAclId: UNKNOWN,
      ruleNumber,
      ruleAction,
      protocol: "tcp",
      fromPort: port,
      toPort: port === 3389 ? port : 65535,
      cidrBlock: "0.0.0.0/0",
    },
    from({ networkAclId: [acl] }),
  );

export const networkExtras: readonly PolicyResource[] = [
  ...MACHINES,
  ...RULES,
  acl,
  aclRule("split-deny", 100, "deny", 3389),
  aclRule("split-allow", 110, "allow", 1024),
];
