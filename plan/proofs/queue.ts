import type { Resource } from "../graph/resource.ts";
import { keyHops } from "./key.ts";
import { type Ends, type Hop, stops, unknown } from "./path.ts";
import { targetHop } from "./policies.ts";
import { farHop } from "./region.ts";
import type { Sender } from "./sender.ts";
import { type Found, nameOf, type World } from "./world.ts";

/** Queues that a sender fills; most of AWS's services fill no FIFO queues. */
export type QueueKind = "standard" | "FIFO" | "either";

/** Whether a queue or a topic keeps the order of its messages. */
export function isFifo(resource: Resource): boolean {
  const { fifoQueue, fifoTopic } = resource.inputs;
  return fifoQueue === true || fifoTopic === true || !!nameOf(resource)?.endsWith(".fifo");
}

/** Whether a sender's messages come into a queue, and through its key. */
export function queueHops(
  world: World,
  sender: Sender,
  found: Found,
  kind: QueueKind = "standard",
): Hop[] {
  const { resource: queue } = found;
  if (queue === undefined) return [noQueue(sender.label, found)];
  const target = world.label(queue);
  const ends = { from: sender.label, to: target };
  const resource = world.arnOf(queue) ?? "";
  const entry =
    farHop(world, ends, queue, sender.region) ??
    otherKind(ends, queue, kind) ??
    targetHop(world, sender, queue, [{ action: "sqs:SendMessage", resource }]);
  const key = keyHops(world, sender, {
    target,
    resource: queue,
    property: "kmsMasterKeyId",
    value: queue.inputs["kmsMasterKeyId"],
    service: "sqs",
    encryptionContext: { "aws:sqs:arn": resource },
  });
  return [entry, ...key];
}

/** The hop to a queue that the stack does not make. */
export function noQueue(from: string, found: Found): Hop {
  return unknown(
    { from, to: `queue ${found.outside ?? "?"}` },
    "the queue is not of this stack, so it can't be shown that it takes messages",
    `Let ${from} use a queue of this stack.`,
  );
}

/** The hop to a queue of a kind that the sender does not fill. */
export function otherKind(ends: Ends, queue: Resource, kind: QueueKind): Hop | undefined {
  const is = isFifo(queue) ? "FIFO" : "standard";
  if (kind === "either" || kind === is) return undefined;
  return stops(
    ends,
    `${ends.to} is a ${is} queue, and ${ends.from} fills ${kind} queues alone`,
    `Let ${ends.from} use a ${kind} queue.`,
  );
}
