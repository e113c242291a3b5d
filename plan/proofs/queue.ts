import { keyHops } from "./key.ts";
import { type Hop, unknown } from "./path.ts";
import { permitHop, type Sender } from "./sender.ts";
import { TYPE } from "./types.ts";
import type { Found, World } from "./world.ts";

/** Whether a sender's messages come into a queue, and through its key. */
export function queueHops(world: World, sender: Sender, found: Found): Hop[] {
  const { resource: queue } = found;
  if (queue === undefined) {
    return [
      unknown(
        { from: sender.label, to: `queue ${found.outside ?? "?"}` },
        "the queue is not of this stack, so it can't be shown that it takes messages",
        `Let ${sender.label} use a queue of this stack.`,
      ),
    ];
  }
  const target = world.label(queue);
  const resource = world.arnOf(queue) ?? "";
  const documents = [
    ...world.about(TYPE.queuePolicy, "queueUrl", queue).map((policy) => world.document(policy)),
    ...(queue.inputs["policy"] === undefined ? [] : [world.document(queue)]),
  ];
  const entry = permitHop(
    world,
    sender,
    { from: sender.label, to: target },
    {
      documents,
      policy: `the policy of ${target}`,
      needs: [{ action: "sqs:SendMessage", resource }],
    },
  );
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
