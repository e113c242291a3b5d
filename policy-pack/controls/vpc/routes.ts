import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { regionOf } from "../shared/region.ts";
import { type AddressRange, possiblyIn, publicIn } from "./addresses.ts";
import { isInternet, type Limits } from "./internet.ts";
import { allNaming, demandPlaced, naming, ofVpc } from "./owners.ts";
import { addressesOf, PREFIX_LIST_TYPES } from "./prefixLists.ts";
import { DEFAULT_SUBNET, DEFAULT_VPC, SUBNET, VPC_TYPES } from "./types.ts";

const TABLE = "aws:ec2/routeTable:RouteTable";
const MAIN_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
/** Whose output also is the id of a gateway. */
const ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
/** What else a route can name as its gateway. */
const OTHER_GATEWAYS = ["aws:ec2/vpnGateway:VpnGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"];

/** Types that hold routes, or stand for a table that does. */
export const TABLE_TYPES = [TABLE, MAIN_TABLE, ...VPC_TYPES];

/** Types that decide where a subnet's packets go. */
export const ROUTE_TYPES = [
  ...TABLE_TYPES,
  ROUTE,
  ASSOCIATION,
  MAIN_ASSOCIATION,
  INTERNET_GATEWAY,
  ...PREFIX_LIST_TYPES,
];

/** Where a route says where it leads: in a table, and by itself. */
const INLINE = ["cidrBlock", "ipv6CidrBlock"];
const SPLIT = ["destinationCidrBlock", "destinationIpv6CidrBlock"];

/** One route, in a table or by itself. */
interface Route {
  /** The resource that it stands in, and the property there whose origins are those of its parts. */
  readonly view: View;
  readonly property: (path: string) => string;
  readonly at: (path: string) => Reading;
  readonly destinations: readonly string[];
}

/**
 * What holds a subnet's routes: its table, or else the main one of its VPC, where a VPC itself stands
 * for a main table that nobody took over.
 *
 * @throws Undecidable when the table is not in the stack.
 */
export function tablesOf(stack: StackView, subnet: View): View[] {
  const associations = naming(stack, subnet, ASSOCIATION, "subnetId", [SUBNET, DEFAULT_SUBNET]);
  if (associations.length > 0) {
    return associations.flatMap((association) => tablesNamed(stack, association));
  }
  const vpcs = vpcsOf(stack, subnet);
  if (vpcs.length === 0) throw subnet.at("vpcId").undecidable();
  return vpcs.flatMap((vpc) => mainTablesOf(stack, vpc));
}

/** Whether a table leads the internet's addresses, in one route or several, to a gateway there. */
export function leadsToInternet(stack: StackView, table: View, limits: Limits): boolean {
  if (isFilledByAws(stack, table)) return true;
  const led: AddressRange[] = [];
  return some(routesIn(stack, table), (route) =>
    some(destinationsOf(route, stack, limits), (ask) => {
      const matters = [() => isInternetGateway(route), () => isPublic(ask())];
      if (!every(matters, (holds) => holds())) return false;
      led.push(...ask());
      return isInternet(led, limits);
    }),
  );
}

/** Whether a table has a default route to a NAT gateway: it is a private subnet's. */
export function leadsToNat(stack: StackView, table: View, limits: Limits): boolean {
  return some(
    routesIn(stack, table),
    (route) =>
      isNamed(route.at("natGatewayId")) &&
      some(destinationsOf(route, stack, limits), (ask) => isInternet(ask(), limits)),
  );
}

/** Whether something stands there, known or not; a state has empty text for what does not. */
function isNamed(reading: Reading): boolean {
  return reading.kind === "unknown" || (reading.text ?? "") !== "";
}

function isPublic(ranges: readonly AddressRange[]): boolean {
  const { v4, v6 } = publicIn(ranges);
  return v4 + v6 > 0n;
}

