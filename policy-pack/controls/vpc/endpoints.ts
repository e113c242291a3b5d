import type { StackView } from "../../engine/associations.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { regionOf } from "../shared/region.ts";
import { TABLE_TYPES } from "./routes.ts";

const ROUTE_ASSOCIATION =
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
const SUBNET_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";
const PRIVATE_DNS = "aws:vpc/endpointPrivateDns:EndpointPrivateDns";

/** What an endpoint can have beside itself. */
export const ENDPOINT_PARTS = [ROUTE_ASSOCIATION, SUBNET_ASSOCIATION, PRIVATE_DNS];

/** A gateway is a route; an interface is an address, which clients find by the service's name. */
function isGateway(endpoint: View): boolean {
  return (endpoint.at("vpcEndpointType").text ?? "Gateway") === "Gateway";
}

/** Whether the service is the one of the endpoint's own region, which is what clients call. */
export function isOwnRegion(stack: StackView, endpoint: View): boolean {
  const region = endpoint.at("serviceRegion").text ?? "";
  return region === "" || region === regionOf(stack, endpoint);
}

/** Whether clients that know no endpoint get there: without private names they go to the internet. */
export function isReachable(stack: StackView, endpoint: View): boolean {
  if (isGateway(endpoint)) return true;
  const parts = (type: string) => stack.related(endpoint, type, "vpcEndpointId");
  const named = [
    () => endpoint.at("privateDnsEnabled").flag === true,
    () => some(parts(PRIVATE_DNS), (one) => one.at("privateDnsEnabled").flag === true),
  ];
  const placed = [
    () => endpoint.at("subnetIds").items().length > 0,
    () => endpoint.at("subnetConfigurations").items().length > 0,
    () => parts(SUBNET_ASSOCIATION).length > 0,
  ];
  return every([named, placed], (ways) => some(ways, (way) => way()));
}

/** Whether the endpoint serves all of these route tables, and one at least. */
export function serves(stack: StackView, endpoint: View, tables: readonly View[]): boolean {
  if (!isGateway(endpoint)) return true;
  const associations = stack.related(endpoint, ROUTE_ASSOCIATION, "vpcEndpointId");
  const served = [
    ...TABLE_TYPES.flatMap((type) => stack.references(endpoint, "routeTableIds", type)),
    ...associations.flatMap((association) =>
      TABLE_TYPES.flatMap((type) => stack.references(association, "routeTableId", type)),
    ),
  ].map(({ urn }) => urn);
  if (served.length > 0 && tables.every(({ urn }) => served.includes(urn))) return true;
  const ids = endpoint.at("routeTableIds");
  const unknown = ids.items().filter(({ kind }) => kind === "unknown");
  // More ids are unknown than there are tables that they are known to come from.
  if (unknown.length > served.length) throw ids.undecidable();
  return false;
}
