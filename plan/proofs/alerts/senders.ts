import type { Resource } from "../../graph/resource.ts";
import { contextOf, type Sender, serviceSender } from "../sender.ts";
import type { World } from "../world.ts";

// What each service says of itself. A key is told only where AWS's guide for the service says so;
// where guides differ it is unsure, and a condition on it can't be shown to hold.

/**
 * CloudWatch tells a topic the account and the alarm. That it tells the key is said of the topic
 * alone (T15). Source: CloudWatch guide, "Permissions for Amazon SNS topics".
 */
export function alarmSender(world: World, alarm: Resource): Sender {
  return serviceSender(
    world.label(alarm),
    "cloudwatch.amazonaws.com",
    contextOf({
      "aws:SourceAccount": world.account,
      "aws:SourceArn": world.arnOf(alarm) ?? "",
    }),
    contextOf({}, ["aws:source*", "kms:*"]),
    world.region(alarm),
  );
}

/**
 * EventBridge tells a queue its rule; guides differ on what it tells a topic. It tells a key
 * nothing (T16). Source: EventBridge guide, "Using resource-based policies" and "Troubleshooting";
 * SNS guide, "Key management".
 */
export function eventSender(
  world: World,
  rule: Resource,
  to: "topic" | "queue",
  ruleArn: string,
): Sender {
  return serviceSender(
    world.label(rule),
    "events.amazonaws.com",
    to === "queue"
      ? contextOf({ "aws:SourceArn": ruleArn }, ["aws:sourceaccount"])
      : contextOf({}, ["aws:sourcearn", "aws:sourceaccount"]),
    contextOf({}, ["kms:*"]),
    world.region(rule),
  );
}

/**
 * Budgets and Cost Anomaly Detection name their account for sure, an ARN not always (T17). Source:
 * AWS Cost Management guide, "Creating an Amazon SNS topic for budget notifications".
 */
export function costSender(
  world: World,
  label: string,
  service: "budgets.amazonaws.com" | "costalerts.amazonaws.com",
): Sender {
  const told = { "aws:SourceAccount": world.account };
  return serviceSender(
    label,
    service,
    contextOf(told, ["aws:sourcearn"]),
    contextOf(told, ["aws:sourcearn", "kms:*"]),
  );
}
