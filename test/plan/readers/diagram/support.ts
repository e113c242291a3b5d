import { type Graph, type Resource, urnOf } from "../../../../plan/graph/resource.ts";
import { boxesIn, type Diagram, diagramOf } from "../../../../plan/readers/diagram/model.ts";
import { resource } from "../../builder.ts";

// A VPC with two services, the rules between them, and what a picture of them says.

export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

export const vpc = resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" });
export const subnet = (tier: string, zone: string, cidrBlock: string) =>
  resource(
    "aws:ec2/subnet:Subnet",
    `${tier}-${zone}`,
    { cidrBlock, availabilityZoneId: zone, tags: { Name: `rampart-test-subnet-${tier}-${zone}` } },
    { vpcId: vpc },
  );
export const inside = subnet("application", "use1-az1", "10.0.11.0/24");
export const group = (name: string) =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, {}, { vpcId: vpc });
export const callers = group("callers");
export const called = group("called");
export const service = (name: string, securityGroup: Resource, protect = false) =>
  resource(
    "aws:ecs/service:Service",
    name,
    { desiredCount: 1 },
    { networkConfiguration: [inside, securityGroup] },
    { protect },
  );
const caller = service("caller", callers);
export const callee = service("callee", called);
export const tcp = (fromPort: number, toPort = fromPort) => ({
  ipProtocol: "tcp",
  fromPort,
  toPort,
});
export const place = [vpc, inside, callers, called, caller, callee];

export const exit = (name: string, inputs = {}) =>
  resource(EGRESS, name, inputs, {
    securityGroupId: callers,
    referencedSecurityGroupId: called,
  });
export const entry = (name: string, inputs = {}) =>
  resource(INGRESS, name, inputs, {
    securityGroupId: called,
    referencedSecurityGroupId: callers,
  });

/** A system, and a resource in it. */
export const system = (name: string) =>
  resource(`rampart:systems:${name}`, name, {}, {}, { custom: false });
export const partOf = (owner: Resource, plain: Resource): Resource => ({
  ...plain,
  parent: owner.urn,
  urn: urnOf({ project: "rampart", stack: "test" }, owner.urn, plain.type, plain.name),
});

export const allow = (Action: string | readonly string[], Resource: string) => ({
  Effect: "Allow",
  Action,
  Resource,
});
export const rolePolicy = (role: Resource, Statement: readonly object[]) =>
  resource(
    "aws:iam/rolePolicy:RolePolicy",
    "access",
    { name: "access", policy: JSON.stringify({ Statement }) },
    { role },
  );

/** What ends of arrows are called: a box by title and system. */
function titlesOf({ outside, networks }: Diagram): (end: string) => string {
  const titles = new Map([
    ...networks.map(({ id, cidr }) => [id, `VPC ${cidr}`] as const),
    ...[...outside, ...boxesIn(networks)].map(
      (box) => [box.id, box.system ? `${box.title} (${box.system})` : box.title] as const,
    ),
  ]);
  return (end) => titles.get(end) ?? end;
}

/** Flows by the titles of their ends: `caller → callee: 80`. */
export function traffic(graph: Graph): string[] {
  const diagram = diagramOf(graph);
  const titleOf = titlesOf(diagram);
  return diagram.flows.map(
    ({ from, to, ports, open }) =>
      `${titleOf(from)} → ${titleOf(to)}: ${ports.join(", ")}${open ? " open" : ""}`,
  );
}

/** Use of stores, and events: `caller → store: reads`. */
export function usage(graph: Graph): string[] {
  const diagram = diagramOf(graph);
  const titleOf = titlesOf(diagram);
  return diagram.uses.map(({ from, to, what }) => `${titleOf(from)} → ${titleOf(to)}: ${what}`);
}

/** The arrows of a picture, with names only. */
export function arrows(dot: string): string[] {
  return dot
    .split("\n")
    .filter((line) => line.includes(" -> "))
    .map((line) =>
      line
        .trim()
        .replaceAll(/"[^"]*::([^"]*)"/g, "$1")
        .replace(/^"internet"/, "internet")
        .replace(/;$/, ""),
    );
}

/** Boxes as title and lines, of networks first. */
export function boxTexts(graph: Graph): string[] {
  const { outside, networks } = diagramOf(graph);
  return [...boxesIn(networks), ...outside].map(({ title, lines }) =>
    [title, ...lines].join(" | "),
  );
}
