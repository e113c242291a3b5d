import type { Resource } from "../../graph/resource.ts";
import { isProperties, isUnknown, textOf, UNKNOWN, type Value } from "../../graph/value.ts";
import { isWatched } from "../logs/managed.ts";
import { type Hop, passes, stops, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import { nameOf, wordsOf, type World } from "../world.ts";

/** A metric of one of AWS's services, as an alarm asks for it. */
interface Asked {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Value | undefined;
  /** Input of the alarm in which it stands. */
  readonly property: string;
}

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const OF_SERVICES = { ClusterName: TYPE.cluster, ServiceName: "aws:ecs/service:Service" };
const OF_CLUSTERS = "ECS/ContainerInsights";

/**
 * What AWS's services measure, by namespace and by the dimension that names it; the service's guide
 * says so in its list of metrics.
 */
const MEASURED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS/ApplicationELB": {
    LoadBalancer: "aws:lb/loadBalancer:LoadBalancer",
    TargetGroup: "aws:lb/targetGroup:TargetGroup",
  },
  "AWS/Backup": { BackupVaultName: "aws:backup/vault:Vault" },
  "AWS/CloudFront": { DistributionId: DISTRIBUTION },
  "AWS/ECS": OF_SERVICES,
  "AWS/ElastiCache": {
    CacheClusterId: "aws:elasticache/replicationGroup:ReplicationGroup",
    ReplicationGroupId: "aws:elasticache/replicationGroup:ReplicationGroup",
  },
  "AWS/Events": { RuleName: TYPE.rule },
  "AWS/Lambda": { FunctionName: TYPE.function },
  "AWS/MemoryDB": { ClusterName: "aws:memorydb/cluster:Cluster" },
  "AWS/NATGateway": { NatGatewayId: "aws:ec2/natGateway:NatGateway" },
  "AWS/RDS": { DBInstanceIdentifier: "aws:rds/instance:Instance" },
  "AWS/SNS": { TopicName: TYPE.topic },
  "AWS/SQS": { QueueName: TYPE.queue },
  [OF_CLUSTERS]: OF_SERVICES,
};

/**
 * Whether what an alarm watches is there and is measured in the alarm's region; undefined where the
 * namespace is not one of AWS's that is known here.
 */
export function measuredHop(world: World, alarm: Resource, asked: Asked): Hop | undefined {
  const types = MEASURED[asked.namespace];
  const to = world.label(alarm);
  if (types === undefined) return ofAws(asked, to);
  const { dimensions } = asked;
  const of = isProperties(dimensions) && !isUnknown(dimensions) ? dimensions : {};
  // What only AWS will know may not even have a name yet.
  const isOpen = isProperties(dimensions) && Object.keys(of).length === 0;
  const isAsked = (name: string, type: string) =>
    isOpen ? originOf(world, alarm, asked, type) : of[name] !== undefined;
  const hops = Object.entries(types)
    .filter(([name, type]) => isAsked(name, type))
    .map(([name, type]) => thingHop(world, alarm, asked, type, of[name] ?? UNKNOWN));
  const [last] = hops.slice(-1);
  if (last) return hops.find(({ verdict }) => verdict !== "passes") ?? last;
  const by = Object.keys(of).sort().join(" and ") || "no dimension";
  const why = `what ${asked.namespace} measures by ${by} is not known here, so it can't be shown that ${to} ever goes off`;
  const remedy = `Let ${to} ask for its metric by ${Object.keys(types).join(" or ")}.`;
  return unknown({ from: metricOf(asked), to }, why, remedy);
}

/** Other services of AWS fill their metrics as well, under names that are not known here. */
function ofAws(asked: Asked, to: string): Hop | undefined {
  if (!asked.namespace.startsWith("AWS/")) return undefined;
  const why = `what ${asked.namespace} measures is not known here, so it can't be shown that ${to} ever goes off`;
  const remedy = `Name the namespace as AWS does, or teach the plan what ${asked.namespace} measures.`;
  return unknown({ from: metricOf(asked), to }, why, remedy);
}

function thingHop(world: World, alarm: Resource, asked: Asked, type: string, value: Value): Hop {
  const to = world.label(alarm);
  const thing = namedThing(world, type, value) ?? originOf(world, alarm, asked, type, value);
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
  if (asked.namespace === OF_CLUSTERS && type === TYPE.cluster && !isWatched(thing)) {
    const why = `Container Insights is not on in ${ends.from}, so ${to} never goes off`;
    return stops(ends, why, `Set containerInsights of ${ends.from} to enabled.`);
  }
  return passes(ends, `${metricOf(asked)} is measured of it`);
}

/** By its name, or by the name of a node of it. */
function namedThing(world: World, type: string, value: Value): Resource | undefined {
  if (typeof value !== "string") return undefined;
  return world.ofType(type).find((thing) => {
    const name = calledOf(thing);
    if (name === undefined) return false;
    return value === name || (NODES.test(type) && value.startsWith(`${name}-`));
  });
}

/** What an alarm got its dimensions from; a name that is known says it better. */
function originOf(
  world: World,
  alarm: Resource,
  { property }: Asked,
  type: string,
  value: Value = UNKNOWN,
): Resource | undefined {
  return world.inventory
    .sources(alarm, property, type)
    .find((thing) => typeof value !== "string" || calledOf(thing) === undefined);
}

function calledOf(thing: Resource): string | undefined {
  const { replicationGroupId } = thing.inputs;
  return typeof replicationGroupId === "string" ? replicationGroupId : nameOf(thing);
}

/** Types whose nodes are measured one by one. */
const NODES = /^aws:elasticache\//;

/** CloudFront is measured in one region. Source: CloudFront guide, "Monitoring CloudFront metrics". */
function homeOf(world: World, thing: Resource): string {
  return thing.type === DISTRIBUTION ? "us-east-1" : world.region(thing);
}

function metricOf({ namespace, name }: Asked): string {
  return `${namespace} ${name}`;
}
