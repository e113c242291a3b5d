import type { Graph } from "../../graph/resource.ts";
import { type Aside, asidesOf } from "./aside.ts";
import { type Box, boxesOf, isBoxed } from "./boxes.ts";
import { type Flow, flowsOf } from "./flows.ts";
import { subnetsOf, type Tier, tiersOf, zoneOf } from "./network.ts";
import { Inventory, textOf } from "../inventory.ts";

/** A tier with what stands in it. */
export interface DrawnTier extends Tier {
  readonly boxes: readonly Box[];
}

/** A VPC as it is drawn: its tiers as clusters, and what stands in each. */
export interface DrawnNetwork {
  readonly id: string;
  readonly cidr: string;
  readonly region: string;
  readonly zones: readonly string[];
  /** From the internet inwards. */
  readonly tiers: readonly DrawnTier[];
}

/** What the diagram shows, before it is drawn. */
export interface Diagram {
  readonly title: string;
  readonly networks: readonly DrawnNetwork[];
  /** Boxes outside every network, such as CloudFront. */
  readonly outside: readonly Box[];
  readonly flows: readonly Flow[];
  readonly asides: readonly Aside[];
}

/** Reads the architecture out of a graph; it knows resource types, never a system. */
export function diagramOf(graph: Graph): Diagram {
  // By name: the order of registration hangs on which promise is settled first.
  const resources = graph.resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
  const inventory = new Inventory({ ...graph, resources });
  const boxed = resources.filter(isBoxed);
  const networks = inventory.ofType("aws:ec2/vpc:Vpc").map((vpc) => {
    const tiers = tiersOf(vpc, inventory).map((tier) => {
      const inTier = boxed.filter((resource) => {
        const [subnet] = subnetsOf(resource, inventory);
        return subnet !== undefined && tier.subnets.includes(subnet);
      });
      return { ...tier, boxes: boxesOf(inTier, inventory) };
    });
    return {
      id: vpc.name,
      cidr: textOf(vpc.inputs["cidrBlock"], "addresses assigned by AWS"),
      region: inventory.region(vpc),
      zones: [...new Set(tiers.flatMap(({ subnets }) => subnets.map(zoneOf)))],
      tiers,
    };
  });
  const inside = networks.flatMap(({ tiers }) => tiers.flatMap(({ boxes }) => boxes));
  const placed = new Set(inside.flatMap(({ members }) => members));
  const outside = boxesOf(
    boxed.filter((resource) => !placed.has(resource)),
    inventory,
  );
  return {
    title: `${graph.project} ${graph.stack}`,
    networks,
    outside,
    flows: flowsOf([...outside, ...inside], inventory),
    asides: asidesOf(inventory),
  };
}
