import type { Graph, Resource } from "../../graph/resource.ts";
import { systemsByUrn } from "../systems.ts";
import { type Aside, asidesOf } from "./aside.ts";
import { type Box, boxesOf, foldedAlike, idOf, isBoxed, type Systems } from "./boxes.ts";
import { type Flow, flowsOf } from "./flows.ts";
import { subnetsOf, type Tier, tiersOf, zoneOf } from "./network.ts";
import { Inventory, textOf } from "../inventory.ts";
import { type Use, usesOf } from "./uses.ts";

/** A tier with what stands in it. */
export interface DrawnTier extends Tier {
  readonly boxes: readonly Box[];
}

/** A VPC as it is drawn: its tiers as clusters, and what stands in each. */
export interface DrawnNetwork {
  readonly id: string;
  /** The system that owns it, if one does. */
  readonly system?: string | undefined;
  readonly cidr: string;
  readonly region: string;
  readonly zones: readonly string[];
  /** From the internet inwards. */
  readonly tiers: readonly DrawnTier[];
}

/** What a box does with another, whatever security groups say. */
export interface DrawnUse {
  readonly from: string;
  readonly to: string;
  /** `reads and writes`, or the events that one sends. */
  readonly what: string;
}

/** What the diagram shows, before it is drawn. */
export interface Diagram {
  readonly title: string;
  readonly networks: readonly DrawnNetwork[];
  /** Boxes outside every network, such as CloudFront. */
  readonly outside: readonly Box[];
  readonly flows: readonly Flow[];
  readonly uses: readonly DrawnUse[];
  readonly asides: readonly Aside[];
}

/** Reads the architecture out of a graph; it knows resource types, never a system. */
export function diagramOf(graph: Graph): Diagram {
  // By name: the order of registration hangs on which promise is settled first. Parents come first.
  const resources = graph.resources.toSorted(
    (a, b) => depthOf(a) - depthOf(b) || (a.urn < b.urn ? -1 : 1),
  );
  const sorted = { ...graph, resources };
  const inventory = new Inventory(sorted);
  const systems = systemsByUrn(sorted);
  const uses = usesOf(sorted, systems);
  const used = new Set(uses.flatMap(({ from, to }) => [from, to]));
  const boxed = resources.filter((resource) => isBoxed(resource, used));

  const single = networksOf(boxed, inventory, systems);
  const placed = new Set(boxesIn(single).flatMap(({ members }) => members));
  const loose = boxed.filter((resource) => !placed.has(resource));
  const outside = boxesOf(loose, inventory, systems);
  const all = [...outside, ...boxesIn(single)];
  const links = [...flowsOf(all, inventory), ...drawnUses(uses, all)];
  const networks = single.map((network) => ({
    ...network,
    tiers: network.tiers.map((tier) => ({
      ...tier,
      boxes: foldedAlike(tier.boxes, links, inventory),
    })),
  }));
  const boxes = [...outside, ...boxesIn(networks)];
  return {
    title: `${graph.project} ${graph.stack}`,
    networks,
    outside,
    flows: flowsOf(boxes, inventory),
    uses: drawnUses(uses, boxes),
    asides: asidesOf(inventory, systems),
  };
}

/** Types in a URN are qualified by those of all parents. */
function depthOf({ urn }: Resource): number {
  return urn.split("$").length;
}

/** The boxes inside networks. */
export function boxesIn(networks: readonly DrawnNetwork[]): Box[] {
  return networks.flatMap(({ tiers }) => tiers.flatMap(({ boxes }) => boxes));
}

function networksOf(
  boxed: readonly Resource[],
  inventory: Inventory,
  systems: Systems,
): DrawnNetwork[] {
  return inventory.ofType("aws:ec2/vpc:Vpc").map((vpc) => {
    const tiers = tiersOf(vpc, inventory).map((tier) => {
      const inTier = boxed.filter((resource) => {
        const [subnet] = subnetsOf(resource, inventory);
        return subnet !== undefined && tier.subnets.includes(subnet);
      });
      return { ...tier, boxes: boxesOf(inTier, inventory, systems) };
    });
    return {
      id: idOf(vpc),
      system: systems.get(vpc.urn),
      cidr: textOf(vpc.inputs["cidrBlock"], "addresses assigned by AWS"),
      region: inventory.region(vpc),
      zones: [...new Set(tiers.flatMap(({ subnets }) => subnets.map(zoneOf)))],
      tiers,
    };
  });
}

/** One for each pair of boxes and what they do. */
function drawnUses(uses: readonly Use[], boxes: readonly Box[]): DrawnUse[] {
  const holder = (resource: Resource) => boxes.find(({ members }) => members.includes(resource));
  const drawn = uses.flatMap(({ from, to, what }) => {
    const [source, target] = [holder(from), holder(to)];
    return source && target ? [{ from: source.id, to: target.id, what }] : [];
  });
  return [...new Map(drawn.map((use) => [JSON.stringify(use), use])).values()];
}
