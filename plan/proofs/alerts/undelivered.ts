import type { Resource } from "../../graph/resource.ts";
import { isProperties, textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { type Hop, passes, type Path, stops, unknown } from "../path.ts";
import { isFifo, noQueue, otherKind, queueHops } from "../queue.ts";
import { farHop } from "../region.ts";
import { topicSender } from "../topic.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";

/** From each subscription and each queue that keeps what could not be delivered to where it does. */
export function undeliveredPaths(world: World): Path[] {
  const path = (source: Resource, hops: readonly Hop[]): Path => ({
    kind: "alert",
    group: "Undelivered messages",
    source: source.urn,
    hops,
  });
  return world.ofType(TYPE.subscription, TYPE.queue, TYPE.redrive).flatMap((source) => {
    const keeps = (source.inputs["redrivePolicy"] ?? null) !== null;
    if (source.type !== TYPE.subscription) {
      return keeps ? [path(source, [movedHop(world, source)])] : [];
    }
    const { resource: topic } = world.find(source, "topic", TYPE.topic, source.inputs["topic"]);
    if (topic === undefined) return [];
    if (keeps) return [path(source, keptHops(world, topic, source))];
    return MACHINES.includes(textOf(source.inputs["protocol"]))
      ? [path(source, [lost(world.label(topic), source)])]
      : [];
  });
}

/** Listeners that may refuse a message, which is then gone at once; addresses take all of them. */
const MACHINES = ["http", "https", "lambda", "sqs"];

function lost(from: string, { name }: Resource): Hop {
  const why = `nobody would hear of messages that ${from} could not deliver to subscription ${name}`;
  const remedy = `Give subscription ${name} a redrivePolicy with a queue that has an alarm.`;
  return stops({ from, to: "nobody" }, why, remedy);
}

function keptHops(world: World, topic: Resource, subscription: Resource): Hop[] {
  const arn = deadLetterArn(subscription.inputs["redrivePolicy"]);
  if (arn === undefined) {
    return [unread(world.label(topic), `subscription ${subscription.name}`)];
  }
  const found = world.find(subscription, "redrivePolicy", TYPE.queue, arn);
  // Messages may go to queues of other regions, what is left of them may not.
  const sender = { ...topicSender(world, topic), region: world.region(subscription) };
  return queueHops(world, sender, found, isFifo(topic) ? "FIFO" : "standard");
}

/** SQS moves messages by itself, from queues that the other one admits and that are like it. */
function movedHop(world: World, writer: Resource): Hop {
  const source = writer.type === TYPE.redrive ? redrivenBy(world, writer) : writer;
  if (source === undefined) {
    const who = world.label(writer);
    return noQueue(who, { outside: textOf(writer.inputs["queueUrl"]) });
  }
  const from = world.label(source);
  const arn = deadLetterArn(writer.inputs["redrivePolicy"]);
  if (arn === undefined) return unread(from, from);
  const found = world.find(writer, "redrivePolicy", TYPE.queue, arn);
  const { resource: queue } = found;
  if (queue === undefined) return noQueue(from, found);
  const ends = { from, to: world.label(queue) };
  const unlike =
    farHop(world, ends, queue, world.region(source)) ??
    otherKind(ends, queue, isFifo(source) ? "FIFO" : "standard");
  if (unlike) return unlike;
  const leave = parsed(queue.inputs["redriveAllowPolicy"]);
  const permission = valueAt(leave, "redrivePermission") ?? "allowAll";
  const admitted = listOf(valueAt(leave, "sourceQueueArns")).includes(world.arnOf(source) ?? "");
  return permission === "allowAll" || admitted
    ? passes(ends, "SQS moves it")
    : stops(
        ends,
        `redriveAllowPolicy of ${ends.to} keeps ${from} out`,
        `Name ${from} in redriveAllowPolicy of ${ends.to}.`,
      );
}

/** The queue that a policy beside it is about. */
function redrivenBy(world: World, policy: Resource): Resource | undefined {
  return world
    .ofType(TYPE.queue)
    .find((queue) => world.about(TYPE.redrive, "queueUrl", queue).includes(policy));
}

function unread(from: string, who: string): Hop {
  const why = `where ${who} keeps what it could not deliver can't be read`;
  const remedy = `Name the ARN of a queue in redrivePolicy of ${who}.`;
  return unknown({ from, to: "a queue" }, why, remedy);
}

/** The ARN in a redrive policy, or an unknown in its place; undefined when it is no such policy. */
export function deadLetterArn(policy: Value | undefined): Value | undefined {
  const read = parsed(policy);
  return valueAt(read, "deadLetterTargetArn") ?? (isProperties(policy) ? policy : undefined);
}

function parsed(policy: Value | undefined): Value | undefined {
  if (isProperties(policy)) return policy;
  try {
    return JSON.parse(textOf(policy)) as Value;
  } catch {
    return undefined;
  }
}
