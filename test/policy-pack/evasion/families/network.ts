import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { gateway, group, ingress, linked, nat, routed, rule, vpc } from "../../support/networks.ts";
import { ACCOUNT, changed } from "../../support/resources.ts";
import type { Evasion } from "../evasion.ts";

type Stack = readonly PolicyResource[];

/** The tricks of one family against one control. */
function against(
  family: string,
  control: string,
  ...tricks: readonly (readonly [title: string, evil: Stack, benign: Stack])[]
): Evasion[] {
  return tricks.map(([title, evil, benign]) => ({ family, control, title, evil, benign }));
}

/** One property at two values. */
function between<T>(build: (value: T) => Stack, evil: T, benign: T): [Stack, Stack] {
  return [build(evil), build(benign)];
}

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1b2c3d4e-0000-4000-8000-000000000000`;
const VPC_2 = linked("vpc:Vpc", "second", { cidrBlock: "10.1.0.0/16" });

// Security groups.

const SSH = { protocol: "tcp", fromPort: 22, toPort: 22 };
const NEW_SSH = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
const EVERYONE = { cidrBlocks: ["0.0.0.0/0"] };
const inline = (...rules: Properties[]) => [
  linked("securityGroup:SecurityGroup", "subject", { ingress: rules }, { vpcId: vpc }),
];
const from = (...cidrBlocks: string[]) => inline({ ...SSH, cidrBlocks });
const from6 = (...ipv6CidrBlocks: string[]) => inline({ ...SSH, ipv6CidrBlocks });
const open = (more: Properties) => inline({ ...SSH, ...EVERYONE, ...more });
const newer = (...rules: Properties[]) => [
  group,
  ...rules.map((inputs, index) => ingress(`rule${index}`, { ...NEW_SSH, ...inputs })),
];
const list = (name: string, ...cidrs: string[]) =>
  linked("managedPrefixList:ManagedPrefixList", name, { entries: cidrs.map((cidr) => ({ cidr })) });
const entry = (name: string, cidr: string, of: PolicyResource) =>
  linked("managedPrefixListEntry:ManagedPrefixListEntry", name, { cidr }, { prefixListId: of });
/** A rule of the older form that names lists. */
const listed = (...lists: PolicyResource[]) => [
  group,
  ...lists,
  linked(
    "securityGroupRule:SecurityGroupRule",
    "rule",
    { type: "ingress", ...SSH },
    { securityGroupId: group, prefixListIds: lists },
  ),
];
const egress = (name: string, inputs: Properties) =>
  linked("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", name, inputs, {
    securityGroupId: group,
  });

const ADMIN = "sg-no-open-admin-ports";
const RISKY = "sg-no-open-high-risk-ports";
const OTHERS = "sg-open-only-authorized-ports";
const EGRESS = "sg-no-unrestricted-egress";

const pieces = against(
  "the internet in pieces",
  ADMIN,
  ["halves in one rule", from("0.0.0.0/1", "128.0.0.0/1"), from("10.0.0.0/9", "10.128.0.0/9")],
  [
    "all but one quarter, a rule each",
    newer({ cidrIpv4: "0.0.0.0/2" }, { cidrIpv4: "64.0.0.0/2" }, { cidrIpv4: "192.0.0.0/2" }),
    newer(
      { cidrIpv4: "10.0.0.0/8" },
      { cidrIpv4: "172.16.0.0/12" },
      { cidrIpv4: "192.168.0.0/16" },
    ),
  ],
  [
    "private addresses left out, block by block",
    from("1.0.0.0/8", "2.0.0.0/7", "4.0.0.0/6", "8.0.0.0/7", "11.0.0.0/8", "12.0.0.0/6"),
    from("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4"),
  ],
  [
    "three hundred blocks, none of them wide",
    from(...Array.from({ length: 300 }, (_, index) => `${20 + (index >> 6)}.${index % 64}.0.0/17`)),
    from(
      ...Array.from({ length: 300 }, (_, index) => `8.8.${index % 256}.${(index >> 8) * 64}/26`),
    ),
  ],
  [
    "one half inline, the other in a rule of the older form",
    [
      linked("securityGroup:SecurityGroup", "group", {
        ingress: [{ ...SSH, cidrBlocks: ["8.8.0.0/16"] }],
      }),
      rule("rule", { ...SSH, cidrBlocks: ["8.9.0.0/16"] }),
    ],
    [
      linked("securityGroup:SecurityGroup", "group", {
        ingress: [{ ...SSH, cidrBlocks: ["8.8.0.0/16"] }],
      }),
      rule("rule", { ...SSH, cidrBlocks: ["8.8.0.0/17"] }),
    ],
  ],
  [
    "one half in an older rule, one in a newer",
    [
      group,
      rule("older", { ...SSH, cidrBlocks: ["8.8.0.0/16"] }),
      ingress("newer", { ...NEW_SSH, cidrIpv4: "8.9.0.0/16" }),
    ],
    [
      group,
      rule("older", { ...SSH, cidrBlocks: ["8.8.0.0/16"] }),
      ingress("newer", { ...NEW_SSH, fromPort: 443, toPort: 443, cidrIpv4: "8.9.0.0/16" }),
    ],
  ],
);

const addresses = [
  ...against(
    "odd spellings of addresses",
    ADMIN,
    ["bits behind the prefix", from("10.1.2.3/0"), from("10.1.2.3/8")],
    ["a private address with a public prefix", from("10.0.0.0/4"), from("10.0.0.0/12")],
    ["a prefix with a zero before it", from("0.0.0.0/00"), from("8.8.8.8/032")],
    ["blanks around the block", from(" 0.0.0.0/0 "), from(" 8.8.8.0/24 ")],
    ["both halves in one text", from("0.0.0.0/1,128.0.0.0/1"), from("8.8.8.0/25", "8.8.8.128/25")],
    ["octets that the provider must pad", from("0/0"), from("8.8.8.8")],
    [
      "a lone text for a list",
      inline({ ...SSH, cidrBlocks: "0.0.0.0/0" }),
      inline({ ...SSH, cidrBlocks: "10.0.0.0/8" }),
    ],
    [
      "IPv6 in the list for IPv4",
      inline({ ...SSH, cidrBlocks: ["::/0"] }),
      inline({ ...SSH, cidrBlocks: ["fd00::/8"] }),
    ],
  ),
  ...against(
    "spellings of IPv6",
    ADMIN,
    ["zeros written out", from6("0:0:0:0:0:0:0:0/0"), from6("0:0:0:0:0:0:0:1/128")],
    ["zeros written short", from6("0::0/0"), from6("fe80::0/10")],
    ["all that is routed, and no more", from6("2000::/3"), from6("fc00::/7")],
    ["the routed half by half", from6("2000::/4", "3000::/4"), from6("fc00::/8", "fd00::/8")],
    ["bits behind the prefix, in capitals", from6("FD00:1234::ABCD/0"), from6("FD00:1234::ABCD/8")],
    ["IPv4 in hexadecimal groups", from6("::FFFF:0:0/96"), from6("::FFFF:A00:0/104")],
    ["IPv4 in dots", from6("::ffff:8.0.0.0/104"), from6("::ffff:10.0.0.0/104")],
    ["NAT64's prefix", from6("64:ff9b::/96"), from6("64:ff9b::10.0.0.0/104")],
    [
      "IPv6 open beside IPv4 closed",
      inline({ ...SSH, cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: ["::/0"] }),
      inline({ ...SSH, cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: ["2001:db8::/32"] }),
    ],
  ),
];

const ports = [
  ...against(
    "spellings of ports and protocols",
    ADMIN,
    [
      "a range around one of them",
      open({ toPort: 23, fromPort: 21 }),
      open({ fromPort: 23, toPort: 79 }),
    ],
    [
      "ports in text",
      open({ fromPort: "22", toPort: "22" }),
      open({ fromPort: "23", toPort: "23" }),
    ],
    [
      "ports of -1",
      open({ fromPort: -1, toPort: -1 }),
      open({ protocol: "icmp", fromPort: -1, toPort: -1 }),
    ],
    [
      "no ports at all",
      inline({ protocol: "tcp", ...EVERYONE }),
      inline({ protocol: "icmpv6", ...EVERYONE }),
    ],
    [
      "all protocols beside one harmless port",
      open({ protocol: "-1", fromPort: 443, toPort: 443 }),
      open({ protocol: "tcp", fromPort: 443, toPort: 443 }),
    ],
    [
      "the word for all protocols",
      open({ protocol: "all", fromPort: 0, toPort: 0 }),
      open({ protocol: "icmp", fromPort: 0, toPort: 0 }),
    ],
    ["TCP as a number", open({ protocol: 6 }), open({ protocol: 1 })],
    ["TCP in capitals", open({ protocol: "TCP" }), open({ protocol: "ICMP" })],
    [
      "Remote Desktop on UDP",
      open({ protocol: "udp", fromPort: 3389, toPort: 3389 }),
      open({ protocol: "udp", fromPort: 3390, toPort: 3390 }),
    ],
    [
      "a rule of the default group, by the VPC's output",
      [
        vpc,
        linked("defaultSecurityGroup:DefaultSecurityGroup", "default", {}, { vpcId: vpc }),
        ingress("rule", { ...NEW_SSH, cidrIpv4: "0.0.0.0/0" }, vpc),
      ],
      [
        vpc,
        linked("defaultSecurityGroup:DefaultSecurityGroup", "default", {}, { vpcId: vpc }),
        ingress("rule", { ...NEW_SSH, cidrIpv4: "10.0.0.0/8" }, vpc),
      ],
    ],
    [
      "a rule that names no direction that there is",
      [group, rule("rule", { ...SSH, ...EVERYONE, type: "Ingress" })],
      [group, rule("rule", { ...SSH, ...EVERYONE, type: "egress" })],
    ],
  ),
  ...against(
    "spellings of ports and protocols",
    RISKY,
    [
      "a database between harmless neighbours",
      open({ fromPort: 5000, toPort: 6000 }),
      open({ fromPort: 5001, toPort: 5400 }),
    ],
    [
      "the range the wrong way round",
      open({ fromPort: 6380, toPort: 6300 }),
      open({ fromPort: 6378, toPort: 6300 }),
    ],
  ),
  ...against(
    "spellings of ports and protocols",
    EGRESS,
    [
      "all ports in two rules",
      [
        group,
        egress("low", { ipProtocol: "tcp", fromPort: 0, toPort: 443, cidrIpv4: "0.0.0.0/0" }),
        egress("high", { ipProtocol: "6", fromPort: 444, toPort: 65535, cidrIpv4: "0.0.0.0/0" }),
      ],
      [
        group,
        egress("low", { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }),
        egress("high", { ipProtocol: "6", fromPort: 444, toPort: 65535, cidrIpv4: "10.0.0.0/8" }),
      ],
    ],
    [
      "everything by IPv6 alone",
      [group, egress("out", { ipProtocol: "-1", cidrIpv6: "::/0" })],
      [group, egress("out", { ipProtocol: "-1", cidrIpv6: "fd00::/8" })],
    ],
    [
      "the provider's words for everything, in the group",
      [
        linked("securityGroup:SecurityGroup", "subject", {
          egress: { protocol: "-1", fromPort: "0", toPort: "0", ...EVERYONE },
        }),
      ],
      [
        linked("securityGroup:SecurityGroup", "subject", {
          egress: { protocol: "-1", fromPort: "0", toPort: "0", self: true },
        }),
      ],
    ],
  ),
];

const office = list("office", "8.8.8.0/24");
const world = list("world", "0.0.0.0/0");
const lists = against(
  "prefix lists",
  ADMIN,
  ["a list with everyone in it", listed(world), listed(office)],
  [
    "a list that an entry beside it fills",
    [...listed(office), entry("entry", "::/0", office)],
    [...listed(office), entry("entry", "::/0", world)],
  ],
  [
    "a list whose entries are the internet only together",
    [...listed(list("parts", "0.0.0.0/1")), entry("entry", "128.0.0.0/1", list("parts"))],
    [...listed(list("parts", "8.8.8.0/25")), entry("entry", "8.8.8.128/25", list("parts"))],
  ],
  [
    "an open list behind a closed one",
    listed(office, world),
    listed(office, list("more", "9.9.9.0/24")),
  ],
  [
    "an open list beside CloudFront's",
    [
      group,
      world,
      { ...ingress("rule", { ...NEW_SSH, prefixListId: "pl-3b927c52" }) },
      linked("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "more", NEW_SSH, {
        securityGroupId: group,
        prefixListId: world,
      }),
    ],
    [
      group,
      office,
      { ...ingress("rule", { ...NEW_SSH, prefixListId: "pl-3b927c52" }) },
      linked("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "more", NEW_SSH, {
        securityGroupId: group,
        prefixListId: office,
      }),
    ],
  ],
);

// HTTP that redirects: what else stands in the balancer's group.

const balancer = linked(
  "aws:lb/loadBalancer:LoadBalancer",
  "balancer",
  {},
  { securityGroups: [group] },
);
const REDIRECT = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const listener = linked(
  "aws:lb/listener:Listener",
  "listener",
  { port: 80, defaultActions: [REDIRECT] },
  { loadBalancerArn: balancer },
);
const http = ingress("http", {
  ipProtocol: "tcp",
  fromPort: 80,
  toPort: 80,
  cidrIpv4: "0.0.0.0/0",
});
const site = [vpc, group, http, balancer, listener];
const other = linked("securityGroup:SecurityGroup", "other", {}, { vpcId: vpc });
const member = (type: string, property: string) => (of: PolicyResource) => [
  ...site,
  other,
  linked(type, "member", {}, { [property]: [of] }),
];
const members = against(
  "something else behind a redirecting balancer's group",
  OTHERS,
  ...(
    [
      [
        "an interface that joins later",
        "networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
        "securityGroupId",
      ],
      [
        "an instance that AWS may take back",
        "spotInstanceRequest:SpotInstanceRequest",
        "vpcSecurityGroupIds",
      ],
      ["a launch configuration", "launchConfiguration:LaunchConfiguration", "securityGroups"],
      ["a database", "aws:rds/instance:Instance", "vpcSecurityGroupIds"],
      ["a set of tasks", "aws:ecs/taskSet:TaskSet", "networkConfiguration"],
      [
        "a classic balancer",
        "aws:elasticloadbalancing/loadBalancer:LoadBalancer",
        "securityGroups",
      ],
    ] as const
  ).map(
    ([title, type, property]) => [title, ...between(member(type, property), group, other)] as const,
  ),
  [
    "a rule of the listener that forwards, by the older token",
    [
      ...site,
      linked(
        "aws:alb/listenerRule:ListenerRule",
        "forward",
        { actions: [{ type: "forward" }] },
        { listenerArn: listener },
      ),
    ],
    [
      ...site,
      linked(
        "aws:alb/listenerRule:ListenerRule",
        "forward",
        { actions: [REDIRECT] },
        { listenerArn: listener },
      ),
    ],
  ],
);

// Network ACLs.

const NACL = "nacl-no-open-admin-ports";
const aclRule = (ruleNo: Value, action: string, more: Properties = {}): Properties => ({
  ruleNo,
  action,
  ...SSH,
  cidrBlock: "0.0.0.0/0",
  ...more,
});
const acl = (...rules: Properties[]) => [
  linked("networkAcl:NetworkAcl", "acl", { ingress: rules }, { vpcId: VPC_2 }),
];
const splitAcl = (name: string, inputs: Properties, of: PolicyResource) =>
  linked(
    "networkAclRule:NetworkAclRule",
    name,
    { ruleNumber: 100, ruleAction: "allow", ...SSH, cidrBlock: "0.0.0.0/0", ...inputs },
    { networkAclId: of },
  );
const [own = group] = acl();
const ALLOW = aclRule(100, "allow");
const denied = (more: Properties) => acl(aclRule(50, "deny", more), ALLOW);
const aclTricks = against(
  "denies that deny too little",
  NACL,
  ["a deny behind the allow", acl(aclRule(101, "deny"), ALLOW), acl(aclRule(99, "deny"), ALLOW)],
  [
    "numbers that sort as text",
    acl(aclRule("1000", "deny"), aclRule("200", "allow")),
    acl(aclRule("200", "deny"), aclRule("1000", "allow")),
  ],
  [
    "one half",
    denied({ cidrBlock: "0.0.0.0/1" }),
    acl(
      aclRule(50, "deny", { cidrBlock: "0.0.0.0/1" }),
      aclRule(51, "deny", { cidrBlock: "128.0.0.0/1" }),
      ALLOW,
    ),
  ],
  ["another protocol", denied({ protocol: "udp" }), denied({ protocol: "6" })],
  ["ICMP of types like ports", denied({ protocol: "1" }), denied({ protocol: "all" })],
  [
    "IPv4 alone",
    acl(aclRule(50, "deny"), aclRule(100, "allow", { cidrBlock: null, ipv6CidrBlock: "::/0" })),
    acl(
      aclRule(50, "deny", { cidrBlock: null, ipv6CidrBlock: "::/0" }),
      aclRule(100, "allow", { cidrBlock: null, ipv6CidrBlock: "::/0" }),
    ),
  ],
  [
    "IPv4 in the notation of IPv6",
    denied({ cidrBlock: null, ipv6CidrBlock: "::ffff:0:0/96" }),
    denied({ cidrBlock: "1.2.3.4/0" }),
  ],
  [
    "what goes out",
    [...acl(ALLOW), splitAcl("deny", { ruleNumber: 1, ruleAction: "deny", egress: "true" }, own)],
    [...acl(ALLOW), splitAcl("deny", { ruleNumber: 1, ruleAction: "deny", egress: "false" }, own)],
  ],
  [
    "no ports, which are port 0",
    [
      ...acl(ALLOW),
      splitAcl("deny", { ruleNumber: 1, ruleAction: "deny", fromPort: null, toPort: null }, own),
    ],
    [
      ...acl(ALLOW),
      splitAcl(
        "deny",
        { ruleNumber: 1, ruleAction: "deny", protocol: "-1", fromPort: null, toPort: null },
        own,
      ),
    ],
  ],
  [
    "a range the wrong way round",
    denied({ fromPort: 65535, toPort: 0 }),
    denied({ fromPort: 0, toPort: 65535 }),
  ],
  ["a protocol that there is not", denied({ protocol: "ssh" }), denied({ protocol: "TCP" })],
  [
    "the number of the allow itself",
    [...acl(aclRule(100, "deny")), splitAcl("allow", {}, own)],
    [...acl(aclRule(99, "deny")), splitAcl("allow", {}, own)],
  ],
  [
    "another ACL's",
    [
      ...acl(ALLOW),
      splitAcl(
        "deny",
        { ruleNumber: 1, ruleAction: "deny" },
        linked("networkAcl:NetworkAcl", "far", {}),
      ),
    ],
    [...acl(ALLOW), splitAcl("deny", { ruleNumber: 1, ruleAction: "deny" }, own)],
  ],
  [
    "the ports of answers, opened from 22 on",
    acl(aclRule(100, "allow", { fromPort: 22, toPort: 65535 })),
    acl(
      aclRule(90, "deny", { fromPort: 3389, toPort: 3389 }),
      aclRule(100, "allow", { fromPort: 1024, toPort: 65535 }),
    ),
  ],
  [
    "the default ACL of another VPC, taken over",
    [
      vpc,
      VPC_2,
      linked("defaultNetworkAcl:DefaultNetworkAcl", "default", {}, { defaultNetworkAclId: vpc }),
    ],
    [
      vpc,
      linked("defaultNetworkAcl:DefaultNetworkAcl", "default", {}, { defaultNetworkAclId: vpc }),
    ],
  ],
);

// Routes and subnets.

const ROUTES = "route-private-subnet-no-igw";
const network = [vpc, gateway, nat];
const to = (target: Readonly<Record<string, PolicyResource>>, destination?: Properties) => [
  ...network,
  ...routed("private", target, destination),
];
/** The routes stand in the table. */
const inTable = (routes: Value, ...origins: PolicyResource[]) =>
  [...network, ...routed("private")].map((one) =>
    one.name === "private-table"
      ? {
          ...one,
          inputs: { ...one.inputs, routes },
          propertyDependencies: { routes: origins.map(({ urn }) => urn) },
        }
      : one,
  );
/** A subnet that leads to an internet gateway, called so. */
const called = (name: string, tags: Properties = {}) =>
  changed([...network, ...routed(name, { gatewayId: gateway })], name, "tags", tags);
const DEFAULT = linked("defaultVpc:DefaultVpc", "lone", {});
const within = (of: PolicyResource) =>
  linked("subnet:Subnet", "private", { cidrBlock: "10.0.1.0/24" }, { vpcId: of });

const routes = [
  ...against(
    "ways to the internet",
    ROUTES,
    [
      "halves",
      to({ gatewayId: gateway }, { destinationCidrBlock: "128.0.0.0/1" }),
      to({ natGatewayId: nat }, { destinationCidrBlock: "128.0.0.0/1" }),
    ],
    [
      "IPv6 alone",
      to({ gatewayId: gateway }, { destinationIpv6CidrBlock: "2000::/3" }),
      to(
        {
          egressOnlyGatewayId: linked(
            "egressOnlyInternetGateway:EgressOnlyInternetGateway",
            "out",
            {},
          ),
        },
        { destinationIpv6CidrBlock: "2000::/3" },
      ),
    ],
    [
      "a route within the table, beside one to NAT",
      inTable(
        [
          { cidrBlock: "0.0.0.0/1", natGatewayId: UNKNOWN },
          { cidrBlock: "128.0.0.0/1", gatewayId: UNKNOWN },
        ],
        gateway,
        nat,
      ),
      inTable(
        [
          { cidrBlock: "0.0.0.0/1", natGatewayId: UNKNOWN },
          { cidrBlock: "128.0.0.0/1", natGatewayId: UNKNOWN },
        ],
        nat,
      ),
    ],
    [
      "a lone route for a list",
      inTable({ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }, gateway),
      inTable({ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }, nat),
    ],
    [
      "blocks that are wide only together",
      inTable(
        ["8.0.0.0/16", "8.1.0.0/16", "8.2.0.0/16"].map((cidrBlock) => ({
          cidrBlock,
          gatewayId: UNKNOWN,
        })),
        gateway,
      ),
      inTable(
        ["8.0.0.0/24", "8.1.0.0/24", "8.2.0.0/24"].map((cidrBlock) => ({
          cidrBlock,
          gatewayId: UNKNOWN,
        })),
        gateway,
      ),
    ],
    [
      "the gateway by its attachment's output",
      to({
        gatewayId: linked("internetGatewayAttachment:InternetGatewayAttachment", "attached", {}),
      }),
      to({ gatewayId: linked("vpnGateway:VpnGateway", "vpn", {}) }),
    ],
    [
      "a prefix list for everyone",
      [...to({ gatewayId: gateway, destinationPrefixListId: world }, {}), world],
      [...to({ gatewayId: gateway, destinationPrefixListId: office }, {}), office],
    ],
    [
      "the main table of the default VPC, which AWS fills",
      [DEFAULT, within(DEFAULT)],
      [vpc, within(vpc)],
    ],
    [
      "the main table, by a route of the VPC's output",
      [
        ...network,
        within(vpc),
        linked(
          "route:Route",
          "route",
          { destinationCidrBlock: "0.0.0.0/0" },
          { routeTableId: vpc, gatewayId: gateway },
        ),
      ],
      [
        ...network,
        VPC_2,
        within(vpc),
        linked(
          "route:Route",
          "route",
          { destinationCidrBlock: "0.0.0.0/0" },
          { routeTableId: VPC_2, gatewayId: gateway },
        ),
      ],
    ],
    [
      "a table that is made the main one",
      [
        ...to({}),
        ...routed("open", { gatewayId: gateway }),
        linked(
          "mainRouteTableAssociation:MainRouteTableAssociation",
          "main",
          {},
          { vpcId: vpc, routeTableId: linked("routeTable:RouteTable", "open-table", {}) },
        ),
      ].filter(({ name }) => name !== "private-association"),
      [
        ...to({}),
        ...routed("open", { gatewayId: gateway }),
        linked(
          "mainRouteTableAssociation:MainRouteTableAssociation",
          "main",
          {},
          { vpcId: vpc, routeTableId: linked("routeTable:RouteTable", "open-table", {}) },
        ),
      ],
    ],
  ),
  ...against(
    "private subnets that lead out, in disguise",
    ROUTES,
    ["words in camel case", called("netPrivateA"), called("netPublicA")],
    ["a number right behind the word", called("private1"), called("public1")],
    ["letters of one case after the other", called("DBSubnet"), called("ALBSubnet")],
    [
      "a tag in other capitals",
      called("one", { TIER: "private" }),
      called("one", { TIER: "public" }),
    ],
    [
      "a public name over a private tier",
      called("net-public-1", { tier: "isolated" }),
      called("net-private-1", { tier: "public" }),
    ],
    [
      "a subnet of the default VPC's own",
      [DEFAULT, linked("defaultSubnet:DefaultSubnet", "own", { tags: { tier: "private" } })],
      [DEFAULT, linked("defaultSubnet:DefaultSubnet", "own", { tags: { tier: "public" } })],
    ],
  ),
  ...against(
    "private subnets that lead out, in disguise",
    "subnet-no-auto-public-ip",
    [
      "a yes in text",
      ...between(
        (value: Value) => changed([within(vpc)], "private", "mapPublicIpOnLaunch", value),
        "true",
        "false",
      ),
    ],
    [
      "a default subnet that says nothing",
      [linked("defaultSubnet:DefaultSubnet", "own", {})],
      [linked("subnet:Subnet", "own", {}, { vpcId: vpc })],
    ],
  ),
];

// The default group and flow logs.

const closed = (more: Properties = {}, of?: PolicyResource) =>
  linked("defaultSecurityGroup:DefaultSecurityGroup", "closed", more, of ? { vpcId: of } : {});
const log = (inputs: Properties, links: Readonly<Record<string, PolicyResource>>) =>
  linked("flowLog:FlowLog", "log", { trafficType: "ALL", ...inputs }, links);
const logGroup = (kmsKeyId: Value) =>
  linked("aws:cloudwatch/logGroup:LogGroup", "logs", { kmsKeyId });
const TO_BUCKET = { logDestinationType: "s3", logDestination: "arn:aws:s3:::flow" };
const defaults = [
  ...against(
    "what is taken for a VPC's own",
    "vpc-default-sg-closed",
    ["the default group of another VPC", [vpc, VPC_2, closed({}, vpc)], [vpc, closed({}, vpc)]],
    [
      "that of another region's default VPC",
      [DEFAULT, closed({ region: "eu-west-1" })],
      [DEFAULT, closed({ region: "us-east-1" })],
    ],
    [
      "a rule of it by the VPC's output",
      [vpc, closed({}, vpc), rule("rule", { ...SSH, type: "egress", self: true }, vpc)],
      [vpc, group, closed({}, vpc), rule("rule", { ...SSH, type: "egress", self: true })],
    ],
    [
      "members that reach each other, and nobody else",
      [vpc, closed({ ingress: { protocol: "-1", self: true } }, vpc)],
      [vpc, closed({ ingress: [] }, vpc)],
    ],
  ),
  ...against(
    "what is taken for a VPC's own",
    "vpc-flow-logs",
    [
      "the record of a subnet",
      [vpc, within(vpc), log(TO_BUCKET, { subnetId: within(vpc) })],
      [vpc, log(TO_BUCKET, { vpcId: vpc })],
    ],
    [
      "a record of what was let in",
      ...between(
        (trafficType: Value) => [vpc, log({ ...TO_BUCKET, trafficType }, { vpcId: vpc })],
        "ACCEPT",
        "REJECT",
      ),
    ],
    [
      "a group with the key that AWS manages",
      ...between(
        (key: Value) => [
          vpc,
          logGroup(key),
          log({}, { vpcId: vpc, logDestination: logGroup(key) }),
        ],
        "alias/aws/logs",
        KEY,
      ),
    ],
  ),
];

const ENDPOINTS = "vpc-endpoints-for-used-services";
const secret = linked("aws:secretsmanager/secret:Secret", "secret", {});
const calling = [...network, secret, ...routed("private", { natGatewayId: nat })];
const endpoint = (inputs: Properties, of = vpc) =>
  linked(
    "vpcEndpoint:VpcEndpoint",
    "endpoint",
    {
      serviceName: "com.amazonaws.us-east-1.secretsmanager",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: ["subnet-1"],
      ...inputs,
    },
    { vpcId: of },
  );
const endpoints = against(
  "endpoints that nobody gets to",
  ENDPOINTS,
  [
    "one of another VPC",
    [...calling, VPC_2, endpoint({}, VPC_2)],
    [...calling, VPC_2, endpoint({})],
  ],
  [
    "one without the service's own name",
    ...between(
      (privateDnsEnabled: Value) => [...calling, endpoint({ privateDnsEnabled })],
      "false",
      "true",
    ),
  ],
  [
    "one in no subnet",
    ...between((subnetIds: Value) => [...calling, endpoint({ subnetIds })], [], ["subnet-1"]),
  ],
  [
    "one for the service of another region",
    [
      ...calling,
      endpoint({
        serviceName: "com.amazonaws.eu-west-1.secretsmanager",
        serviceRegion: "eu-west-1",
      }),
    ],
    [...calling, endpoint({ serviceRegion: "us-east-1" })],
  ],
  [
    "one for a service whose name begins alike",
    ...between(
      (service: string) => [
        ...calling,
        endpoint({ serviceName: `com.amazonaws.us-east-1.${service}` }),
      ],
      "secretsmanager-more",
      "secretsmanager-fips",
    ),
  ],
);

// Machines.

const machine = (type: string, inputs: Properties, links = {}) => [
  linked(type, "machine", inputs, links),
];
const INSTANCE = "instance:Instance";
const TEMPLATE = "launchTemplate:LaunchTemplate";
const CONFIGURATION = "launchConfiguration:LaunchConfiguration";
const SPOT = "spotInstanceRequest:SpotInstanceRequest";
const FLEET = "spotFleetRequest:SpotFleetRequest";
const options = (type: string) => (metadataOptions: Value) => machine(type, { metadataOptions });
const required = { httpTokens: "required" };
const template = linked(TEMPLATE, "template", { metadataOptions: required });

const metadata = against(
  "metadata without a session",
  "ec2-imdsv2-required",
  [
    "an endpoint that is stated, tokens that are not",
    ...between(options(INSTANCE), { httpEndpoint: "enabled" }, { httpEndpoint: "disabled" }),
  ],
  [
    "tokens that are optional, a hop alone",
    ...between(
      options(TEMPLATE),
      { httpTokens: "optional", httpPutResponseHopLimit: 1 },
      { ...required, httpPutResponseHopLimit: 2 },
    ),
  ],
  [
    "an endpoint that is closed for IPv6 alone",
    ...between(
      options(TEMPLATE),
      { httpEndpoint: "enabled", httpProtocolIpv6: "disabled" },
      { httpEndpoint: "enabled", ...required },
    ),
  ],
  [
    "an instance that takes back what its template demands",
    [
      template,
      linked(
        INSTANCE,
        "machine",
        { metadataOptions: { httpTokens: "optional" } },
        { launchTemplate: template },
      ),
    ],
    [template, linked(INSTANCE, "machine", {}, { launchTemplate: template })],
  ],
  [
    "an instance that AWS may take back",
    ...between(options(SPOT), { httpTokens: "optional" }, required),
  ],
);

const PUBLIC_IP = "ec2-no-public-ip";
const addressed = (value: Value) =>
  machine(TEMPLATE, {
    networkInterfaces: [{ deviceIndex: 0 }, { associatePublicIpAddress: value }],
  });
const publicIps = against(
  "public addresses of machines",
  PUBLIC_IP,
  ["the second interface of a template", ...between(addressed, "true", "false")],
  [
    "an instance without a place",
    machine(INSTANCE, { vpcSecurityGroupIds: ["sg-1"] }),
    machine(INSTANCE, { vpcSecurityGroupIds: ["sg-1"], subnetId: "subnet-1" }),
  ],
  [
    "a launch configuration, in text",
    ...between(
      (value: Value) => machine(CONFIGURATION, { associatePublicIpAddress: value }),
      "true",
      "false",
    ),
  ],
  [
    "a fleet's second specification",
    ...between(
      (value: Value) =>
        machine(FLEET, {
          launchSpecifications: [
            { subnetId: "subnet-1" },
            { subnetId: "subnet-1", associatePublicIpAddress: value },
          ],
        }),
      true,
      false,
    ),
  ],
);

const DISK = { encrypted: true, kmsKeyId: KEY };
const disks = (type: string, property: string) => (value: Value) =>
  machine(type, { rootBlockDevice: DISK, [property]: value });
const mapped = (...mappings: Properties[]) => machine(TEMPLATE, { blockDeviceMappings: mappings });
const root = { deviceName: "/dev/xvda", ebs: DISK };
const storage = against(
  "disks in clear",
  "ec2-ebs-encrypted",
  [
    "a no in text",
    ...between(
      disks(INSTANCE, "rootBlockDevice"),
      { ...DISK, encrypted: "false" },
      { ...DISK, encrypted: "true" },
    ),
  ],
  [
    "a root of which nothing is said but its size",
    ...between(disks(INSTANCE, "rootBlockDevice"), { volumeSize: 20 }, { ...DISK, volumeSize: 20 }),
  ],
  [
    "the second of two extra disks",
    ...between(
      disks(SPOT, "ebsBlockDevices"),
      [DISK, { deviceName: "/dev/sdc" }],
      [DISK, { ...DISK, deviceName: "/dev/sdc" }],
    ),
  ],
  [
    "a lone extra disk for a list",
    ...between(
      disks(INSTANCE, "ebsBlockDevices"),
      { deviceName: "/dev/sdc" },
      { ...DISK, deviceName: "/dev/sdc" },
    ),
  ],
  [
    "a template that encrypts all but the root",
    mapped({ ...root, deviceName: "/dev/sdf" }),
    mapped(root, { ...root, deviceName: "/dev/sdf" }),
  ],
  [
    "a root that is mapped twice",
    mapped(root, { deviceName: "/dev/xvda", ebs: { volumeSize: 20 } }),
    mapped(root, { deviceName: "/dev/sdb", virtualName: "ephemeral0" }),
  ],
  [
    "the key that AWS manages, by its ARN",
    ...between(
      (kmsKeyId: Value) => [
        linked("aws:ebs/volume:Volume", "volume", { encrypted: true, kmsKeyId }),
      ],
      `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/ebs`,
      `arn:aws:kms:us-east-1:${ACCOUNT}:alias/main`,
    ),
  ],
  [
    "a disk of a fleet's specification",
    ...between(
      (ebsBlockDevices: Value) =>
        machine(FLEET, { launchSpecifications: [{ rootBlockDevices: [DISK], ebsBlockDevices }] }),
      [{ deviceName: "/dev/sdb" }],
      [{ ...DISK, deviceName: "/dev/sdb" }],
    ),
  ],
);

export const networkEvasions: readonly Evasion[] = [
  ...pieces,
  ...addresses,
  ...ports,
  ...lists,
  ...members,
  ...aclTricks,
  ...routes,
  ...defaults,
  ...endpoints,
  ...metadata,
  ...publicIps,
  ...storage,
];
