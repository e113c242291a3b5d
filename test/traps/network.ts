import assert from "node:assert/strict";

import { contains, type Ipv4Block, parseIpv4Block } from "../../components/shared/cidr.ts";
import { REGIONS } from "../../components/shared/regions.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { ofType } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import type { MutableGraph, Trap } from "./trap.ts";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Resources of a type, of which a stack must have at least one. */
function some(graph: Graph, type: string): Resource[] {
  const found = ofType(graph, type);
  assert.ok(found.length > 0, `there is no ${type}`);
  return found;
}

type MutableResource = MutableGraph["resources"][number];

/** Those of a graph that is to be broken, which fit; throws when there is nothing to break. */
function victims(
  graph: MutableGraph,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
): [MutableResource, ...MutableResource[]] {
  const resources: readonly MutableResource[] = graph.resources;
  const [first, ...more] = resources.filter((entry) => entry.type === type && fits(entry));
  if (first === undefined) throw new Error(`there is no ${type} to break`);
  return [first, ...more];
}

const textOf = (value: Value | undefined): string => (typeof value === "string" ? value : "");

function blockOf(value: Value | undefined): Ipv4Block {
  const block = parseIpv4Block(textOf(value));
  assert.ok(block, `${JSON.stringify(value)} is no block`);
  return block;
}

/** The default routes of a subnet, through the one route table that it is associated with. */
function defaultRoutesOf(graph: Graph, subnet: Resource): Resource[] {
  const tables = ofType(graph, ASSOCIATION)
    .filter((entry) => sourcesOf(graph, entry, "subnetId").includes(subnet))
    .flatMap((entry) => sourcesOf(graph, entry, "routeTableId"));
  return ofType(graph, ROUTE)
    .filter(({ inputs }) => inputs["destinationCidrBlock"] === "0.0.0.0/0")
    .filter((route) => sourcesOf(graph, route, "routeTableId").some((t) => tables.includes(t)));
}

const isPublic = (graph: Graph, subnet: Resource): boolean =>
  defaultRoutesOf(graph, subnet).some((route) => "gatewayId" in route.inputs);

const isIsolated = (graph: Graph, subnet: Resource): boolean =>
  defaultRoutesOf(graph, subnet).length === 0;

/** The subnets of a kind in each VPC, none of which may be without. */
function byVpc(graph: Graph, fits: (graph: Graph, subnet: Resource) => boolean): Resource[][] {
  const subnets = some(graph, SUBNET).filter((subnet) => fits(graph, subnet));
  return some(graph, VPC).map((vpc) =>
    subnets.filter((subnet) => sourcesOf(graph, subnet, "vpcId").includes(vpc)),
  );
}

function assertTwoZones(subnets: readonly Resource[]): void {
  const zones = new Set(subnets.map(({ inputs }) => textOf(inputs["availabilityZoneId"])));
  assert.ok(zones.size >= 2, `${subnets.map(({ name }) => name).join()} are in ${zones.size} zone`);
}

/** Puts all subnets of a kind into one zone. */
function intoOneZone(fits: (graph: Graph, subnet: Resource) => boolean) {
  return (graph: MutableGraph): void => {
    for (const subnet of victims(graph, SUBNET, (entry) => fits(graph, entry))) {
      subnet.inputs["availabilityZoneId"] = "use1-az1";
    }
  };
}

/** An ACL's rules of one direction. */
function rulesOf(acl: Resource, direction: "ingress" | "egress"): Properties[] {
  const rules = acl.inputs[direction];
  assert.ok(Array.isArray(rules), `${acl.name} has no ${direction} rules`);
  return (rules as readonly Value[]).filter(isProperties);
}

const isEphemeral = ({ fromPort, toPort }: Properties): boolean =>
  fromPort === 1024 && toPort === 65535;

/** Asserts that each connection that one direction allows is answered through the other. */
function assertAnswered(acl: Resource, asked: Properties[], answering: Properties[]): void {
  const allowed = (rules: Properties[]) => rules.filter(({ action }) => action === "allow");
  for (const rule of allowed(asked).filter((entry) => !isEphemeral(entry))) {
    const block = blockOf(rule["cidrBlock"]);
    const answered = allowed(answering).some(
      (answer) =>
        (answer["protocol"] === "-1" || isEphemeral(answer)) &&
        contains(blockOf(answer["cidrBlock"]), block),
    );
    assert.ok(answered, `${acl.name}: no way back for ${JSON.stringify(rule)}`);
  }
}

