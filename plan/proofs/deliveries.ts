import type { Graph } from "../graph/resource.ts";
import { alarmPaths } from "./alerts/alarms.ts";
import { failurePaths, schedulePaths, toldPaths } from "./alerts/calls.ts";
import { anomalyPaths, budgetPaths } from "./alerts/costs.ts";
import { eventPaths } from "./alerts/events.ts";
import { metricPaths } from "./alerts/metrics.ts";
import { otherPaths } from "./alerts/others.ts";
import { rivalPaths } from "./alerts/rivals.ts";
import { undeliveredPaths } from "./alerts/undelivered.ts";
import { keptPaths, lostCallPaths } from "./alerts/unheard.ts";
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

type Walk = (world: World) => Path[];

/** Everything that tells somebody, in the order in which a person reads of it. */
const ALERTS: readonly Walk[] = [
  alarmPaths,
  eventPaths,
  budgetPaths,
  anomalyPaths,
  schedulePaths,
  toldPaths,
  failurePaths,
  lostCallPaths,
  undeliveredPaths,
  keptPaths,
  rivalPaths,
  otherPaths,
];

/** Everything that writes a log. */
const LOGS: readonly Walk[] = [
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
  const walk = (walks: readonly Walk[]) => walks.flatMap((paths) => paths(world));
  const logs = walk(LOGS);
  return [...walk(ALERTS), ...metricPaths(world, logs), ...logs];
}
