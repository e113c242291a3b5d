import type { Resource } from "../../graph/resource.ts";
import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { takesAcls } from "../bucket.ts";
import { classHops, groupKeyHops, noGroup } from "../logGroup.ts";
import { type Hop, type Path, passes, stops, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import { type Found, nameOf, type World } from "../world.ts";
import { groupFound, logPath, serviceWriterHops } from "./writers.ts";

const DATABASE = "aws:rds/instance:Instance";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";
const DELIVERY_DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const QUERY_LOG = "aws:route53/queryLog:QueryLog";
const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Route 53 and CloudFront work here alone (T7, T26). */
const HOME = "us-east-1";

/** A service that writes with leave that AWS itself gives it, so that the key alone decides. */
function ownLeave(world: World, from: string, found: Found, why: string): Hop[] {
  const { resource: group } = found;
  if (group === undefined) return [noGroup(from, found)];
  const write = passes({ from, to: world.label(group) }, why);
  return [write, ...classHops(world, from, group), ...groupKeyHops(world, group)];
}

/** From each database to the groups of its exported logs. */
export function databaseLogPaths(world: World): Path[] {
  return world.ofType(DATABASE).flatMap((database) =>
    listOf(database.inputs["enabledCloudwatchLogsExports"]).map((kind) => {
      const name = nameOf(database) ?? database.name;
      const group = world.named(TYPE.logGroup, `/aws/rds/instance/${name}/${textOf(kind)}`);
      const from = `${textOf(kind)} log of database ${name}`;
      const why = "RDS writes with its service-linked role";
      return logPath("Database logs", database, ownLeave(world, from, group, why));
    }),
  );
}

/** From each cache to the groups of its logs. */
export function cacheLogPaths(world: World): Path[] {
  return world.ofType(REPLICATION_GROUP).flatMap((cache) =>
    listOf(cache.inputs["logDeliveryConfigurations"]).map((delivery) => {
      const from = `${textOf(valueAt(delivery, "logType"))} of cache ${textOf(cache.inputs["replicationGroupId"])}`;
      const destination = valueAt(delivery, "destination");
      if (valueAt(delivery, "destinationType") !== "cloudwatch-logs") {
        const why = "how the cache's logs come there is not known here";
        const hop = unknown({ from, to: textOf(destination) }, why, "Use a log group.");
        return logPath("Cache logs", cache, [hop]);
      }
      const group = groupFound(world, cache, "logDeliveryConfigurations", destination);
      const why = "ElastiCache adds the log policy by itself";
      return logPath("Cache logs", cache, ownLeave(world, from, group, why));
    }),
  );
}

/** Whether Container Insights counts what a cluster does. */
export function isWatched({ inputs }: Resource): boolean {
  return listOf(inputs["settings"]).some(
    (setting) =>
      valueAt(setting, "name") === "containerInsights" && valueAt(setting, "value") !== "disabled",
  );
}

/** From each cluster that is watched closely to the group of its figures. */
export function containerMetricPaths(world: World): Path[] {
  return world.ofType(TYPE.cluster).flatMap((cluster) => {
    if (!isWatched(cluster)) return [];
    const name = nameOf(cluster) ?? cluster.name;
    const group = world.named(TYPE.logGroup, `/aws/ecs/containerinsights/${name}/performance`);
    const why = "ECS writes with its service-linked role";
    const hops = ownLeave(world, `figures of cluster ${name}`, group, why);
    return [logPath("Container figures", cluster, hops)];
  });
}

/** From each zone to the group of its queries. */
export function queryLogPaths(world: World): Path[] {
  return world.ofType(QUERY_LOG).map((log) => {
    const label = `query log ${log.name}`;
    const group = groupFound(
      world,
      log,
      "cloudwatchLogGroupArn",
      log.inputs["cloudwatchLogGroupArn"],
    );
    const elsewhere = outsideHome(world, label, group.resource, "Route 53");
    if (elsewhere) return logPath("DNS query logs", log, [elsewhere]);
    const told = {
      "aws:SourceAccount": world.account,
      "aws:SourceArn": world.arn("route53", "", "hostedzone/*", ""),
    };
    const service = "route53.amazonaws.com";
    return logPath(
      "DNS query logs",
      log,
      serviceWriterHops(world, { label, service, told, group }),
    );
  });
}

function outsideHome(
  world: World,
  from: string,
  group: Resource | undefined,
  who: string,
): Hop | undefined {
  if (group === undefined || world.region(group) === HOME) return undefined;
  const to = world.label(group);
  return stops({ from, to }, `${who} writes only to ${HOME}`, `Put ${to} into ${HOME}.`);
}

/** From each distribution to its log: by deliveries of CloudWatch Logs, or the older way to a bucket. */
export function distributionLogPaths(world: World): Path[] {
  const delivered = world.ofType(DELIVERY).map((delivery) => {
    const label = `log delivery ${delivery.name}`;
    return logPath("Distribution logs", delivery, deliveryHops(world, label, delivery));
  });
  const older = world.ofType(DISTRIBUTION).flatMap((distribution) => {
    const settings = distribution.inputs["loggingConfig"];
    const host = valueAt(settings, "bucket");
    if (host === undefined) return [];
    return [logPath("Distribution logs", distribution, olderHops(world, distribution, host))];
  });
  return [...delivered, ...older];
}

function deliveryHops(world: World, label: string, delivery: Resource): Hop[] {
  const [destination] = world.inventory.sources(
    delivery,
    "deliveryDestinationArn",
    DELIVERY_DESTINATION,
  );
  const property = "deliveryDestinationConfiguration";
  const arn = valueAt(destination?.inputs[property], "destinationResourceArn");
  if (destination === undefined || (typeof arn === "string" && !arn.includes(":logs:"))) {
    const why =
      "the destination is no log group of this stack, so it can't be shown that it takes anything";
    const ends = { from: label, to: typeof arn === "string" ? arn : "a destination" };
    return [unknown(ends, why, `Let ${label} write to a log group of this stack.`)];
  }
  const group = groupFound(world, destination, property, arn);
  const region = world.region(delivery);
  const elsewhere = outsideHome(world, label, group.resource, "CloudFront");
  if (elsewhere) return [elsewhere];
  return serviceWriterHops(world, {
    label,
    service: "delivery.logs.amazonaws.com",
    told: {
      "aws:SourceAccount": world.account,
      "aws:SourceArn": world.arn("logs", region, `delivery-source:${delivery.name}`),
    },
    group,
  });
}

/** The older way asks for a bucket with ACLs (T7). */
function olderHops(world: World, distribution: Resource, host: Value): Hop[] {
  const from = `distribution ${distribution.name}`;
  const name = textOf(host).replace(/\.s3[.-].*$/, "");
  const { resource: bucket } = world.find(
    distribution,
    "loggingConfig",
    TYPE.bucket,
    typeof host === "string" ? name : host,
  );
  if (bucket === undefined) {
    const why = "the bucket is not of this stack, so it can't be shown that it takes anything";
    return [
      unknown({ from, to: `bucket ${name}` }, why, `Let ${from} write to a bucket of this stack.`),
    ];
  }
  const ends = { from, to: world.label(bucket) };
  return takesAcls(world, bucket)
    ? [passes(ends, "CloudFront puts itself on the bucket's ACL")]
    : [
        stops(
          ends,
          `CloudFront's older logging needs ACLs, and ${ends.to} takes none`,
          `Log ${from} by a delivery to a log group, or let ${ends.to} take ACLs.`,
        ),
      ];
}
