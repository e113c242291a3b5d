import type { Resource } from "../../graph/resource.ts";
import type { Properties } from "../../graph/value.ts";
import { type Box, idOf } from "./boxes.ts";
import { subnetsOf, withTemplates } from "./network.ts";
import { type Inventory, listOf, numberOf, textOf, valueAt } from "../inventory.ts";

/** Everyone outside. */
export const INTERNET = "internet";

/** Traffic that may flow. */
export interface Flow {
  /** Id of a box or of a whole VPC, {@link INTERNET}, or the addresses of a foreign network. */
  readonly from: string;
  readonly to: string;
  readonly ports: readonly string[];
  /** Whether it starts anywhere on the internet. */
  readonly open: boolean;
  /** Whether it leaves for the internet, by way of the NAT gateways where the tier has them. */
  readonly outward: boolean;
}

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const EVERYONE = new Set(["0.0.0.0/0", "::/0"]);

type Draft = Omit<Flow, "ports"> & { readonly port: string };

/**
 * What the security groups let through between boxes: a pair of an egress and an ingress rule that
 * name each other, or one rule for an address outside; a rule without its counterpart lets nothing
 * through.
 */
export function flowsOf(boxes: readonly Box[], inventory: Inventory): Flow[] {
  const members = new Map<Resource, Box[]>();
  for (const group of inventory.ofType(GROUP)) {
    members.set(
      group,
      boxes.filter(({ members: all }) =>
        all.some((member) => withTemplates(member, inventory).some((one) => uses(one, group))),
      ),
    );
  }
  const boxesIn = (rule: Resource, property: string) =>
    inventory.sources(rule, property, GROUP).flatMap((group) => members.get(group) ?? []);
  const outward = inventory.ofType(EGRESS);

  const inner = inventory.ofType(INGRESS).flatMap((rule) => {
    const from = inventory.source(rule, "referencedSecurityGroupId", GROUP);
    const to = inventory.source(rule, "securityGroupId", GROUP);
    if (from === undefined || to === undefined) return [];
    const permitted = outward.some(
      (exit) =>
        inventory.source(exit, "securityGroupId", GROUP) === from &&
        inventory.source(exit, "referencedSecurityGroupId", GROUP) === to &&
        covers(exit.inputs, rule.inputs),
    );
    if (!permitted) return [];
    return (members.get(from) ?? []).flatMap((source) =>
      (members.get(to) ?? []).map((target) => draft(source.id, target.id, rule)),
    );
  });
  const entering = inventory.ofType(INGRESS).flatMap((rule) =>
    boxesIn(rule, "securityGroupId").flatMap((box) =>
      sourcesOutside(rule, box, boxes, inventory).map((from) => ({
        ...draft(from, box.id, rule),
        open: from === INTERNET,
      })),
    ),
  );
  const leaving = outward.flatMap((rule) =>
    boxesIn(rule, "securityGroupId").flatMap((box) =>
      targetsOutside(rule, box, boxes, inventory).map((to) => ({
        ...draft(box.id, to, rule),
        outward: to === INTERNET,
      })),
    ),
  );
  return merged([...distributed(boxes, inventory), ...entering, ...inner, ...leaving]);
}

function uses(resource: Resource, group: Resource): boolean {
  return Object.values(resource.propertyDependencies).some((urns) => urns.includes(group.urn));
}

function draft(from: string, to: string, rule: Resource): Draft {
  return { from, to, port: portsOf(rule.inputs), open: false, outward: false };
}

function portsOf({ ipProtocol, fromPort, toPort }: Properties): string {
  if (ipProtocol === "-1" || fromPort === undefined) return "all";
  const [first, last] = [textOf(fromPort, "?"), textOf(toPort, "?")];
  const range = first === last ? first : `${first}-${last}`;
  return ipProtocol === "tcp" ? range : `${range}/${textOf(ipProtocol, "?")}`;
}

