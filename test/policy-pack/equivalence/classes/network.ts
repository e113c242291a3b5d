import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import {
  gateway,
  group,
  ingress,
  linked,
  nat,
  routed,
  rule,
  spellings,
  vpc,
} from "../../support/networks.ts";
import { ACCOUNT } from "../../support/resources.ts";
import type { Equivalence } from "../equivalence.ts";

type Stack = readonly PolicyResource[];

/** A form for each value, called by its JSON. */
function spelled(
  values: readonly Value[],
  build: (value: Value) => Stack,
): Readonly<Record<string, Stack>> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), build(value)]));
}

/** The forms of one rule, and whatever stands around them. */
function formsOf(...[port, source]: Parameters<typeof spellings>): Record<string, Stack> {
  return Object.fromEntries(
    spellings(port, source).map(({ form, resources }) => [form, resources]),
  );
}

// Security groups.

const SSH = { protocol: "tcp", fromPort: 22, toPort: 22 };
const NEW_SSH = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
const inline = (more: Properties) => [
  linked("securityGroup:SecurityGroup", "subject", { ingress: [{ ...SSH, ...more }] }),
];
const list = (...cidrs: string[]) =>
  linked("managedPrefixList:ManagedPrefixList", "list", {
    entries: cidrs.map((cidr) => ({ cidr })),
  });
const named = (of: PolicyResource, more: PolicyResource[] = []) => [
  group,
  of,
  ...more,
  linked("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", NEW_SSH, {
    securityGroupId: group,
    prefixListId: of,
  }),
];
const out = (type: string, inputs: Properties) => [
  group,
  linked(type, "out", inputs, { securityGroupId: group }),
];

