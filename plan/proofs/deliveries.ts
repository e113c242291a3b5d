import type { Graph } from "../graph/resource.ts";
import { alarmPaths } from "./alerts/alarms.ts";
import { failurePaths, schedulePaths, toldPaths } from "./alerts/calls.ts";
import { anomalyPaths, budgetPaths } from "./alerts/costs.ts";
import { eventPaths } from "./alerts/events.ts";
import { undeliveredPaths } from "./alerts/undelivered.ts";
import { otherPaths } from "./alerts/others.ts";
import { bucketLogPaths, configPaths, trailPaths } from "./logs/account.ts";
import { containerLogPaths, functionLogPaths, shellLogPaths } from "./logs/compute.ts";
import {
  cacheLogPaths,
  containerMetricPaths,
  databaseLogPaths,
  distributionLogPaths,
  queryLogPaths,
} from "./logs/managed.ts";
import { balancerLogPaths, firewallLogPaths, flowLogPaths } from "./logs/network.ts";
import type { Path } from "./path.ts";
import { World } from "./world.ts";

/** Everything that starts a delivery, in the order in which a person reads of it. */
const SOURCES: readonly ((world: World) => Path[])[] = [
  alarmPaths,
  eventPaths,
  budgetPaths,
  anomalyPaths,
  schedulePaths,
  toldPaths,
  failurePaths,
  undeliveredPaths,
  otherPaths,
  trailPaths,
  configPaths,
  flowLogPaths,
  firewallLogPaths,
  balancerLogPaths,
  distributionLogPaths,
  queryLogPaths,
  bucketLogPaths,
  functionLogPaths,
  containerLogPaths,
  shellLogPaths,
  containerMetricPaths,
  databaseLogPaths,
  cacheLogPaths,
];

/** Every alert and every log of a stack, walked from where it starts to who reads it. */
export function deliveriesOf(graph: Graph): Path[] {
  const world = new World(graph);
  return SOURCES.flatMap((paths) => paths(world));
}
