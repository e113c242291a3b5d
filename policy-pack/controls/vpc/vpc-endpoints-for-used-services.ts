import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, every, fail, notApplicable, pass, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { once } from "../shared/once.ts";
import { CALLER_TYPES, callersIn, isCalledFrom } from "./callers.ts";
import { ENDPOINT_PARTS, isOwnRegion, isReachable, serves } from "./endpoints.ts";
import { serviceIn, serviceTypes, USED_BY } from "./endpointServices.ts";
import { type Limits, limits } from "./internet.ts";
import { demandPlaced, ofVpc } from "./owners.ts";
import { leadsToInternet, leadsToNat, ROUTE_TYPES, tablesOf } from "./routes.ts";
import { SUBNET, VPC_ENDPOINT, VPC_TYPES } from "./types.ts";

export const vpcEndpointsForUsedServices = defineControl({
  id: "vpc-endpoints-for-used-services",
  title: "Private subnets reach AWS services through VPC endpoints",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.10", "EC2.55", "EC2.56", "EC2.57"],
    cis3: [],
    cis7: [],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Secrets and data leave the network, so that no endpoint policy can say to which account.",
  remedy: "Add a VpcEndpoint for the service, or take it from services where NAT is accepted",
  types: VPC_TYPES,
  related: [
    SUBNET,
    VPC_ENDPOINT,
    ...ENDPOINT_PARTS,
    ...ROUTE_TYPES,
    ...Object.values(USED_BY).flat(),
    ...CALLER_TYPES,
  ],
  parameters: {
    ...limits,
    services: textsOf(
      Object.keys(USED_BY),
      "Services that must be reached through an endpoint by each VPC that may call them.",
    ),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const inner = innerTables(stack, resource, parameters);
    if (inner.length === 0) return notApplicable;
    const calling = inner.filter((table) => leadsToNat(stack, table, parameters));
    const used = parameters.services.filter(
      (service) => stack.ofType(...serviceTypes(service)).length > 0,
    );
    const callers = once(() => callersIn(stack));
    const endpoints = ofVpc(stack, resource, VPC_ENDPOINT);
    return each(used, (service) => {
      const demands = [
        (endpoint: View) =>
          serviceIn(endpoint.at("serviceName").text ?? "") === service &&
          isOwnRegion(stack, endpoint),
        (endpoint: View) => isReachable(stack, endpoint),
        (endpoint: View) => serves(stack, endpoint, calling),
      ];
      const flaws = [
        `The VPC has no endpoint for ${service}`,
        `The endpoint for ${service} is not reached by the service's own name`,
        `The endpoint for ${service} is not in each private route table`,
      ];
      const missed = () =>
        demands.findIndex(
          (_, index) =>
            !some(endpoints, (endpoint) =>
              every(demands.slice(0, index + 1), (holds) => holds(endpoint)),
            ),
        );
      // Where nobody calls the service, it does not matter whether its endpoint is known.
      const isFlawed = [() => missed() >= 0, () => isCalledFrom(resource, callers(), service)];
      return every(isFlawed, (holds) => holds()) ? fail(flaws[missed()] ?? "") : pass;
    });
  },
});

/** The route tables of a VPC's subnets that lead to no internet gateway. */
function innerTables(stack: StackView, vpc: View, limits: Limits): View[] {
  // One that may be this VPC's may call out by another table.
  demandPlaced(stack, SUBNET, "vpcId", VPC_TYPES);
  const tables = ofVpc(stack, vpc, SUBNET).flatMap((subnet) => tablesOf(stack, subnet));
  return [...new Map(tables.map((table) => [table.urn, table])).values()].filter(
    (table) => !leadsToInternet(stack, table, limits),
  );
}
