import { REGIONS } from "../../../config/regions.ts";
import type { Resource } from "../../graph/resource.ts";
import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { bucketHops, logPath as below, OWNERS_ACL } from "../bucket.ts";
import { type Hop, type Path, stops, unknown } from "../path.ts";
import { contextOf, type Sender, serviceSender } from "../sender.ts";
import { TYPE } from "../types.ts";
import type { Found, World } from "../world.ts";
import { groupFound, logPath, roleWriterHops, serviceWriterHops } from "./writers.ts";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const FIREWALL_LOG = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

const DELIVERY = "delivery.logs.amazonaws.com";

/** From each flow log to its group or bucket. */
export function flowLogPaths(world: World): Path[] {
  return world.ofType(FLOW_LOG).map((flowLog) => {
    const { logDestination, logDestinationType, iamRoleArn } = flowLog.inputs;
    const label = `flow log ${flowLog.name}`;
    const region = world.region(flowLog);
    const path = (hops: Hop[]) => logPath("Flow logs", flowLog, hops);
    if (logDestinationType === "s3") {
      const [name = "", ...rest] = textOf(logDestination).split(":::").at(-1)?.split("/") ?? [];
      const found = world.named(TYPE.bucket, name);
      return path(deliveredFiles(world, label, region, found, rest.join("/")));
    }
    if (logDestinationType !== undefined && logDestinationType !== "cloud-watch-logs") {
      const ends = { from: label, to: textOf(logDestination) };
      const why = `how flow logs come to ${textOf(logDestinationType)} is not known here`;
      return path([unknown(ends, why, `Let ${label} write to a log group or a bucket.`)]);
    }
    return path(
      roleWriterHops(world, {
        label,
        role: world.find(flowLog, "iamRoleArn", TYPE.role, iamRoleArn),
        service: "vpc-flow-logs.amazonaws.com",
        context: contextOf({
          "aws:SourceAccount": world.account,
          "aws:SourceArn": world.arn("ec2", region, "vpc-flow-log/*"),
        }),
        group: groupFound(world, flowLog, "logDestination", logDestination),
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      }),
    );
  });
}

/** What AWS's log delivery says of itself. Source: CloudWatch Logs guide, "Cross-service confused deputy". */
function deliveryTold(world: World, region: string, source: string): Record<string, string> {
  return {
    "aws:SourceAccount": world.account,
    "aws:SourceArn": world.arn("logs", region, source),
  };
}

/** Files that AWS's log delivery puts into a bucket (T3, T12). */
function deliveredFiles(
  world: World,
  label: string,
  region: string,
  found: Found,
  prefix: Value,
): Hop[] {
  const context = contextOf(deliveryTold(world, region, "delivery"), ["kms:*"]);
  const sender = serviceSender(label, DELIVERY, context, context);
  const path = below(prefix, `AWSLogs/${world.account}/*`);
  return bucketHops(world, sender, found, {
    writer: "AWS's log delivery",
    needs: [{ action: "s3:GetBucketAcl" }, { action: "s3:PutObject", path, told: OWNERS_ACL }],
  });
}

/** AWS WAF takes no other names (T1). */
const FIREWALL_PREFIX = "aws-waf-logs-";

/** From each logged web ACL to its group or bucket. */
export function firewallLogPaths(world: World): Path[] {
  return world.ofType(FIREWALL_LOG).flatMap((logging) => {
    const label = `firewall log ${logging.name}`;
    return listOf(logging.inputs["logDestinationConfigs"]).map((destination) =>
      logPath("Firewall logs", logging, firewallHops(world, label, logging, destination)),
    );
  });
}

function firewallHops(world: World, label: string, logging: Resource, destination: Value): Hop[] {
  const region = world.region(logging);
  const isBucket = typeof destination === "string" && destination.includes(":s3:::");
  const found = isBucket
    ? world.named(TYPE.bucket, destination.split(":::").at(-1) ?? "")
    : groupFound(world, logging, "logDestinationConfigs", destination);
  const to = found.resource ? world.label(found.resource) : (found.outside ?? "?");
  const name = to.split(/[ :]/).at(-1) ?? "";
  if (!name.startsWith(FIREWALL_PREFIX)) {
    const why = `AWS WAF writes only to what is called ${FIREWALL_PREFIX}…, and not to ${name}`;
    return [
      stops({ from: label, to }, why, `Rename ${to} so that it begins with ${FIREWALL_PREFIX}.`),
    ];
  }
  if (found.resource && world.region(found.resource) !== region) {
    const why = `AWS WAF writes only to its own region, ${region}`;
    return [stops({ from: label, to }, why, `Put ${to} into ${region}.`)];
  }
  const kept = valueAt(logging.inputs["loggingFilter"], "defaultBehavior") ?? "KEEP";
  if (kept !== "KEEP") {
    const why = `${label} drops all requests that its filter does not name`;
    return [stops({ from: label, to }, why, `Set defaultBehavior of ${label} to KEEP.`)];
  }
  if (isBucket) return deliveredFiles(world, label, region, found, "");
  return serviceWriterHops(world, {
    label,
    service: DELIVERY,
    told: deliveryTold(world, region, "web-acl"),
    group: found,
  });
}

/** From each load balancer to the buckets of its logs. */
export function balancerLogPaths(world: World): Path[] {
  return world.ofType(BALANCER).flatMap((balancer) =>
    (["accessLogs", "connectionLogs"] as const).flatMap((property) => {
      const settings = balancer.inputs[property];
      if (valueAt(settings, "enabled") !== true) return [];
      const label = `${property === "accessLogs" ? "access" : "connection"} log of ${balancer.name}`;
      return [
        logPath("Load balancer logs", balancer, balancerHops(world, label, balancer, property)),
      ];
    }),
  );
}

function balancerHops(world: World, label: string, balancer: Resource, property: string): Hop[] {
  const settings = balancer.inputs[property];
  const region = world.region(balancer);
  const name = valueAt(settings, "bucket");
  const found = world.find(balancer, property, TYPE.bucket, name);
  const prefix = valueAt(settings, "prefix");
  if (balancer.inputs["loadBalancerType"] === "network") {
    return deliveredFiles(world, label, region, found, prefix ?? "");
  }
  const demand = {
    writer: "Elastic Load Balancing",
    needs: [{ action: "s3:PutObject", path: below(prefix, `AWSLogs/${world.account}/*`) }],
    withoutKey: true,
    region,
  };
  const senders = balancerSenders(world, label, balancer, region);
  const ways = senders.map((sender) => bucketHops(world, sender, found, demand));
  return ways.find((hops) => hops.every(({ verdict }) => verdict === "passes")) ?? ways[0] ?? [];
}

/** The account of Elastic Load Balancing in older regions, and its service everywhere (T5). */
function balancerSenders(
  world: World,
  label: string,
  balancer: Resource,
  region: string,
): Sender[] {
  const arn = world.arn("elasticloadbalancing", region, `loadbalancer/app/${balancer.name}/*`);
  const told = contextOf({ "aws:SourceAccount": world.account, "aws:SourceArn": arn });
  const service = serviceSender(
    label,
    "logdelivery.elasticloadbalancing.amazonaws.com",
    told,
    told,
  );
  const account = REGIONS[region]?.loadBalancingAccount;
  if (account === undefined) return [service];
  const root = world.arn("iam", "", "root", account);
  const byAccount = contextOf({ "aws:PrincipalIsAWSService": "false" });
  const legacy: Sender = {
    label,
    caller: { kind: "AWS", value: root },
    context: byAccount,
    keyContext: byAccount,
  };
  return [legacy, service];
}