const groups: Equivalence[] = [
  {
    control: "sg-no-open-admin-ports",
    title: "SSH from everyone",
    outcome: "fail",
    forms: formsOf({ protocol: "tcp", from: 22, to: 22 }, { ipv4: "0.0.0.0/0" }),
  },
  {
    control: "sg-no-open-admin-ports",
    title: "SSH from the office",
    outcome: "pass",
    forms: formsOf({ protocol: "6", from: 22, to: 22 }, { ipv4: "8.8.8.0/24" }),
  },
  {
    control: "sg-no-open-admin-ports",
    title: "all of IPv4",
    outcome: "fail",
    forms: {
      ...spelled(
        [["0.0.0.0/0"], "0.0.0.0/0", ["255.1.2.3/0"], ["0.0.0.0/1", "128.0.0.0/1"]],
        (cidrBlocks) => inline({ cidrBlocks }),
      ),
      "a prefix list": named(list("0.0.0.0/0")),
      "a prefix list of halves, one in an entry": named(list("0.0.0.0/1"), [
        linked(
          "managedPrefixListEntry:ManagedPrefixListEntry",
          "entry",
          { cidr: "128.0.0.0/1" },
          { prefixListId: list() },
        ),
      ]),
      "a rule for each half": [
        group,
        ingress("low", { ...NEW_SSH, cidrIpv4: "0.0.0.0/1" }),
        ingress("high", { ...NEW_SSH, cidrIpv4: "128.0.0.0/1" }),
      ],
    },
  },
  {
    control: "sg-no-open-admin-ports",
    title: "all of IPv6",
    outcome: "fail",
    forms: spelled(
      [
        ["::/0"],
        ["0::0/0"],
        ["0000:0000:0000:0000:0000:0000:0000:0000/0"],
        ["FFFF::/0"],
        ["2000::/3"],
      ],
      (ipv6CidrBlocks) => inline({ ipv6CidrBlocks }),
    ),
  },
  {
    control: "sg-no-open-admin-ports",
    title: "a /15, as one block, two, or with gaps filled elsewhere",
    outcome: "fail",
    forms: {
      "one block": inline({ cidrBlocks: ["8.8.0.0/15"] }),
      "two blocks": inline({ cidrBlocks: ["8.8.0.0/16", "8.9.0.0/16"] }),
      "two forms": [
        linked("securityGroup:SecurityGroup", "group", {
          ingress: [{ ...SSH, cidrBlocks: ["8.8.0.0/16"] }],
        }),
        rule("older", { ...SSH, cidrBlocks: ["8.9.0.0/17"] }),
        ingress("newer", { ...NEW_SSH, cidrIpv4: "8.9.128.0/17" }),
      ],
    },
  },
  {
    control: "sg-no-open-admin-ports",
    title: "every protocol",
    outcome: "fail",
    forms: spelled(["-1", -1, "all", "ALL", " -1 "], (protocol) =>
      inline({ protocol, fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
    ),
  },
  {
    control: "sg-no-open-high-risk-ports",
    title: "a database's port",
    outcome: "fail",
    forms: {
      ...formsOf({ protocol: "TCP", from: 5432, to: 5432 }, { ipv6: "::/0" }),
      "within a range": inline({ fromPort: 5400, toPort: 5499, cidrBlocks: ["0.0.0.0/0"] }),
      "ports of one list": inline({ fromPort: [5432], toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }),
    },
  },
  {
    control: "sg-no-open-high-risk-ports",
    title: "members of another group, and of itself",
    outcome: "pass",
    forms: {
      inline: inline({ securityGroups: [UNKNOWN], self: true }),
      "inline, with empty lists": inline({
        self: true,
        cidrBlocks: [],
        ipv6CidrBlocks: [],
        prefixListIds: [],
      }),
      older: [group, rule("rule", { ...SSH, self: true })],
      newer: [group, ingress("rule", { ...NEW_SSH, referencedSecurityGroupId: UNKNOWN })],
    },
  },
  {
    control: "sg-no-unrestricted-egress",
    title: "members may call everything",
    outcome: "fail",
    forms: {
      inline: [
        linked("securityGroup:SecurityGroup", "subject", {
          egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        }),
      ],
      "of the default group": [
        linked("defaultSecurityGroup:DefaultSecurityGroup", "subject", {
          egress: [{ protocol: -1, fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }],
        }),
      ],
      older: out("securityGroupRule:SecurityGroupRule", {
        type: "egress",
        protocol: "all",
        cidrBlocks: ["0.0.0.0/0"],
      }),
      newer: out("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", {
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      }),
      "each port of TCP": out("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", {
        ipProtocol: "tcp",
        fromPort: 0,
        toPort: 65535,
        cidrIpv4: "0.0.0.0/0",
      }),
    },
  },
];

const balancer = (type: string) => linked(type, "balancer", {}, { securityGroups: [group] });
const REDIRECT = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const site = (module: string, defaultActions: Value, port: Value = 80) => {
  const owner = balancer(`aws:${module}/loadBalancer:LoadBalancer`);
  return [
    group,
    ingress("http", { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: "0.0.0.0/0" }),
    owner,
    linked(
      `aws:${module}/listener:Listener`,
      "listener",
      { port, defaultActions },
      { loadBalancerArn: owner },
    ),
  ];
};
groups.push({
  control: "sg-open-only-authorized-ports",
  title: "HTTP that redirects",
  outcome: "pass",
  forms: {
    "newer token": site("lb", [REDIRECT]),
    "older token": site("alb", [REDIRECT]),
    "oldest token": site("elasticloadbalancingv2", [REDIRECT]),
    "a lone action": site("lb", REDIRECT),
    "the port in text": site("lb", [REDIRECT], "80"),
    "the redirection as a list": site("lb", [{ ...REDIRECT, redirect: [REDIRECT.redirect] }]),
  },
});

// Network ACLs.

const aclOf = (...rules: Value[]) =>
  linked("networkAcl:NetworkAcl", "acl", { ingress: rules }, { vpcId: UNKNOWN_VPC });
const UNKNOWN_VPC = linked("vpc:Vpc", "elsewhere", {});
const ALLOW = { ruleNo: 100, action: "allow", ...SSH, cidrBlock: "0.0.0.0/0" };
const ruleOf = (name: string, of: PolicyResource, inputs: Properties) =>
  linked("networkAclRule:NetworkAclRule", name, inputs, { networkAclId: of });
const SPLIT = { ruleNumber: 100, ruleAction: "allow", ...SSH, cidrBlock: "0.0.0.0/0" };
const DENY = { ruleNumber: 1, ruleAction: "deny" };
const taken = linked(
  "defaultNetworkAcl:DefaultNetworkAcl",
  "default",
  {},
  { defaultNetworkAclId: vpc },
);
const acls: Equivalence[] = [
  {
    control: "nacl-no-open-admin-ports",
    title: "SSH let in",
    outcome: "fail",
    forms: {
      inline: [aclOf(ALLOW)],
      "inline and alone": [
        linked("networkAcl:NetworkAcl", "acl", { ingress: ALLOW }, { vpcId: UNKNOWN_VPC }),
      ],
      "as a state tells it": [aclOf({ ...ALLOW, ipv6CidrBlock: "", icmpCode: 0, icmpType: 0 })],
      split: [aclOf(), ruleOf("rule", aclOf(), SPLIT)],
      "split, in text": [
        aclOf(),
        ruleOf("rule", aclOf(), { ...SPLIT, ruleNumber: "100", protocol: "6", egress: "false" }),
      ],
      "in the default ACL": [vpc, taken, ruleOf("rule", taken, SPLIT)],
      "in the default ACL, by the VPC's output": [vpc, taken, ruleOf("rule", vpc, SPLIT)],
    },
  },
  {
    control: "nacl-no-open-admin-ports",
    title: "private addresses let in",
    outcome: "pass",
    forms: {
      inline: [aclOf({ ...ALLOW, cidrBlock: "10.0.0.0/8" })],
      "as a state tells it": [aclOf({ ...ALLOW, cidrBlock: "10.0.0.0/8", ipv6CidrBlock: "" })],
      split: [aclOf(), ruleOf("rule", aclOf(), { ...SPLIT, cidrBlock: "10.0.0.0/8" })],
      "split, as a state tells it": [
        aclOf(),
        ruleOf("rule", aclOf(), { ...SPLIT, cidrBlock: "", ipv6CidrBlock: "fd00::/8" }),
      ],
    },
  },
  {
    control: "nacl-no-open-admin-ports",
    title: "SSH let in behind a deny for everything",
    outcome: "pass",
    forms: {
      ...spelled(["-1", -1, "all", "ALL"], (protocol) => [
        aclOf(
          { ruleNo: 1, action: "deny", protocol, fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
          ALLOW,
        ),
      ]),
      "split, without ports": [
        aclOf(ALLOW),
        ruleOf("deny", aclOf(), { ...DENY, protocol: "-1", cidrBlock: "0.0.0.0/0" }),
      ],
      "in halves": [
        aclOf(ALLOW),
        ruleOf("low", aclOf(), { ...DENY, protocol: "-1", cidrBlock: "0.0.0.0/1" }),
        ruleOf("high", aclOf(), { ...DENY, ...SSH, ruleNumber: 2, cidrBlock: "128.0.0.0/1" }),
      ],
    },
  },
];

// Routes and subnets.

const network = [vpc, gateway, nat];
const inTable = (routes: Value, origin: PolicyResource) =>
  [...network, ...routed("private")].map((one) =>
    one.name === "private-table"
      ? {
          ...one,
          inputs: { ...one.inputs, routes },
          propertyDependencies: { routes: [origin.urn] },
        }
      : one,
  );
const [subnet = vpc] = routed("private");
const main = (routes: Value, origins: readonly PolicyResource[] = []) => {
  const { propertyDependencies, ...table } = linked(
    "defaultRouteTable:DefaultRouteTable",
    "main",
    { routes },
    { defaultRouteTableId: vpc },
  );
  const from = { routes: origins.map(({ urn }) => urn) };
  return { ...table, propertyDependencies: { ...propertyDependencies, ...from } };
};
const TO_GATEWAY = { cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN };
const routeIn = (table: PolicyResource) =>
  linked(
    "route:Route",
    "route",
    { destinationCidrBlock: "0.0.0.0/0" },
    { routeTableId: table, gatewayId: gateway },
  );
const everyone = list("0.0.0.0/0");
const EMPTY = { ipv6CidrBlock: "", destinationPrefixListId: "", vpcEndpointId: "" };

const networks: Equivalence[] = [
  {
    control: "route-private-subnet-no-igw",
    title: "a private subnet leads to the internet's gateway",
    outcome: "fail",
    forms: {
      split: [...network, ...routed("private", { gatewayId: gateway })],
      inline: inTable([TO_GATEWAY], gateway),
      "inline and alone": inTable(TO_GATEWAY, gateway),
      "as a state tells it": inTable(
        [{ ...EMPTY, ...TO_GATEWAY, natGatewayId: "", gatewayId: "igw-1" }],
        gateway,
      ),
      halves: inTable(
        [
          { ...TO_GATEWAY, cidrBlock: "0.0.0.0/1" },
          { ...TO_GATEWAY, cidrBlock: "128.0.0.0/1" },
        ],
        gateway,
      ),
      "a prefix list": [
        everyone,
        ...network,
        ...routed("private", { gatewayId: gateway, destinationPrefixListId: everyone }, {}),
      ],
      "the main table, inline": [...network, subnet, main([TO_GATEWAY], [gateway])],
      "the main table, split": [...network, subnet, main([]), routeIn(main([]))],
      "the main table, by the VPC's output": [...network, subnet, routeIn(vpc)],
    },
  },
  {
    control: "route-private-subnet-no-igw",
    title: "a /15 of public addresses through the internet's gateway",
    outcome: "fail",
    forms: {
      "one route": inTable([{ ...TO_GATEWAY, cidrBlock: "8.8.0.0/15" }], gateway),
      "two routes": inTable(
        ["8.8.0.0/16", "8.9.0.0/16"].map((cidrBlock) => ({ ...TO_GATEWAY, cidrBlock })),
        gateway,
      ),
      "a list of two": [
        list("8.8.0.0/16", "8.9.0.0/16"),
        ...network,
        ...routed("private", { gatewayId: gateway, destinationPrefixListId: list() }, {}),
      ],
    },
  },
  {
    control: "route-private-subnet-no-igw",
    title: "a private subnet leads to NAT",
    outcome: "pass",
    forms: {
      split: [...network, ...routed("private", { natGatewayId: nat })],
      inline: inTable([{ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }], nat),
      "as a state tells it": inTable(
        [{ ...EMPTY, cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1", gatewayId: "" }],
        nat,
      ),
    },
  },
  {
    control: "subnet-no-auto-public-ip",
    title: "addresses for whatever starts",
    outcome: "fail",
    forms: {
      ...spelled([true, "true"], (mapPublicIpOnLaunch) => [
        linked("subnet:Subnet", "subnet", { mapPublicIpOnLaunch }),
      ]),
      "a default subnet, by its nature": [linked("defaultSubnet:DefaultSubnet", "subnet", {})],
    },
  },
  {
    control: "vpc-default-sg-closed",
    title: "the default group without rules",
    outcome: "pass",
    forms: Object.fromEntries(
      Object.entries({
        "empty lists": { ingress: [], egress: [] },
        nothing: {},
        nulls: { ingress: null, egress: null },
      }).map(([form, inputs]) => [
        form,
        [
          vpc,
          linked("defaultSecurityGroup:DefaultSecurityGroup", "closed", inputs, { vpcId: vpc }),
        ],
      ]),
    ),
  },
];

// Machines.

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1b2c3d4e-0000-4000-8000-000000000000`;
const MACHINES = [
  "instance:Instance",
  "spotInstanceRequest:SpotInstanceRequest",
  "launchTemplate:LaunchTemplate",
  "launchConfiguration:LaunchConfiguration",
];
const metadata = (options: Value) =>
  Object.fromEntries(
    MACHINES.map((type) => [
      `${type} ${JSON.stringify(options)}`,
      [linked(type, "machine", { metadataOptions: options })],
    ]),
  );
const DISK = { encrypted: true, kmsKeyId: KEY };
const CLEAR = { deviceName: "/dev/sdb", encrypted: false };
const disks = (type: string, ebsBlockDevices: Value) => [
  linked(type, "machine", { rootBlockDevice: DISK, ebsBlockDevices }),
];

const machines: Equivalence[] = [
  {
    control: "ec2-imdsv2-required",
    title: "sessions alone",
    outcome: "pass",
    forms: { ...metadata({ httpTokens: "required" }), ...metadata([{ httpTokens: "required" }]) },
  },
  {
    control: "ec2-imdsv2-required",
    title: "no sessions needed",
    outcome: "fail",
    forms: {
      ...metadata({ httpTokens: "optional" }),
      ...metadata({ httpEndpoint: "enabled" }),
      ...metadata(null),
    },
  },
  {
    control: "ec2-no-public-ip",
    title: "a public address",
    outcome: "fail",
    forms: {
      ...Object.fromEntries(
        MACHINES.filter((type) => !type.startsWith("launchTemplate")).flatMap((type) =>
          [true, "true"].map((associatePublicIpAddress) => [
            `${type} ${JSON.stringify(associatePublicIpAddress)}`,
            [linked(type, "machine", { subnetId: "subnet-1", associatePublicIpAddress })],
          ]),
        ),
      ),
      ...spelled(
        [
          { associatePublicIpAddress: true },
          [{ associatePublicIpAddress: "true" }],
          [{ deviceIndex: 0 }, { deviceIndex: 1, associatePublicIpAddress: "true" }],
        ],
        (networkInterfaces) => [
          linked("launchTemplate:LaunchTemplate", "machine", { networkInterfaces }),
        ],
      ),
      "in a fleet": [
        linked("spotFleetRequest:SpotFleetRequest", "fleet", {
          launchSpecifications: [{ subnetId: "subnet-1", associatePublicIpAddress: true }],
        }),
      ],
    },
  },
  {
    control: "ec2-ebs-encrypted",
    title: "an extra disk in clear",
    outcome: "fail",
    forms: {
      ...spelled([[CLEAR], CLEAR, [{ ...CLEAR, encrypted: "false" }], [DISK, CLEAR]], (value) =>
        disks("instance:Instance", value),
      ),
      "of an instance that AWS may take back": disks("spotInstanceRequest:SpotInstanceRequest", [
        CLEAR,
      ]),
      "of a template": [
        linked("launchTemplate:LaunchTemplate", "machine", {
          blockDeviceMappings: [
            { deviceName: "/dev/xvda", ebs: DISK },
            { deviceName: "/dev/sdb", ebs: { encrypted: "false" } },
          ],
        }),
      ],
      "of a fleet": [
        linked("spotFleetRequest:SpotFleetRequest", "fleet", {
          launchSpecifications: { rootBlockDevices: [DISK], ebsBlockDevices: [CLEAR] },
        }),
      ],
      "by itself": [linked("aws:ebs/volume:Volume", "disk", { encrypted: "false" })],
    },
  },
];

export const networkEquivalences: readonly Equivalence[] = [
  ...groups,
  ...acls,
  ...networks,
  ...machines,
];
