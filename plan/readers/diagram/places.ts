import type { Box } from "./boxes.ts";
import { boxesIn, type Diagram, type DrawnNetwork } from "./model.ts";

/** What of one system is in no network. */
export interface Outside {
  readonly system: string | undefined;
  readonly boxes: readonly Box[];
}

/** A part of the picture with a frame of its own. */
export type Place = DrawnNetwork | Outside;

/**
 * The parts of the picture in the order in which Graphviz is to set them: each network after what is
 * outside and leads to it, or is led to from it; then the rest. Neighbours make short arrows.
 */
export function placesOf({ networks, outside, flows, uses }: Diagram): Place[] {
  const parts = [...Map.groupBy(outside, ({ system }) => system)].map(([system, boxes]) => ({
    system,
    boxes,
  }));
  const neighbour = ({ boxes }: Outside) => {
    const own = new Set(boxes.map(({ id }) => id));
    const others = [...flows, ...uses].flatMap(({ from, to }) =>
      own.has(from) || own.has(to) ? [from, to] : [],
    );
    return networks.find((network) => boxesIn([network]).some(({ id }) => others.includes(id)));
  };
  const byNetwork = Map.groupBy(parts, neighbour);
  return [
    ...networks.flatMap((network) => [...(byNetwork.get(network) ?? []), network]),
    ...(byNetwork.get(undefined) ?? []),
  ];
}

/** Whether it is a VPC, and not what is outside of all. */
export function isNetwork(place: Place): place is DrawnNetwork {
  return "tiers" in place;
}

/** The boxes of a part. */
export function boxesOfPlace(place: Place): readonly Box[] {
  return isNetwork(place) ? boxesIn([place]) : place.boxes;
}
