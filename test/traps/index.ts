import { computeTraps } from "./compute.ts";
import { optionalComputeTraps } from "./computeOptional.ts";
import { edgeTraps } from "./edge.ts";
import { optionalEdgeTraps } from "./edgeCloudFront.ts";
import { networkTraps, optionalNetworkTraps } from "./network.ts";
import type { Trap } from "./trap.ts";

/** Traps of what every stack has; they hold on each shipped stack. */
export const TRAPS: readonly Trap[] = [...networkTraps, ...edgeTraps, ...computeTraps];

/** Traps of features that a stack may leave out; they hold where everything is on. */
export const OPTIONAL_TRAPS: readonly Trap[] = [
  ...optionalNetworkTraps,
  ...optionalEdgeTraps,
  ...optionalComputeTraps,
];