function tablesNamed(stack: StackView, association: View): View[] {
  const tables = [TABLE, MAIN_TABLE].flatMap((type) =>
    stack.references(association, "routeTableId", type),
  );
  if (tables.length > 0) return tables;
  const vpcs = vpcsNamed(stack, association, "routeTableId");
  if (vpcs.length === 0) throw association.at("routeTableId").undecidable();
  return vpcs.flatMap((vpc) => mainTablesOf(stack, vpc));
}

function mainTablesOf(stack: StackView, vpc: View): View[] {
  const chosen = ofVpc(stack, vpc, MAIN_ASSOCIATION);
  if (chosen.length > 0) return chosen.flatMap((association) => tablesNamed(stack, association));
  // The VPC's own outputs name the main table as well, so that routes may be its own.
  return [...ofVpc(stack, vpc, MAIN_TABLE, "defaultRouteTableId"), vpc];
}

/** The main table of a default VPC, which EC2 makes with a route to a gateway, if nobody took it over. */
function isFilledByAws(stack: StackView, table: View): boolean {
  if (table.type !== DEFAULT_VPC) return false;
  return ofVpc(stack, table, MAIN_TABLE, "defaultRouteTableId").length === 0;
}

/** The VPCs that a subnet is in: one, or none if it is not in the stack. */
export function vpcsOf(stack: StackView, subnet: View): View[] {
  if (subnet.type !== DEFAULT_SUBNET) return vpcsNamed(stack, subnet, "vpcId");
  // It names no VPC, since it is in the region's default one.
  const region = regionOf(stack, subnet);
  return stack.ofType(DEFAULT_VPC).filter((vpc) => regionOf(stack, vpc) === region);
}

function vpcsNamed(stack: StackView, view: View, property: string): View[] {
  return VPC_TYPES.flatMap((type) => stack.references(view, property, type));
}

function* routesIn(stack: StackView, table: View): Generator<Route> {
  // A VPC stands for its main table, and has no routes inside.
  const inline = VPC_TYPES.includes(table.type) ? [] : table.at("routes").items();
  for (const route of inline) {
    const at = (path: string) => route.at(path);
    yield { view: table, property: () => "routes", at, destinations: INLINE };
  }
  const { answers } = allNaming(stack, table, ROUTE, "routeTableId", TABLE_TYPES);
  for (const view of answers) {
    const at = (path: string) => view.at(path);
    yield { view, property: (path) => path, at, destinations: SPLIT };
  }
  // Only now, since a route that is known may decide.
  demandPlaced(stack, ROUTE, "routeTableId", TABLE_TYPES);
}

function isInternetGateway({ view, property, at }: Route): boolean {
  const gateway = at("gatewayId");
  if (gateway.kind !== "unknown") {
    const id = gateway.text ?? "";
    return id !== "" && !["local", "vgw-", "vpce-"].some((other) => id.startsWith(other));
  }
  const fromInternet = view.comesFrom(property("gatewayId"), INTERNET_GATEWAY, ATTACHMENT);
  const fromOther = view.comesFrom(property("gatewayId"), ...OTHER_GATEWAYS);
  if (fromInternet === fromOther) throw gateway.undecidable();
  return fromInternet;
}

/** Questions for the addresses that a route leads on. */
function destinationsOf(
  { view, property, at, destinations }: Route,
  stack: StackView,
  limits: Limits,
): (() => readonly AddressRange[])[] {
  const blocks = destinations.map((path) => () => {
    const texts = at(path).texts();
    return texts.filter((text) => text !== "").flatMap(possiblyIn);
  });
  const listed = () => {
    const id = at("destinationPrefixListId");
    if (!isNamed(id)) return [];
    const named = { stack, view, property: property("destinationPrefixListId"), id, limits };
    const { answers, open } = addressesOf({ ...named, all: [id] });
    // What is known of it may be enough.
    if (open.length > 0 && !isInternet(answers, limits)) throw id.undecidable();
    return answers;
  };
  return [...blocks, listed];
}