/** Takes the rules for answers out of one direction of one tier's ACL. */
function withoutEphemeral(direction: "ingress" | "egress", tier: string) {
  return (graph: MutableGraph): void => {
    const [acl] = victims(graph, ACL, ({ name }) => name.endsWith(`-${tier}`));
    const kept = rulesOf(acl, direction).filter((rule) => !isEphemeral(rule));
    if (kept.length === rulesOf(acl, direction).length) throw new Error("there is no such rule");
    acl.inputs[direction] = kept;
  };
}

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const isInterface = ({ inputs }: Resource): boolean => inputs["vpcEndpointType"] === "Interface";

/** Traps of every network. */
export const networkTraps: readonly Trap[] = [
  {
    id: "T27",
    title: "subnets are placed by zone id, in zones where Fargate runs",
    check: (graph) => {
      for (const { name, inputs } of some(graph, SUBNET)) {
        const zone = textOf(inputs["availabilityZoneId"]);
        const region = Object.values(REGIONS).find(({ zonePrefix }) =>
          zone.startsWith(`${zonePrefix}-az`),
        );
        assert.ok(region, `${name} has no zone id of a known region`);
        assert.ok(!("availabilityZone" in inputs), `${name} has a zone name`);
        assert.ok(region.fargateZones?.includes(zone) ?? true, `Fargate does not run in ${zone}`);
      }
    },
    mutants: [
      {
        title: "a subnet is placed by zone name",
        apply: (graph) => {
          const [{ inputs }] = victims(graph, SUBNET);
          delete inputs["availabilityZoneId"];
          inputs["availabilityZone"] = "us-east-1a";
        },
      },
      {
        title: "a subnet is in a zone without Fargate",
        apply: (graph) => {
          victims(graph, SUBNET)[0].inputs["availabilityZoneId"] = "use1-az3";
        },
      },
    ],
  },
  {
    id: "T39",
    title: "public subnets have room for a load balancer, in two zones or more",
    check: (graph) => {
      for (const subnets of byVpc(graph, isPublic)) {
        assertTwoZones(subnets);
        for (const { name, inputs } of subnets) {
          const { prefix } = blockOf(inputs["cidrBlock"]);
          assert.ok(prefix <= 27, `${name} is a /${prefix}`);
        }
      }
    },
    mutants: [
      {
        title: "a public subnet of 16 addresses",
        apply: (graph) => {
          const [subnet] = victims(graph, SUBNET, (entry) => isPublic(graph, entry));
          subnet.inputs["cidrBlock"] = "10.0.1.0/28";
        },
      },
      { title: "all public subnets in one zone", apply: intoOneZone(isPublic) },
    ],
  },
  {
    id: "T74",
    title: "data subnets are in two zones or more",
    check: (graph) => {
      byVpc(graph, isIsolated).forEach(assertTwoZones);
    },
    mutants: [{ title: "all data subnets in one zone", apply: intoOneZone(isIsolated) }],
  },
  {
    id: "T84",
    title: "network ACLs let the answers of what they allow back, from and to 1024–65535",
    check: (graph) => {
      const acls = some(graph, ACL);
      assert.deepEqual(ofType(graph, "aws:ec2/networkAclRule:NetworkAclRule"), []);
      for (const subnet of some(graph, SUBNET)) {
        const guards = acls.filter((acl) => sourcesOf(graph, acl, "subnetIds").includes(subnet));
        assert.equal(guards.length, 1, `${subnet.name} has ${guards.length} ACLs`);
      }
      for (const acl of acls) {
        assertAnswered(acl, rulesOf(acl, "ingress"), rulesOf(acl, "egress"));
        assertAnswered(acl, rulesOf(acl, "egress"), rulesOf(acl, "ingress"));
      }
    },
    mutants: [
      {
        title: "answers from the internet don't reach the application",
        apply: withoutEphemeral("ingress", "application"),
      },
      {
        title: "answers of the database don't reach the application",
        apply: withoutEphemeral("egress", "data"),
      },
      {
        title: "only Linux's own ephemeral ports are open to the public tier",
        apply: (graph) => {
          const [acl] = victims(graph, ACL, ({ name }) => name.endsWith("-public"));
          acl.inputs["ingress"] = rulesOf(acl, "ingress").map((rule) =>
            isEphemeral(rule) ? { ...rule, fromPort: 32768 } : rule,
          );
        },
      },
    ],
  },
  {
    id: "T85",
    title: "security groups have stand-alone rules only, of one peer each, and a description",
    check: (graph) => {
      assert.deepEqual(ofType(graph, "aws:ec2/securityGroupRule:SecurityGroupRule"), []);
      for (const { name, inputs } of some(graph, GROUP)) {
        const inline = ["ingress", "egress"].filter((property) => property in inputs);
        assert.deepEqual(inline, [], `${name} has inline rules`);
        assert.notEqual(textOf(inputs["description"]), "", `${name} has no description`);
      }
      for (const { name, inputs } of [...some(graph, INGRESS), ...some(graph, EGRESS)]) {
        const peers = PEERS.filter((property) => property in inputs);
        assert.equal(peers.length, 1, `${name} names ${peers.join(" and ") || "no peer"}`);
      }
    },
    mutants: [
      {
        title: "a group with an inline rule",
        apply: (graph) => {
          victims(graph, GROUP)[0].inputs["egress"] = [
            { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
          ];
        },
      },
      {
        title: "a rule with a group and a network as its peers",
        apply: (graph) => {
          const inGroups = ({ inputs }: Resource) => "referencedSecurityGroupId" in inputs;
          victims(graph, INGRESS, inGroups)[0].inputs["cidrIpv4"] = "10.0.0.0/16";
        },
      },
    ],
  },
  {
    id: "T89",
    title: "each NAT gateway has its own elastic IP, and an account's five of a region suffice",
    check: (graph) => {
      const gateways = some(graph, NAT);
      const addresses = gateways.flatMap((gateway) => sourcesOf(graph, gateway, "allocationId"));
      assert.equal(new Set(addresses).size, gateways.length, "gateways share an address");
      assert.ok(some(graph, EIP).length <= 5, `${some(graph, EIP).length} elastic IPs`);
    },
    mutants: [
      {
        title: "a gateway without an address",
        apply: (graph) => {
          delete victims(graph, NAT)[0].propertyDependencies["allocationId"];
        },
      },
      {
        title: "six elastic IPs",
        apply: (graph) => {
          const [address] = victims(graph, EIP);
          for (let count = 1; count <= 6; count += 1) {
            graph.resources.push({ ...address, urn: `${address.urn}-${count}` });
          }
        },
      },
    ],
  },
];

/** Traps of a network with interface endpoints. */
export const optionalNetworkTraps: readonly Trap[] = [
  {
    id: "T83",
    title: "interface endpoints have private names that resolve, once a service, and admit clients",
    check: (graph) => {
      const endpoints = some(graph, ENDPOINT).filter(isInterface);
      assert.ok(endpoints.length > 0, "there is no interface endpoint");
      const services = endpoints.map((endpoint) => {
        const vpcs = sourcesOf(graph, endpoint, "vpcId");
        assert.deepEqual(
          vpcs.map(({ inputs }) => [inputs["enableDnsSupport"], inputs["enableDnsHostnames"]]),
          [[true, true]],
          `${endpoint.name} is in no VPC with both DNS flags`,
        );
        assert.equal(endpoint.inputs["privateDnsEnabled"], true, endpoint.name);
        const groups = sourcesOf(graph, endpoint, "securityGroupIds");
        const admits = ofType(graph, INGRESS).filter(
          (rule) =>
            rule.inputs["fromPort"] === 443 &&
            "referencedSecurityGroupId" in rule.inputs &&
            sourcesOf(graph, rule, "securityGroupId").some((group) => groups.includes(group)),
        );
        assert.ok(admits.length > 0, `${endpoint.name} admits no group on 443`);
        return `${vpcs.map(({ urn }) => urn).join()} ${textOf(endpoint.inputs["serviceName"])}`;
      });
      assert.equal(new Set(services).size, services.length, "a service has two endpoints");
    },
    mutants: [
      {
        title: "the VPC gives no DNS names",
        apply: (graph) => {
          for (const { inputs } of victims(graph, VPC)) inputs["enableDnsHostnames"] = false;
        },
      },
      {
        title: "an endpoint without its private name",
        apply: (graph) => {
          victims(graph, ENDPOINT, isInterface)[0].inputs["privateDnsEnabled"] = false;
        },
      },
      {
        title: "the endpoints admit nobody",
        apply: (graph) => {
          for (const rule of victims(graph, INGRESS)) rule.inputs["fromPort"] = 80;
        },
      },
    ],
  },
];
