import type { Resource } from "../graph/resource.ts";
import { type Ends, type Hop, stops } from "./path.ts";
import { type World, wordsOf } from "./world.ts";

/** The hop to something in another region than the one that is reached; undefined where any is. */
export function farHop(
  world: World,
  ends: Ends,
  target: Resource,
  reached: string | undefined,
): Hop | undefined {
  const region = world.region(target);
  if (reached === undefined || reached === region) return undefined;
  return stops(
    ends,
    `${ends.to} is in ${region}, and ${ends.from} in ${reached} can't deliver this there`,
    `Let ${ends.from} use a ${wordsOf(target.type)} in ${reached}.`,
  );
}