/** Whether what the first rule lets out includes what the second lets in. */
function covers(exit: Properties, entry: Properties): boolean {
  if (exit["ipProtocol"] === "-1") return true;
  return (
    exit["ipProtocol"] === entry["ipProtocol"] &&
    numberOf(exit["fromPort"], 0) <= numberOf(entry["fromPort"], 0) &&
    numberOf(exit["toPort"], 0) >= numberOf(entry["toPort"], 0)
  );
}

function sourcesOutside(
  { inputs }: Resource,
  target: Box,
  boxes: readonly Box[],
  inventory: Inventory,
): string[] {
  if (inputs["prefixListId"] !== undefined) {
    return boxes.filter(isDistribution).map(({ id }) => id);
  }
  return addresses(inputs, target, inventory);
}

function targetsOutside(
  rule: Resource,
  source: Box,
  boxes: readonly Box[],
  inventory: Inventory,
): string[] {
  if (rule.inputs["prefixListId"] === undefined) {
    const targets = addresses(rule.inputs, source, inventory);
    return targets.includes(INTERNET)
      ? [...targets, ...routedEndpoints(source, boxes, inventory)]
      : targets;
  }
  const endpoints = inventory.sources(rule, "prefixListId");
  return boxes
    .filter((box) => box.members.some((member) => endpoints.includes(member)))
    .map(({ id }) => id);
}

/** Gateway endpoints beside a box: its way to everywhere leads to their services through them. */
function routedEndpoints(source: Box, boxes: readonly Box[], inventory: Inventory): string[] {
  const subnets = new Set(source.members.flatMap((member) => subnetsOf(member, inventory)));
  return boxes
    .filter(({ members }) =>
      members.every(
        (member) =>
          member.type === "aws:ec2/vpcEndpoint:VpcEndpoint" &&
          textOf(member.inputs["vpcEndpointType"], "Gateway") === "Gateway" &&
          subnetsOf(member, inventory).some((subnet) => subnets.has(subnet)),
      ),
    )
    .map(({ id }) => id);
}

/** Who has the addresses of a rule about a box; those of its own VPC are the VPC's. */
function addresses(inputs: Properties, box: Box, inventory: Inventory): string[] {
  const block = textOf(inputs["cidrIpv4"] ?? inputs["cidrIpv6"], "");
  if (block === "") return [];
  if (EVERYONE.has(block)) return [INTERNET];
  const own = box.members
    .flatMap((member) => subnetsOf(member, inventory))
    .flatMap((subnet) => inventory.sources(subnet, "vpcId", "aws:ec2/vpc:Vpc"))
    .find((vpc) => vpc.inputs["cidrBlock"] === block);
  return [own === undefined ? block : idOf(own)];
}

function isDistribution(box: Box): boolean {
  return box.members.some(({ type }) => type === "aws:cloudfront/distribution:Distribution");
}

/** The internet to each distribution, and from there to the load balancers that it names. */
function distributed(boxes: readonly Box[], inventory: Inventory): Draft[] {
  return boxes.filter(isDistribution).flatMap((front) => {
    const hosts = front.members.flatMap(({ inputs }) =>
      listOf(inputs["origins"]).map((origin) => textOf(valueAt(origin, "domainName"), "")),
    );
    const targets = inventory
      .ofType("aws:route53/record:Record")
      .filter(({ inputs }) => hosts.includes(textOf(inputs["name"], "?")))
      .flatMap((record) => inventory.sources(record, "aliases"));
    const behind = boxes.filter((box) => box.members.some((member) => targets.includes(member)));
    const port = "443";
    return [
      { from: INTERNET, to: front.id, port, open: true, outward: false },
      ...behind.map(({ id }) => ({ from: front.id, to: id, port, open: false, outward: false })),
    ];
  });
}

/** One flow for each pair of ends, with its ports in order. */
function merged(drafts: readonly Draft[]): Flow[] {
  const pairs = Map.groupBy(drafts, ({ from, to }) => `${from} ${to}`);
  return [...pairs.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const ports = [...new Set(same.map(({ port }) => port))].sort(
      (a, b) => parseInt(a, 10) - parseInt(b, 10),
    );
    const { from, to, open, outward } = first;
    return [{ from, to, ports, open, outward }];
  });
}
