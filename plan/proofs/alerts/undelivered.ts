import type { Resource } from "../../graph/resource.ts";
import { isProperties, textOf, type Value } from "../../graph/value.ts";
import { valueAt } from "../../readers/inventory.ts";
import { type Path, unknown } from "../path.ts";
import { queueHops } from "../queue.ts";
import { topicSender } from "../topic.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";

/** From each subscription that keeps what could not be delivered to where it does. */
export function undeliveredPaths(world: World): Path[] {
  return world.ofType(TYPE.subscription).flatMap((subscription): Path[] => {
    const { redrivePolicy, topic: topicArn } = subscription.inputs;
    if (redrivePolicy === undefined || redrivePolicy === null) return [];
    const { resource: topic } = world.find(subscription, "topic", TYPE.topic, topicArn);
    if (topic === undefined) return [];
    const from = world.label(topic);
    const arn = queueArn(redrivePolicy);
    const hops =
      arn === undefined
        ? [unread(from, subscription)]
        : queueHops(
            world,
            topicSender(world, topic),
            world.find(subscription, "redrivePolicy", TYPE.queue, arn),
          );
    return [{ kind: "alert", group: "Undelivered messages", source: subscription.urn, hops }];
  });
}

function unread(from: string, { name }: Resource) {
  const why = `where subscription ${name} keeps what it could not deliver can't be read`;
  const remedy = `Name the ARN of a queue in redrivePolicy of subscription ${name}.`;
  return unknown({ from, to: "a queue" }, why, remedy);
}

/** The ARN in the policy, or an unknown in its place; undefined when it is no such policy. */
function queueArn(policy: Value): Value | undefined {
  if (isProperties(policy)) return valueAt(policy, "deadLetterTargetArn") ?? policy;
  try {
    return valueAt(JSON.parse(textOf(policy)) as Value, "deadLetterTargetArn");
  } catch {
    return undefined;
  }
}
