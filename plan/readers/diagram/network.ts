import type { Resource } from "../../graph/resource.ts";
import { type Inventory, textOf, valueAt } from "../inventory.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Where the default route of a subnet leads. */
export type WayOut = "internet" | "nat" | "none";

/** Subnets of one purpose, one a zone as a rule. */
export interface Tier {
  /** Last word of the subnets' names, `application`. */
  readonly name: string;
  readonly way: WayOut;
  readonly subnets: readonly Resource[];
}

const OUTWARD: readonly WayOut[] = ["internet", "nat", "none"];

/** The tiers of a VPC, from the internet inwards. */
export function tiersOf(vpc: Resource, inventory: Inventory): Tier[] {
  const subnets = inventory
    .ofType(SUBNET)
    .filter((subnet) => inventory.sources(subnet, "vpcId").includes(vpc));
  const tiers = [...Map.groupBy(subnets, tierName)].map(([name, members]) => {
    const ways = members.map((subnet) => wayOut(subnet, inventory));
    const way = OUTWARD.find((candidate) => ways.includes(candidate)) ?? "none";
    return { name, way, subnets: members };
  });
  return tiers.sort((a, b) => OUTWARD.indexOf(a.way) - OUTWARD.indexOf(b.way));
}

/** Zone of a subnet, by id where it is given so. */
export function zoneOf({ inputs }: Resource): string {
  return textOf(inputs["availabilityZoneId"] ?? inputs["availabilityZone"], "?");
}

/** `rampart-dev-subnet-main-data-use1-az1` → `data`: the last word before the zone. */
function tierName(subnet: Resource): string {
  const label = textOf(valueAt(subnet.inputs, "tags", "Name"), subnet.name);
  const withoutZone = label.replace(new RegExp(`-${zoneOf(subnet).replace("?", "")}$`), "");
  return /[^-]+$/.exec(withoutZone)?.[0] ?? label;
}

function wayOut(subnet: Resource, inventory: Inventory): WayOut {
  const tables = inventory
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter((link) => inventory.sources(link, "subnetId").includes(subnet))
    .flatMap((link) => inventory.sources(link, "routeTableId", ROUTE_TABLE));
  const routes = inventory
    .ofType("aws:ec2/route:Route")
    .filter((route) =>
      inventory.sources(route, "routeTableId").some((table) => tables.includes(table)),
    );
  const leadsTo = (property: string, type: string) =>
    routes.some((route) => inventory.source(route, property, type) !== undefined);
  if (leadsTo("gatewayId", "aws:ec2/internetGateway:InternetGateway")) return "internet";
  return leadsTo("natGatewayId", "aws:ec2/natGateway:NatGateway") ? "nat" : "none";
}

/** A resource and the launch templates that say what its instances are. */
export function withTemplates(resource: Resource, inventory: Inventory): Resource[] {
  return [resource, ...inventory.sources(resource, "launchTemplate", TEMPLATE)];
}

/**
 * The subnets in which a resource has its addresses: named by itself, by its launch template or
 * subnet group, or by the route tables that lead to it.
 */
export function subnetsOf(resource: Resource, inventory: Inventory): Resource[] {
  return Object.keys(resource.propertyDependencies).flatMap((property) =>
    inventory.sources(resource, property).flatMap((source) => {
      if (source.type === SUBNET) return [source];
      if (source.type === TEMPLATE || source.type.endsWith("/subnetGroup:SubnetGroup")) {
        return subnetsOf(source, inventory);
      }
      return source.type === ROUTE_TABLE ? subnetsRoutedBy(source, inventory) : [];
    }),
  );
}

function subnetsRoutedBy(table: Resource, inventory: Inventory): Resource[] {
  return inventory
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter((link) => inventory.sources(link, "routeTableId").includes(table))
    .flatMap((link) => inventory.sources(link, "subnetId", SUBNET));
}
