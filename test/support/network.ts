import type { AddressPlan } from "../../components/network/subnets.ts";
import { Vpc, type VpcArgs } from "../../components/network/vpc.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { RecordingArgs } from "../../plan/recorder.ts";
import { foundation } from "./fixtures.ts";
import { recorded } from "./graph.ts";

/** The addresses of a VPC with so many zones: 10.0.1.0/24 …, 10.0.11.0/24 …, 10.0.21.0/24 …. */
export function addressesFor(zones: number): AddressPlan {
  const tier = (first: number): string[] =>
    Array.from({ length: zones }, (_, index) => `10.0.${first + index}.0/24`);
  return {
    cidr: "10.0.0.0/16",
    publicSubnets: tier(1),
    applicationSubnets: tier(11),
    dataSubnets: tier(21),
  };
}

/** A VPC with one NAT gateway and no endpoint of the paid kind, inside a recorded program. */
export function testVpc(environment: Environment, overrides: Partial<VpcArgs> = {}): Vpc {
  return new Vpc("vpc", {
    environment,
    ...foundation(environment),
    ...addressesFor(environment.zoneIds.length),
    natGateways: "single",
    interfaceEndpoints: [],
    flowLogRetentionDays: 365,
    dataReplication: false,
    ...overrides,
  });
}

/** The graph of {@link testVpc} and the little that it stands on. */
export function recordedVpc(
  environment: Environment,
  overrides: Partial<VpcArgs> = {},
  mode: NonNullable<RecordingArgs["mode"]> = "preview",
): Promise<Graph> {
  return recorded(() => void testVpc(environment, overrides), { mode });
}

/** The resources that a property's value came from; found though the value itself is unknown. */
export function sourcesOf(graph: Graph, resource: Resource, property: string): Resource[] {
  const urns = resource.propertyDependencies[property] ?? [];
  return graph.resources.filter(({ urn }) => urns.includes(urn));
}
