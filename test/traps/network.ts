import assert from "node:assert/strict";

import { contains, type Ipv4Block, parseIpv4Block } from "../../components/shared/cidr.ts";
import { REGIONS } from "../../components/shared/regions.ts";
import type { Resource } from "../../plan/graph/resource.ts";
import type { Properties, Value } from "../../plan/graph/value.ts";
import { ofType } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import { more, mutant, replaceIn, set, without } from "./breaking.ts";
import { entriesOf, INGRESS, some, SUBNET, textOf, usersOf } from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const VPC = "aws:ec2/vpc:Vpc";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

function blockOf(value: Value | undefined): Ipv4Block {
  const block = parseIpv4Block(textOf(value));
  assert.ok(block, `${JSON.stringify(value)} is no block`);
  return block;
}

type Direction = "ingress" | "egress";

/** An ACL's rules of one direction. */
function rulesOf(acl: Resource, direction: Direction): Properties[] {
  const rules = entriesOf(acl.inputs[direction]);
  assert.ok(rules.length > 0, `${acl.name} has no ${direction} rules`);
  return rules;
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

/** A mutant that gives the rules for answers of one direction of one tier's ACL other ports. */
function answersThrough(title: string, direction: Direction, tier: string, fromPort: number) {
  const change = (acl: MutableResource): void => {
    acl.inputs[direction] = rulesOf(acl, direction).map((rule) =>
      isEphemeral(rule) ? { ...rule, fromPort } : rule,
    );
  };
  return mutant(title, ACL, change, ({ name }) => name.endsWith(`-${tier}`));
}

/** Services that a task asks before its container runs (T58). */
const WITHOUT_NAT = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms"];

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
      set("a subnet is placed by zone name", SUBNET, {
        availabilityZoneId: null,
        availabilityZone: "us-east-1a",
      }),
      set("a subnet is in a zone without Fargate", SUBNET, { availabilityZoneId: "use1-az3" }),
    ],
  },
  {
    id: "T58",
    title: "tasks reach images, logs and secrets without NAT, or there is NAT",
    check: (graph) => {
      for (const vpc of some(graph, VPC)) {
        const endpoints = usersOf(graph, ENDPOINT, "vpcId", vpc);
        const s3 = endpoints.filter(({ inputs }) => textOf(inputs["serviceName"]).endsWith(".s3"));
        assert.equal(s3.length, 1, `${vpc.name} has no way to the layers of images`);
        for (const { name, inputs } of s3) {
          const open = textOf(inputs["policy"]).includes("-starport-layer-bucket/*");
          assert.ok(open || !("policy" in inputs), `${name} forbids the bucket of images' layers`);
        }
        if (ofType(graph, NAT).length > 0) continue;
        const reached = endpoints.map(({ inputs }) => textOf(inputs["serviceName"]));
        const missing = WITHOUT_NAT.filter(
          (service) => !reached.some((name) => name.endsWith(`.${service}`)),
        );
        assert.deepEqual(missing, [], vpc.name);
      }
    },
    mutants: [
      mutant("a policy that forgets the layers", ENDPOINT, replaceIn("policy", "starport", "x")),
      {
        title: "neither NAT nor a way to the logs",
        apply: (graph) => {
          graph.resources = graph.resources.filter(
            ({ type, inputs }) => type !== NAT && !textOf(inputs["serviceName"]).endsWith(".logs"),
          );
        },
      },
    ],
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
      answersThrough("no answers from the internet", "ingress", "application", 65_535),
      answersThrough("no answers of the database", "egress", "data", 65_535),
      answersThrough("only Linux's own ephemeral ports", "ingress", "public", 32_768),
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
      set("a group with an inline rule", GROUP, {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
      set(
        "a rule with a group and a network as its peers",
        INGRESS,
        { cidrIpv4: "10.0.0.0/16" },
        ({ inputs }) => "referencedSecurityGroupId" in inputs,
      ),
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
      mutant("a gateway without an address", NAT, without("allocationId")),
      more("more than a region gives", EIP, 5),
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
        const admits = groups
          .flatMap((group) => usersOf(graph, INGRESS, "securityGroupId", group))
          .filter(({ inputs }) => "referencedSecurityGroupId" in inputs)
          .filter(({ inputs }) => inputs["fromPort"] === 443);
        assert.ok(admits.length > 0, `${endpoint.name} admits no group on 443`);
        return `${vpcs.map(({ urn }) => urn).join()} ${textOf(endpoint.inputs["serviceName"])}`;
      });
      assert.equal(new Set(services).size, services.length, "a service has two endpoints");
    },
    mutants: [
      set("the VPC gives no DNS names", VPC, { enableDnsHostnames: false }),
      set("an endpoint without its private name", ENDPOINT, { privateDnsEnabled: false }),
      set("the endpoints admit nobody", INGRESS, { fromPort: 80 }),
    ],
  },
];
