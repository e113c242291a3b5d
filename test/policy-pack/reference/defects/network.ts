import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import type { Defect } from "../defect.ts";
import { extra } from "../extras/extra.ts";

const EC2 = "aws:ec2/";
const VPC = { type: `${EC2}vpc:Vpc`, name: "network" };
const DEFAULT_GROUP = {
  type: `${EC2}defaultSecurityGroup:DefaultSecurityGroup`,
  name: "network-default",
};
const FLOW_LOG = { type: `${EC2}flowLog:FlowLog`, name: "network-flow-logs" };
const SUBNET = { type: `${EC2}subnet:Subnet`, name: "network-application-use1-az1" };
const API_GROUP = { type: `${EC2}securityGroup:SecurityGroup`, name: "rampart-prod-sg-api" };
const INLINE_GROUP = { type: `${EC2}securityGroup:SecurityGroup`, name: "inline-rules" };
const OLDER_SSH = { type: `${EC2}securityGroupRule:SecurityGroupRule`, name: "older-ssh" };
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ACL = { type: `${EC2}networkAcl:NetworkAcl`, name: "network-application" };
const SPLIT_ACL = { type: `${EC2}networkAcl:NetworkAcl`, name: "split-acl" };
const INSTANCE = { type: `${EC2}instance:Instance`, name: "host" };
const TEMPLATE = { type: `${EC2}launchTemplate:LaunchTemplate`, name: "hosts" };
const CONFIGURATION = {
  type: `${EC2}launchConfiguration:LaunchConfiguration`,
  name: "older-hosts",
};
const VOLUMES = { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", name: "volumes" };

const IS_DANGEROUS = "SSH is one of the dangerous ports";
const IS_UNAUTHORIZED = "the port is not one that is meant for the internet";

const VPC_DEFECTS: readonly Defect[] = [
  {
    control: "vpc-default-sg-closed",
    title: "members of the default group may call each other",
    change: {
      of: DEFAULT_GROUP,
      path: "ingress",
      value: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
    },
  },
  {
    control: "vpc-default-sg-closed",
    title: "nobody takes over the default group",
    change: { without: DEFAULT_GROUP },
    on: VPC,
  },
  {
    control: "vpc-flow-logs",
    title: "the flow log leaves out what is refused",
    change: { of: FLOW_LOG, path: "trafficType", value: "ACCEPT" },
    on: VPC,
  },
  {
    control: "vpc-flow-logs",
    title: "the VPC has no flow log",
    change: { without: FLOW_LOG },
    on: VPC,
  },
  {
    control: "subnet-no-auto-public-ip",
    title: "a subnet gives public addresses",
    change: { of: SUBNET, path: "mapPublicIpOnLaunch", value: true },
  },
  {
    control: "nacl-no-open-admin-ports",
    title: "the deny of Remote Desktop comes after the allow",
    change: { of: ACL, path: "ingress[1].ruleNo", value: 130 },
  },
  {
    control: "nacl-no-open-admin-ports",
    title: "a rule that denied Remote Desktop is gone",
    change: { without: { type: `${EC2}networkAclRule:NetworkAclRule`, name: "split-deny" } },
    on: SPLIT_ACL,
  },
  {
    control: "nacl-no-open-admin-ports",
    title: "the default ACL is as AWS made it",
    change: {
      without: { type: `${EC2}defaultNetworkAcl:DefaultNetworkAcl`, name: "network-default" },
    },
    on: VPC,
  },
  {
    control: "route-private-subnet-no-igw",
    title: "the private route leads to an internet gateway",
    change: {
      of: { type: `${EC2}route:Route`, name: "network-nat-use1-az1" },
      path: "gatewayId",
      value: "igw-0123456789abcdef0",
    },
    on: SUBNET,
  },
  {
    control: "vpc-endpoints-for-used-services",
    title: "the endpoint for Secrets Manager is gone",
    change: {
      without: { type: `${EC2}vpcEndpoint:VpcEndpoint`, name: "network-endpoints-secretsmanager" },
    },
    on: VPC,
  },
  {
    control: "vpc-endpoints-for-used-services",
    title: "the endpoint for logs has no private name",
    change: {
      of: { type: `${EC2}vpcEndpoint:VpcEndpoint`, name: "network-endpoints-logs" },
      path: "privateDnsEnabled",
      value: false,
    },
    on: VPC,
  },
];

const GROUP_DEFECTS: readonly Defect[] = [
  {
    control: "sg-no-open-admin-ports",
    title: "SSH is open to both halves of the internet",
    change: { of: OLDER_SSH, path: "cidrBlocks", value: ["0.0.0.0/1", "128.0.0.0/1"] },
    also: {
      "sg-no-open-high-risk-ports": IS_DANGEROUS,
      "sg-open-only-authorized-ports": IS_UNAUTHORIZED,
    },
  },
  {
    control: "sg-no-open-high-risk-ports",
    title: "the database is open to the internet by IPv6",
    change: { of: { type: INGRESS, name: "api-to-database" }, path: "cidrIpv6", value: "::/0" },
    also: { "sg-open-only-authorized-ports": IS_UNAUTHORIZED },
  },
  {
    control: "sg-open-only-authorized-ports",
    title: "the partners' list holds the whole internet",
    change: {
      of: { type: `${EC2}managedPrefixList:ManagedPrefixList`, name: "partners" },
      path: "entries[0].cidr",
      value: "0.0.0.0/0",
    },
    on: { type: INGRESS, name: "listed-callers" },
  },
  {
    control: "sg-open-only-authorized-ports",
    title: "an inline rule admits everyone",
    change: { of: INLINE_GROUP, path: "ingress[0].cidrBlocks", value: ["0.0.0.0/0"] },
  },
  {
    control: "sg-no-unrestricted-egress",
    title: "the application may call every port of the internet",
    change: { of: { type: EGRESS, name: "api-to-internet" }, path: "ipProtocol", value: "-1" },
  },
  {
    control: "sg-no-unrestricted-egress",
    title: "an inline rule leads anywhere",
    change: { of: INLINE_GROUP, path: "egress[0].ipv6CidrBlocks", value: ["::/0"] },
  },
  {
    control: "sg-no-rule-management-conflict",
    title: "a group states inline that it has no rules, beside rules that stand by themselves",
    change: { of: API_GROUP, path: "ingress", value: [] },
  },
  {
    control: "sg-no-rule-management-conflict",
    title: "a group gets a rule of the other form",
    change: {
      add: extra(
        INGRESS,
        "newer-https",
        {
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "10.2.0.0/16",
          securityGroupId: UNKNOWN,
        },
        {
          propertyDependencies: {
            securityGroupId: [
              "urn:pulumi:prod::rampart::aws:ec2/securityGroup:SecurityGroup::older-rules",
            ],
          },
        },
      ),
    },
    on: { type: `${EC2}securityGroup:SecurityGroup`, name: "older-rules" },
  },
];

const MACHINE_DEFECTS: readonly Defect[] = [
  ...[INSTANCE, TEMPLATE, CONFIGURATION].map((of) => ({
    control: "ec2-imdsv2-required",
    title: `the metadata service of ${of.name} asks for no session`,
    change: { of, path: "metadataOptions.httpTokens", value: "optional" },
  })),
  ...[INSTANCE, CONFIGURATION].map((of) => ({
    control: "ec2-no-public-ip",
    title: `${of.name} asks for a public address`,
    change: { of, path: "associatePublicIpAddress", value: true },
  })),
  {
    control: "ec2-no-public-ip",
    title: "the template's interface asks for a public address",
    change: {
      of: TEMPLATE,
      path: "networkInterfaces[0].associatePublicIpAddress",
      value: "true",
    },
  },
  {
    control: "ec2-ebs-encrypted",
    title: "the root volume of an instance is as its image has it",
    change: { of: INSTANCE, path: "rootBlockDevice" },
  },
  {
    control: "ec2-ebs-encrypted",
    title: "a second disk is in plain",
    change: { of: INSTANCE, path: "ebsBlockDevices[0].encrypted", value: false },
  },
  {
    control: "ec2-ebs-encrypted",
    title: "a template maps another disk than the root",
    change: { of: TEMPLATE, path: "blockDeviceMappings[0].deviceName", value: "/dev/sdf" },
  },
  {
    control: "ec2-ebs-encrypted",
    title: "a volume has no key of the customer's",
    change: { of: { type: "aws:ebs/volume:Volume", name: "spare" }, path: "kmsKeyId" },
  },
  {
    control: "ebs-encryption-by-default",
    title: "the account does not encrypt new volumes",
    change: { of: VOLUMES, path: "enabled", value: false },
    on: "stack",
  },
  {
    control: "ebs-encryption-by-default",
    title: "the account has no such setting",
    change: { without: VOLUMES },
    on: "stack",
  },
];

export const networkDefects: readonly Defect[] = [
  ...VPC_DEFECTS,
  ...GROUP_DEFECTS,
  ...MACHINE_DEFECTS,
];
