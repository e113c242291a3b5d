import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, notApplicable } from "../../engine/verdict.ts";
import { limits } from "./internet.ts";
import { leadsToInternet, ROUTE_TYPES, tablesOf } from "./routes.ts";
import { DATA_SUBNET_TYPES, isDeclaredInner } from "./subnetTier.ts";
import { DEFAULT_SUBNET, SUBNET } from "./types.ts";

export const routePrivateSubnetNoIgw = defineControl({
  id: "route-private-subnet-no-igw",
  title: "Private subnets have no way to an internet gateway",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-4", "SC-7", "SC-7(5)"] },
  cause: "What is meant to be private is one public address away from the internet.",
  remedy: "Remove the route, or associate the subnet with a table that leads to NAT or nowhere",
  types: [SUBNET, DEFAULT_SUBNET],
  related: [...ROUTE_TYPES, ...DATA_SUBNET_TYPES],
  parameters: {
    ...limits,
    innerWords: textsOf(
      ["private", "isolated", "internal", "intra", "application", "app", "data", "database", "db"],
      "Words in the tags tier and Name, or in the logical name, of a subnet that is not public.",
    ),
    outerWords: textsOf(
      ["public", "edge", "dmz"],
      "Words there of a subnet that is public; they outweigh the others.",
    ),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const { innerWords, outerWords } = parameters;
    if (!isDeclaredInner(stack, resource, innerWords, outerWords)) return notApplicable;
    return each(tablesOf(stack, resource), (table) =>
      expect(
        !leadsToInternet(stack, table, parameters),
        `${table.name} leads the private subnet to an internet gateway`,
      ),
    );
  },
});
