import type { Resource } from "../../graph/resource.ts";
import {
  isProperties,
  isUnknown,
  type Properties,
  textOf,
  UNKNOWN,
  type Value,
} from "../../graph/value.ts";
import { listOf } from "../../readers/inventory.ts";
import { isWatched } from "../logs/managed.ts";
import { type Ends, type Hop, passes, stops, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import { nameOf, wordsOf, type World } from "../world.ts";
import type { Asked } from "./asked.ts";
import {
  BILLED_IN,
  CLUSTER_METRICS,
  FIXED,
  GROUP_METRICS,
  MEASURED,
  OF_NODES,
} from "./published.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/**
 * Whether what an alarm watches is there and is measured in the alarm's region; undefined where the
 * namespace is not one of AWS's that is known here.
 */
export function measuredHop(world: World, alarm: Resource, asked: Asked): Hop | undefined {
  const measured = MEASURED[asked.namespace];
  const to = world.label(alarm);
  if (measured === undefined) return ofAws(asked, to);
  const published = measured.metrics.filter(
    ({ names }) => names === undefined || names.includes(asked.name),
  );
  if (published.length === 0) {
    const why = `no metric of ${asked.namespace} that is known here is called ${asked.name}, so it can't be shown that ${to} ever goes off`;
    const remedy = `Let ${to} ask for a metric by the name that AWS gives it.`;
    return unknown({ from: metricOf(asked), to }, why, remedy);
  }
  const dimensions = dimensionsOf(world, alarm, asked, measured.of);
  const names = Object.keys(dimensions ?? {}).sort();
  const isWhole = published
    .flatMap(({ by }) => by)
    .some((set) => set.length === names.length && set.every((name) => names.includes(name)));
  const odd = names.find((name) => (FIXED[name] ?? dimensions?.[name]) !== dimensions?.[name]);
  if (dimensions === undefined || !isWhole || odd !== undefined) {
    return unpublished(asked, to, dimensions ?? {}, published);
  }
  if (Object.keys(measured.of).length === 0) return accountHop(world, alarm, asked);
  const things = Object.entries(measured.of).flatMap(([name, type]): Watched[] => {
    const value = dimensions[name];
    return value === undefined ? [] : [{ name, type, value }];
  });
  const hops = things.map((watched) => thingHop(world, alarm, asked, watched));
  const failing = hops.find(({ verdict }) => verdict !== "passes");
  return failing ?? apartHop(world, alarm, asked, things) ?? hops.at(-1);
}

/** What AWS measures of the account as a whole, in one region. */
function accountHop(world: World, alarm: Resource, asked: Asked): Hop {
  const ends = { from: metricOf(asked), to: world.label(alarm) };
  const region = world.region(alarm);
  if (region === BILLED_IN) return passes(ends, "it is measured of the account");
  const why = `it is measured in ${BILLED_IN}, and ${ends.to} is in ${region}, so it never goes off`;
  return stops(ends, why, `Put ${ends.to} and its topic into ${BILLED_IN}.`);
}

/** A thing as a dimension names it. */
interface Watched {
  readonly name: string;
  readonly type: string;
  readonly value: Value;
}

/**
 * The dimensions, where it is known which they are; their values may be unknown. Of those whose
 * values are all missing until AWS tells them, what they come from says which they are.
 */
function dimensionsOf(
  world: World,
  alarm: Resource,
  { dimensions, property }: Asked,
  of: Readonly<Record<string, string>>,
): Properties | undefined {
  if (!isProperties(dimensions) || isUnknown(dimensions)) return undefined;
  if (Object.keys(dimensions).length > 0) return dimensions;
  const origins = Object.entries(of).filter(
    ([, type]) => world.inventory.sources(alarm, property, type).length > 0,
  );
  return Object.fromEntries(origins.map(([name]) => [name, UNKNOWN]));
}

/** By these dimensions AWS measures nothing. */
function unpublished(
  asked: Asked,
  to: string,
  dimensions: Properties,
  published: readonly { readonly by: readonly (readonly string[])[] }[],
): Hop {
  const valued = (name: string, value: Value | undefined) =>
    FIXED[name] === undefined ? name : `${name}=${textOf(value)}`;
  const by =
    Object.entries(dimensions)
      .map(([name, value]) => valued(name, value))
      .sort()
      .join(" and ") || "no dimension";
  const sets = published
    .flatMap((one) => one.by)
    .map((set) => set.map((name) => valued(name, FIXED[name])).join(" and "));
  const what = isUnknown(asked.dimensions)
    ? `by what ${to} asks for its metric is unknown`
    : `what ${asked.namespace} measures by ${by} is not known here`;
  const why = `${what}, so it can't be shown that ${to} ever goes off`;
  const remedy = `Let ${to} ask for its metric by ${sets.join(", or by ")}.`;
  return unknown({ from: metricOf(asked), to }, why, remedy);
}

/** A service that is not of the cluster beside which the alarm names it. */
function apartHop(
  world: World,
  alarm: Resource,
  asked: Asked,
  things: readonly Watched[],
): Hop | undefined {
  const [cluster, service] = [TYPE.cluster, "aws:ecs/service:Service"].map((type) => {
    const watched = things.find((one) => one.type === type);
    return watched && thingOf(world, alarm, asked, watched);
  });
  if (cluster === undefined || service === undefined) return undefined;
  const ends = { from: world.label(service), to: world.label(alarm) };
  const own = clusterOf(world, service);
  if (own === cluster) return undefined;
  const asks = world.label(cluster);
  if (own === undefined) {
    const why = `${ends.from} may not be in ${asks}, so it can't be shown that ${ends.to} ever goes off`;
    return unknown(ends, why, `Put ${ends.from} into a cluster of this stack.`);
  }
  const is = world.label(own);
  const why = `${ends.from} is in ${is}, and ${ends.to} asks for it in ${asks}, so it never goes off`;
  return stops(ends, why, `Let ${ends.to} ask for the cluster of ${ends.from}.`);
}

/** A service names its cluster by name or by ARN. */
function clusterOf(world: World, service: Resource): Resource | undefined {
  const { cluster } = service.inputs;
  const name = typeof cluster === "string" ? cluster.split("/").at(-1) : undefined;
  return name === undefined
    ? world.find(service, "cluster", TYPE.cluster, cluster).resource
    : world.named(TYPE.cluster, name, service).resource;
}

/** Other services of AWS fill their metrics as well, under names that are not known here. */
function ofAws(asked: Asked, to: string): Hop | undefined {
  if (!asked.namespace.startsWith("AWS/")) return undefined;
  const why = `what ${asked.namespace} measures is not known here, so it can't be shown that ${to} ever goes off`;
  const remedy = `Name the namespace as AWS does, or teach the plan what ${asked.namespace} measures.`;
  return unknown({ from: metricOf(asked), to }, why, remedy);
}

function thingHop(world: World, alarm: Resource, asked: Asked, watched: Watched): Hop {
  const { type, value } = watched;
  const to = world.label(alarm);
  const thing = thingOf(world, alarm, asked, watched);
  if (thing === undefined) {
    const noun = wordsOf(type);
    const why = `no ${noun} of this stack is called ${textOf(value)}, so it can't be shown that ${to} ever goes off`;
    const ends = { from: `${noun} ${textOf(value)}`, to };
    return unknown(ends, why, `Let ${to} watch a ${noun} of this stack.`);
  }
  const ends = { from: world.label(thing), to };
  const [home, region] = [homeOf(world, thing), world.region(alarm)];
  if (home !== region) {
    const why = `${ends.from} is measured in ${home}, and ${to} is in ${region}, so it never goes off`;
    return stops(ends, why, `Put ${to} and its topic into ${home}.`);
  }
  return unasked(asked, thing, ends) ?? passes(ends, `${metricOf(asked)} is measured of it`);
}

/** What a thing measures only where it is told to. */
function unasked(asked: Asked, thing: Resource, ends: Ends): Hop | undefined {
  if (asked.namespace === CLUSTER_METRICS && thing.type === TYPE.cluster && !isWatched(thing)) {
    const why = `Container Insights is not on in ${ends.from}, so ${ends.to} never goes off`;
    return stops(ends, why, `Set containerInsights of ${ends.from} to enabled.`);
  }
  const { enabledMetrics } = thing.inputs;
  if (asked.namespace === GROUP_METRICS && !listOf(enabledMetrics).includes(asked.name)) {
    const why = `${ends.from} does not count ${asked.name}, so ${ends.to} never goes off`;
    return stops(ends, why, `Name ${asked.name} among enabledMetrics of ${ends.from}.`);
  }
  return undefined;
}

/** By its name or by that of a node of it, or by what the alarm got its dimensions from. */
function thingOf(
  world: World,
  alarm: Resource,
  { property }: Asked,
  { name, type, value }: Watched,
): Resource | undefined {
  const alike = world.ofType(type).filter((thing) => {
    const own = calledOf(thing);
    if (own === undefined || typeof value !== "string") return false;
    return value === own || (OF_NODES.includes(name) && value.startsWith(`${own}-`));
  });
  const named = alike.find((thing) => homeOf(world, thing) === world.region(alarm)) ?? alike[0];
  // A name that is known says it better than an origin.
  return (
    named ??
    world.inventory
      .sources(alarm, property, type)
      .find((thing) => typeof value !== "string" || calledOf(thing) === undefined)
  );
}

function calledOf(thing: Resource): string | undefined {
  const { replicationGroupId } = thing.inputs;
  return typeof replicationGroupId === "string" ? replicationGroupId : nameOf(thing);
}

/** CloudFront is measured in one region. Source: CloudFront guide, "Monitoring CloudFront metrics". */
function homeOf(world: World, thing: Resource): string {
  return thing.type === DISTRIBUTION ? "us-east-1" : world.region(thing);
}

function metricOf({ namespace, name }: Asked): string {
  return `${namespace} ${name}`;
}
