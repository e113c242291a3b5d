import type { Resource } from "../../graph/resource.ts";
import { isUnknown, type Value } from "../../graph/value.ts";
import { listOf } from "../../readers/inventory.ts";
import { functionFound, invokeHop } from "../functions.ts";
import { type Hop, type Path, stops, unknown } from "../path.ts";
import { topicWays } from "../topic.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";
import { compositesOf, quietHop } from "./quiet.ts";
import { alarmSender } from "./senders.ts";

/** What an alarm does when its state changes. */
export const STATES = ["alarmActions", "okActions", "insufficientDataActions"] as const;

/** Actions that change something and tell nobody: recover, scale, run a document. */
const DEEDS = /^arn:[a-z-]+:(automate|autoscaling|ssm|ssm-incidents|swf):/;

/** From each alarm to each who hears of it. */
export function alarmPaths(world: World): Path[] {
  return world.ofType(TYPE.alarm, TYPE.compositeAlarm).flatMap((alarm) =>
    waysOf(world, alarm).map((hops) => ({
      kind: "alert" as const,
      group: "Alarms",
      source: alarm.urn,
      hops,
    })),
  );
}

function waysOf(world: World, alarm: Resource): Hop[][] {
  const label = world.label(alarm);
  if (alarm.inputs["actionsEnabled"] === false) {
    return [
      [
        stops(
          { from: label, to: "nobody" },
          `the actions of ${label} are switched off`,
          `Set actionsEnabled of ${label} to true.`,
        ),
      ],
    ];
  }
  // One that is told of several states hears of all of them in the same way.
  const actions = new Map(
    STATES.toReversed().flatMap((property) =>
      entriesOf(alarm.inputs[property]).map((value) => [
        isUnknown(value) ? property : value,
        { property, value },
      ]),
    ),
  );
  const acts = entriesOf(alarm.inputs["alarmActions"]).length > 0;
  if (!acts && compositesOf(world, alarm).length === 0) return [[toNobody(label)]];
  const quiet = quietHop(world, alarm);
  if (quiet) return [[quiet]];
  return [...actions.values()].flatMap(({ property, value }) =>
    actionWays(world, alarm, property, value),
  );
}

/** An unknown list is one unknown. */
function entriesOf(value: Value | undefined): readonly Value[] {
  return isUnknown(value) ? [value] : listOf(value);
}

function toNobody(label: string): Hop {
  return stops({ from: label, to: "nobody" }, `${label} tells nobody`, `Give ${label} a topic.`);
}

/** Whether an alarm tells somebody, or a composite does of it; the way there is walked by itself. */
export function isTold(world: World, alarm: Resource, seen: readonly Resource[] = []): boolean {
  const tells = entriesOf(alarm.inputs["alarmActions"]).some((action) => !isDeed(action));
  return (
    tells ||
    compositesOf(world, alarm).some(
      (whole) => !seen.includes(whole) && isTold(world, whole, [...seen, whole]),
    )
  );
}

function isDeed(action: Value): boolean {
  return typeof action === "string" && DEEDS.test(action);
}

function actionWays(world: World, alarm: Resource, property: string, value: Value): Hop[][] {
  const label = world.label(alarm);
  const sourceArn = world.arnOf(alarm) ?? "";
  if (typeof value === "string") {
    if (isDeed(value)) return [];
    const [, , service, region] = value.split(":");
    if (region !== undefined && region !== world.region(alarm)) {
      const ends = { from: label, to: value };
      const why = `${label} is in ${world.region(alarm)}, and an alarm tells nobody in ${region}`;
      return [[stops(ends, why, `Let ${label} tell a topic in ${world.region(alarm)}.`)]];
    }
    if (service === "lambda") {
      const invoker = { label, service: "lambda.alarms.cloudwatch.amazonaws.com", sourceArn };
      return [[invokeHop(world, invoker, functionFound(world, world.named(TYPE.function, value)))]];
    }
    if (service !== "sns") {
      const why = `how an alarm tells ${value} is not known here`;
      return [[unknown({ from: label, to: value }, why, `Let ${label} tell a topic.`)]];
    }
  }
  const found = world.find(alarm, property, TYPE.topic, value);
  return topicWays(world, alarmSender(world, alarm), found);
}
