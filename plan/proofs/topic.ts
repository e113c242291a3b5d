import type { Resource } from "../graph/resource.ts";
import { textOf } from "../graph/value.ts";
import { addressText, noAddress } from "./address.ts";
import { functionFound, invokeHop } from "./functions.ts";
import { keyHops } from "./key.ts";
import { allPass, type Hop, passes, stops, unknown } from "./path.ts";
import { targetHop } from "./policies.ts";
import { isFifo, queueHops } from "./queue.ts";
import { farHop } from "./region.ts";
import { contextOf, type Sender, serviceSender } from "./sender.ts";
import { snsCaller } from "./snsCaller.ts";
import { TYPE } from "./types.ts";
import type { Found, World } from "./world.ts";

/**
 * The ways of a message through a topic: into it, through its key, and on to each who listens. One
 * way that ends where it stops if it does not come that far.
 */
export function topicWays(world: World, sender: Sender, found: Found): Hop[][] {
  const { resource: topic } = found;
  if (topic === undefined) {
    return [
      [
        unknown(
          { from: sender.label, to: `topic ${found.outside ?? "?"}` },
          "the topic is not of this stack, so it can't be shown that anybody hears",
          `Let ${sender.label} tell a topic of this stack.`,
        ),
      ],
    ];
  }
  const target = world.label(topic);
  const ends = { from: sender.label, to: target };
  const resource = world.arnOf(topic) ?? "";
  const far = farHop(world, ends, topic, sender.region);
  if (far) return [[far]];
  if (isFifo(topic) && sender.role === undefined) {
    const who = sender.caller.value;
    const why = `${target} is a FIFO topic, which asks for a message group, and no guide says that ${who} names one`;
    return [[unknown(ends, why, `Make ${target} a standard topic.`)]];
  }
  const entry = targetHop(world, sender, topic, [{ action: "sns:Publish", resource }]);
  const key = keyHops(world, sender, {
    target,
    resource: topic,
    property: "kmsMasterKeyId",
    value: topic.inputs["kmsMasterKeyId"],
    service: "sns",
    encryptionContext: { "aws:sns:topicArn": resource },
  });
  const inward = [entry, ...key];
  if (!allPass(inward)) return [inward];
  return listenersOf(world, topic).map((hops) => [...inward, ...hops]);
}

/** Who hears what comes into a topic; one hop that stops if nobody does. */
export function listenersOf(world: World, topic: Resource): Hop[][] {
  const target = world.label(topic);
  const subscriptions = world.about(TYPE.subscription, "topic", topic);
  return subscriptions.length > 0
    ? subscriptions.map((subscription) => listenerHops(world, topic, subscription))
    : [
        [
          stops(
            { from: target, to: "nobody" },
            `nobody listens to ${target}`,
            `Subscribe somebody to ${target}.`,
          ),
        ],
      ];
}

/** A topic that puts its messages into queues. Source: SNS guide, "Dead-letter queues". */
export function topicSender(world: World, topic: Resource): Sender {
  return serviceSender(
    world.label(topic),
    "sns.amazonaws.com",
    contextOf({ "aws:SourceArn": world.arnOf(topic) ?? "" }, ["aws:sourceaccount"]),
    contextOf({}, ["aws:source*", "kms:*"]),
  );
}

/** Addresses that SNS reaches by itself; whether they confirm, nobody here knows (T20). */
const BY_ITSELF = ["email", "email-json", "http", "https", "sms"];

function listenerHops(world: World, topic: Resource, subscription: Resource): Hop[] {
  const { protocol, endpoint, filterPolicy } = subscription.inputs;
  const label = world.label(topic);
  const kind = textOf(protocol);
  const to = `${kind} ${addressText(endpoint)}`;
  const ends = { from: label, to };
  if (filterPolicy !== undefined && filterPolicy !== null) {
    return [
      unknown(
        ends,
        `subscription ${subscription.name} hears only what its filter admits, so it can't be shown that it hears this`,
        `Take filterPolicy out of subscription ${subscription.name}.`,
      ),
    ];
  }
  if (isFifo(topic) && kind !== "sqs") {
    const why = `${label} is a FIFO topic, and tells queues alone`;
    return [stops(ends, why, `Make ${label} a standard topic, or subscribe a queue.`)];
  }
  if (BY_ITSELF.includes(kind)) {
    const none = noAddress(ends, kind, endpoint);
    if (none) return [none];
    return [
      passes(ends, kind === "sms" ? "SNS sends it" : "SNS delivers once its owner confirmed"),
    ];
  }
  const sourceArn = world.arnOf(topic) ?? "";
  if (kind === "lambda") {
    const found = world.find(subscription, "endpoint", TYPE.function, endpoint);
    const service = snsCaller(world.region(topic), world.region(found.resource ?? topic));
    if (service === undefined) {
      const why = "SNS calls no function of another region into which accounts opt";
      return [stops(ends, why, `Put the function into the region of ${label}.`)];
    }
    return [invokeHop(world, { label, service, sourceArn }, functionFound(world, found))];
  }
  if (kind === "sqs") {
    const found = world.find(subscription, "endpoint", TYPE.queue, endpoint);
    const takes = isFifo(topic) ? "either" : "standard";
    return queueHops(world, topicSender(world, topic), found, takes);
  }
  return [
    unknown(
      ends,
      `how a subscription of kind ${kind} delivers is not known here`,
      "Use email, https, lambda or sqs.",
    ),
  ];
}
