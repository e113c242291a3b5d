import type { Resource } from "../../graph/resource.ts";
import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { allPass, type Hop, passes, type Path, stops, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import type { Found, World } from "../world.ts";
import { namesIn } from "./asked.ts";
import { putHops } from "./hosts.ts";
import { measuredHop } from "./measured.ts";

/** A metric as an alarm asks for it. */
export interface Metric {
  readonly namespace: Value;
  readonly name: Value;
  readonly dimensions: Value | undefined;
  /** Input of the alarm in which it stands. */
  readonly property: string;
}

/** The metrics that an alarm watches: its own, or those of its queries. */
export function metricsOf({ inputs }: Resource): Metric[] {
  const queries = listOf(inputs["metricQueries"]).map((query) => valueAt(query, "metric"));
  return [inputs, ...queries].flatMap((source) => {
    const namespace = valueAt(source, "namespace");
    if (namespace === undefined) return [];
    const name = valueAt(source, "metricName") ?? null;
    const property = source === inputs ? "dimensions" : "metricQueries";
    return [{ namespace, name, dimensions: valueAt(source, "dimensions"), property }];
  });
}

/** From what is measured, what a host tells, or each log whose lines are counted, to each alarm. */
export function metricPaths(world: World, logs: readonly Path[]): Path[] {
  const written = new Set(logs.flatMap(({ hops }) => hops.map(({ to }) => to)));
  const path = ({ urn }: Resource, hops: readonly Hop[]): Path => ({
    kind: "alert",
    group: "Metrics",
    source: urn,
    hops,
  });
  const asked = world
    .ofType(TYPE.alarm)
    .flatMap((alarm) =>
      metricsOf(alarm).map((metric) => path(alarm, hopsOf(world, alarm, metric, written))),
    );
  const unread = world
    .ofType(TYPE.metricFilter)
    .flatMap((filter) => (isRead(world, filter) ? [] : [path(filter, [unreadHop(world, filter)])]));
  return [...asked, ...unread];
}

/** Whether an alarm waits for what a filter counts, or a dashboard draws it. */
function isRead(world: World, filter: Resource): boolean {
  const byAlarm = world
    .ofType(TYPE.alarm)
    .some(
      (alarm) =>
        world.region(alarm) === world.region(filter) &&
        metricsOf(alarm).some((metric) => isFilledBy(filter, metric)),
    );
  const filled = filter.inputs["metricTransformation"];
  const drawn = JSON.stringify([valueAt(filled, "namespace"), valueAt(filled, "name")]).slice(
    0,
    -1,
  );
  const boards = world.ofType(TYPE.dashboard).map(({ inputs }) => textOf(inputs["dashboardBody"]));
  return byAlarm || boards.some((body) => body.includes(drawn));
}

function unreadHop(world: World, filter: Resource): Hop {
  const from = world.label(filter);
  const name = textOf(valueAt(filter.inputs["metricTransformation"], "name"));
  const why = `neither an alarm nor a dashboard reads ${name}, which ${from} fills`;
  const remedy = `Let an alarm read what ${from} fills, or take it away.`;
  return stops({ from, to: "nobody" }, why, remedy);
}

function hopsOf(
  world: World,
  alarm: Resource,
  metric: Metric,
  written: ReadonlySet<string>,
): Hop[] {
  const { namespace, name } = metric;
  const to = world.label(alarm);
  if (typeof namespace !== "string" || typeof name !== "string") {
    const why = `which metric ${to} watches is unknown, so it can't be shown that anything fills it`;
    const remedy = `Name the metric of ${to} with values that are known before anything exists.`;
    return [unknown({ from: "a metric", to }, why, remedy)];
  }
  const measured = measuredHop(world, alarm, { ...metric, namespace, name });
  if (measured) return [measured];
  const put = putHops(world, alarm, { ...metric, namespace, name });
  if (put) return put;
  const filters = world
    .ofType(TYPE.metricFilter)
    .filter((filter) => world.region(filter) === world.region(alarm) && isFilledBy(filter, metric));
  const ways = filters.map((filter) => filterHops(world, alarm, filter, metric, written));
  const [first] = ways;
  if (first !== undefined) return ways.find(allPass) ?? first;
  const why = `no metric filter fills ${name} of ${namespace}, so ${to} never goes off`;
  const remedy = `Add a metric filter that fills it, or let ${to} watch a metric that is filled.`;
  return [stops({ from: `metric ${name}`, to }, why, remedy)];
}

function isFilledBy({ inputs }: Resource, { namespace, name }: Metric): boolean {
  const filled = inputs["metricTransformation"];
  return valueAt(filled, "namespace") === namespace && valueAt(filled, "name") === name;
}

function filterHops(
  world: World,
  alarm: Resource,
  filter: Resource,
  { dimensions }: Metric,
  written: ReadonlySet<string>,
): Hop[] {
  const { logGroupName, metricTransformation } = filter.inputs;
  const found = world.find(filter, "logGroupName", TYPE.logGroup, logGroupName);
  const via = world.label(filter);
  const counts = countsHop(world, filter, found, written);
  const ends = { from: via, to: world.label(alarm) };
  const [filled, asked] = [
    namesIn(valueAt(metricTransformation, "dimensions")),
    namesIn(dimensions),
  ];
  const told =
    filled === asked
      ? passes(ends, "it fills the metric")
      : stops(
          ends,
          `${via} fills its metric by ${filled}, and ${ends.to} asks for it by ${asked}`,
          `Let ${ends.to} ask for its metric by ${filled}.`,
        );
  return [counts, told];
}

/** Whether a filter counts anything. Source: CloudWatch Logs guide, "Log classes". */
function countsHop(
  world: World,
  filter: Resource,
  { resource: group, outside }: Found,
  written: ReadonlySet<string>,
): Hop {
  const via = world.label(filter);
  if (group === undefined) {
    return unknown(
      { from: `log group ${outside ?? "?"}`, to: via },
      `the log group is not of this stack, so it can't be shown that ${via} counts anything`,
      `Let ${via} read a log group of this stack.`,
    );
  }
  const from = world.label(group);
  const ends = { from, to: via };
  const [home, region] = [world.region(group), world.region(filter)];
  if (home !== region) {
    const why = `${from} is in ${home}, and ${via} counts nothing but what is in ${region}`;
    return stops(ends, why, `Put ${via} into ${home}.`);
  }
  const kind = group.inputs["logGroupClass"] ?? "STANDARD";
  if (kind !== "STANDARD") {
    const why = `${from} is of class ${textOf(kind)}, in which metric filters count nothing`;
    return stops(ends, why, `Give ${from} the class STANDARD.`);
  }
  return written.has(from)
    ? passes(ends, "it counts lines of a log that is written")
    : stops(ends, `nothing of this stack writes to ${from}`, `Let something write to ${from}.`);
}
