import type { Resource } from "../../graph/resource.ts";
import { type Value } from "../../graph/value.ts";
import { valueAt } from "../../readers/inventory.ts";
import { functionFound, invokeHop } from "../functions.ts";
import { type Hop, type Path, stops, unknown } from "../path.ts";
import { queueHops } from "../queue.ts";
import { topicWays } from "../topic.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";
import { busHops, busIn, busOf, deafHop } from "./buses.ts";
import { eventSender } from "./senders.ts";

/** From each rule of EventBridge to each of its targets, and to where undelivered events stay. */
export function eventPaths(world: World): Path[] {
  return world.ofType(TYPE.rule).flatMap((rule) => {
    const targets = world.about(TYPE.target, "rule", rule);
    const path = (group: string) => (hops: Hop[]) => ({
      kind: "alert" as const,
      group,
      source: rule.urn,
      hops,
    });
    const label = world.label(rule);
    if (rule.inputs["state"] === "DISABLED" || rule.inputs["isEnabled"] === false) {
      const why = `${label} is switched off`;
      const hop = stops(
        { from: label, to: "nobody" },
        why,
        `Set the state of ${label} to ENABLED.`,
      );
      return [path("Events")([hop])];
    }
    if (targets.length === 0) {
      // That the name is another's too is told with what is replaced.
      if (hasTwin(world, rule)) return [];
      const ends = { from: label, to: "nobody" };
      const hop = stops(ends, `${label} has no target`, `Give ${label} a target.`);
      return [path("Events")([hop])];
    }
    const deaf = deafHop(world, rule);
    if (deaf) return [path("Events")([deaf])];
    return targets.flatMap((target) => [
      ...targetWays(world, rule, target).map(path("Events")),
      ...undelivered(world, rule, target).map(path("Undelivered events")),
    ]);
  });
}

function hasTwin(world: World, rule: Resource): boolean {
  const arn = world.arnOf(rule);
  return world
    .ofType(TYPE.rule)
    .some(
      (other) =>
        other !== rule &&
        arn !== undefined &&
        world.arnOf(other) === arn &&
        busOf(other) === busOf(rule),
    );
}

function targetWays(world: World, rule: Resource, target: Resource): Hop[][] {
  const label = world.label(rule);
  const { arn, roleArn } = target.inputs;
  const sourceArn = ruleArn(world, rule);
  const home = busIn(arn);
  if (home) return [busHops(world, rule, target, { ...home, sourceArn })];
  const ends = { from: label, to: typeof arn === "string" ? arn : `target ${target.name}` };
  if (roleArn !== undefined && roleArn !== null) {
    const why = `target ${target.name} names a role, with which delivery to encrypted topics and queues may fail`;
    return [[unknown(ends, why, `Take roleArn out of target ${target.name}.`)]];
  }
  const elsewhere = otherRegion(world, rule, target);
  if (elsewhere) return [[stops(ends, ...elsewhere)]];
  const [bus, wanted] = [busOf(rule), busOf(target)];
  if (bus !== wanted) {
    const why = `target ${target.name} is on bus ${wanted}, and ${label} on bus ${bus}`;
    return [[stops(ends, why, `Give target ${target.name} the eventBusName of ${label}.`)]];
  }
  const service = kindOf(world, target, arn);
  switch (service) {
    case "sns": {
      const found = world.find(target, "arn", TYPE.topic, arn);
      return topicWays(world, eventSender(world, rule, "topic", sourceArn), found);
    }
    case "sqs": {
      const found = world.find(target, "arn", TYPE.queue, arn);
      const grouped = valueAt(target.inputs["sqsTarget"], "messageGroupId") !== undefined;
      const kind = grouped ? "either" : "standard";
      return [queueHops(world, eventSender(world, rule, "queue", sourceArn), found, kind)];
    }
    case "lambda": {
      const found = functionFound(world, world.find(target, "arn", TYPE.function, arn));
      const invoker = { label, service: "events.amazonaws.com", sourceArn };
      return [[invokeHop(world, invoker, found)]];
    }
    default: {
      const why = `how EventBridge delivers to ${ends.to} is not known here`;
      return [
        [unknown(ends, why, `Let ${label} have a topic, a queue or a function as its target.`)],
      ];
    }
  }
}

/** The service in an ARN, or that of what an unknown one came from. */
function kindOf(world: World, target: Resource, arn: Value | undefined): string {
  if (typeof arn === "string") return arn.split(":")[2] ?? "";
  const [source, ...more] = world.inventory.sources(target, "arn");
  return more.length === 0 ? (source?.type.split(/[:/]/)[1] ?? "") : "";
}

/** The queue that keeps what could not be delivered; without one it is lost once the retries end. */
function undelivered(world: World, rule: Resource, target: Resource): Hop[][] {
  const arn = valueAt(target.inputs["deadLetterConfig"], "arn");
  const label = world.label(rule);
  if (arn === undefined) {
    // Nothing in that region could tell of it either: alarms tell topics of their own region alone.
    const home = busIn(target.inputs["arn"]);
    if (home && home.region !== world.region(rule)) return [];
    const why = `nobody would hear of events that ${label} could not deliver to target ${target.name}`;
    const remedy = `Give target ${target.name} a deadLetterConfig with a queue that has an alarm.`;
    return [[stops({ from: label, to: "nobody" }, why, remedy)]];
  }
  const found = world.find(target, "deadLetterConfig", TYPE.queue, arn);
  const sender = eventSender(world, rule, "queue", ruleArn(world, rule));
  return [queueHops(world, sender, found)];
}

function otherRegion(
  world: World,
  rule: Resource,
  target: Resource,
): [why: string, remedy: string] | undefined {
  const { arn } = target.inputs;
  const region = typeof arn === "string" ? arn.split(":")[3] : regionOf(world, target);
  const own = world.region(rule);
  if (region === undefined || region === own) return undefined;
  const label = world.label(rule);
  return [
    `${label} is in ${own}, and its target in ${region}`,
    `Give ${label} a target in ${own}.`,
  ];
}

/** Where what an unknown ARN came from is. */
function regionOf(world: World, target: Resource): string | undefined {
  const types: readonly string[] = [TYPE.topic, TYPE.queue, TYPE.function];
  const [source, ...more] = world.inventory
    .sources(target, "arn")
    .filter(({ type }) => types.includes(type));
  return source && more.length === 0 ? world.region(source) : undefined;
}

function ruleArn(world: World, rule: Resource): string {
  const bus = busOf(rule);
  const arn = world.arnOf(rule) ?? "";
  return bus === "default" ? arn : arn.replace(":rule/", `:rule/${bus}/`);
}
