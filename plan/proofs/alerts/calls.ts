import type { Resource } from "../../graph/resource.ts";
import { isProperties, type Properties, textOf, type Value } from "../../graph/value.ts";
import { valueAt } from "../../readers/inventory.ts";
import { functionFound, restingHop } from "../functions.ts";
import { keyHops } from "../key.ts";
import { allPass, type Hop, type Path, stops, unknown } from "../path.ts";
import { queueHops } from "../queue.ts";
import { assumeHop } from "../role.ts";
import { contextOf, permitHop, roleSender, type Sender } from "../sender.ts";
import { topicWays } from "../topic.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";

// What is delivered with a role: calls of schedules, what functions tell, and what became of calls
// that failed.

/** From each schedule to what it calls, and to where calls stay that could not be made. */
export function schedulePaths(world: World): Path[] {
  return world.ofType(TYPE.schedule).flatMap((schedule) => {
    const label = `schedule ${nameOf(schedule) ?? schedule.name}`;
    const { target, groupName, kmsKeyArn } = schedule.inputs;
    const region = world.region(schedule);
    const path = (group: string, hops: Hop[]): Path => ({
      kind: "alert",
      group,
      source: schedule.urn,
      hops,
    });
    const idle = idleHop(label, schedule);
    if (idle) return [path("Schedules", [idle])];
    const found = world.find(schedule, "target", TYPE.role, valueAt(target, "roleArn"));
    const group = typeof groupName === "string" ? groupName : "default";
    // It names its group, not itself. Source: EventBridge Scheduler guide, "Confused deputy".
    const context = contextOf({
      "aws:SourceAccount": world.account,
      "aws:SourceArn": world.arn("scheduler", region, `schedule-group/${group}`),
    });
    const entry = assumeHop(world, label, found, "scheduler.amazonaws.com", context);
    const { resource: role } = found;
    if (role === undefined || !allPass([entry])) return [path("Schedules", [entry])];
    const sender = roleSender(world, world.label(role), role, region);
    const calls = path("Schedules", [
      entry,
      ...keyHops(world, sender, {
        target: label,
        resource: schedule,
        property: "kmsKeyArn",
        value: kmsKeyArn,
        service: "scheduler",
      }),
      callHop(world, schedule, sender, valueAt(target, "arn")),
    ]);
    const queueArn = valueAt(target, "deadLetterConfig", "arn");
    if (queueArn === undefined) {
      const why = `nobody would hear of calls that ${label} could not make`;
      const remedy = `Give the target of ${label} a deadLetterConfig with a queue that has an alarm.`;
      const lost = stops({ from: label, to: "nobody" }, why, remedy);
      return [calls, path("Undelivered calls", [lost])];
    }
    const queue = world.find(schedule, "target", TYPE.queue, queueArn);
    return [calls, path("Undelivered calls", [entry, ...queueHops(world, sender, queue)])];
  });
}

/** What keeps a schedule from calling, now or later. */
function idleHop(label: string, { inputs }: Resource): Hop | undefined {
  const { state, endDate, scheduleExpression } = inputs;
  const ends = { from: label, to: "nobody" };
  if (state === "DISABLED") {
    return stops(ends, `${label} is switched off`, `Set the state of ${label} to ENABLED.`);
  }
  if (typeof scheduleExpression === "string" && scheduleExpression.startsWith("at(")) {
    const why = `${label} calls once, ${scheduleExpression}, so it can't be shown that it still does`;
    return unknown(ends, why, `Let ${label} have a rate or a cron expression.`);
  }
  if (endDate === undefined || endDate === null) return undefined;
  const why = `${label} ends at ${textOf(endDate)}, so it can't be shown that it still calls`;
  return unknown(ends, why, `Take endDate out of ${label}.`);
}

function callHop(world: World, schedule: Resource, sender: Sender, arn: Value | undefined): Hop {
  const found = functionFound(world, world.find(schedule, "target", TYPE.function, arn));
  if (found.resource === undefined) {
    return unknown(
      { from: sender.label, to: found.outside ?? "a target" },
      "the target is no function of this stack, so it can't be shown that it is called",
      `Let schedule ${schedule.name} call a function of this stack.`,
    );
  }
  const to = world.label(found.resource);
  const ends = { from: sender.label, to };
  const version = found.qualifier === undefined ? "" : `:${found.qualifier}`;
  const resource = `${world.arnOf(found.resource) ?? ""}${version}`;
  const needs = [{ action: "lambda:InvokeFunction", resource }];
  return (
    restingHop(ends, found.resource) ??
    permitHop(world, sender, ends, { documents: [], policy: `the policy of ${to}`, needs })
  );
}

/** From each function to the topics that its settings name. */
export function toldPaths(world: World): Path[] {
  return world
    .ofType(TYPE.function)
    .flatMap((fn) =>
      topicsNamedBy(world, fn).flatMap((topic) =>
        withRole(world, fn, (sender) => topicWays(world, sender, { resource: topic })).map(
          (hops): Path => ({ kind: "alert", group: "Functions that tell", source: fn.urn, hops }),
        ),
      ),
    );
}

function topicsNamedBy(world: World, { inputs }: Resource): Resource[] {
  const variables = valueAt(inputs["environment"], "variables");
  const values = isProperties(variables) ? Object.values(variables as Properties) : [];
  return values.flatMap((value) => {
    const { resource } = typeof value === "string" ? world.named(TYPE.topic, value) : {};
    return resource && typeof value === "string" && value.startsWith("arn:") ? [resource] : [];
  });
}

/** From each function to where calls stay that failed. */
export function failurePaths(world: World): Path[] {
  const configured = world.ofType(TYPE.invokeConfig).flatMap((config) => {
    const { functionName, destinationConfig } = config.inputs;
    const arn = valueAt(destinationConfig, "onFailure", "destination");
    const { resource: fn } = world.find(config, "functionName", TYPE.function, functionName);
    return arn === undefined || fn === undefined
      ? []
      : [{ fn, place: config, property: "destinationConfig", arn }];
  });
  const own = world.ofType(TYPE.function).flatMap((fn) => {
    const arn = valueAt(fn.inputs["deadLetterConfig"], "targetArn");
    return arn === undefined ? [] : [{ fn, place: fn, property: "deadLetterConfig", arn }];
  });
  return [...configured, ...own].flatMap(({ fn, place, property, arn }) =>
    withRole(world, fn, (sender) => {
      const topic = world.find(place, property, TYPE.topic, arn);
      if (topic.resource) return topicWays(world, sender, topic);
      return [queueHops(world, sender, world.find(place, property, TYPE.queue, arn))];
    }).map((hops): Path => ({ kind: "alert", group: "Failed calls", source: fn.urn, hops })),
  );
}

/** What a function does with its role, or the one way that ends because it has none. */
function withRole(world: World, fn: Resource, ways: (sender: Sender) => Hop[][]): Hop[][] {
  const from = world.label(fn);
  const found = world.find(fn, "role", TYPE.role, fn.inputs["role"]);
  const entry = assumeHop(
    world,
    from,
    found,
    "lambda.amazonaws.com",
    contextOf({}, ["aws:source*"]),
  );
  if (found.resource === undefined || !allPass([entry])) return [[entry]];
  const sender = roleSender(world, world.label(found.resource), found.resource, world.region(fn));
  return ways(sender).map((hops) => [entry, ...hops]);
}
