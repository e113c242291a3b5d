import type { Resource } from "../../graph/resource.ts";
import { isUnknown, textOf, type Value } from "../../graph/value.ts";
import { valueAt } from "../../readers/inventory.ts";
import { type Ends, type Hop, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";

// What hangs together among alarms: composites tell of others, and some keep others quiet.

const MUTE_RULE = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";

/** The composite alarms whose rule names an alarm. */
export function compositesOf(world: World, alarm: Resource): Resource[] {
  const name = nameOf(alarm) ?? "";
  return world
    .ofType(TYPE.compositeAlarm)
    .filter(
      (composite) =>
        world.region(composite) === world.region(alarm) &&
        partsOf(composite.inputs["alarmRule"]).includes(name),
    );
}

/** Names of the alarms in a composite's rule, in quotes or without, or as ARNs. */
function partsOf(rule: Value | undefined): string[] {
  const parts = textOf(rule).matchAll(
    /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^)]*))/g,
  );
  return [...parts].map(([, quoted, bare = ""]) => nameIn(quoted ?? bare.trim()));
}

/** The name of an alarm that may be named by its ARN. */
function nameIn(text: string): string {
  return text.replace(/^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/, "");
}

/** What may keep an alarm quiet while it goes off; undefined where nothing does. */
export function quietHop(world: World, alarm: Resource): Hop | undefined {
  const label = world.label(alarm);
  const ends = { from: label, to: "nobody" };
  const rule = world.ofType(MUTE_RULE).find((one) => mutes(world, one, alarm));
  if (rule) {
    const who = `mute rule ${nameOf(rule) ?? rule.name}`;
    const why = `${who} keeps ${label} quiet at times, so it can't be shown that it tells anybody`;
    return unknown(ends, why, `Take ${label} out of ${who}.`);
  }
  return suppressedHop(ends, world, alarm);
}

function mutes(world: World, rule: Resource, alarm: Resource): boolean {
  if (world.region(rule) !== world.region(alarm)) return false;
  const targets = [rule.inputs["muteTargets"] ?? []].flat();
  const names = targets.flatMap((target) => valueAt(target, "alarmNames") ?? target);
  const named = names.some((name) => typeof name === "string" && nameIn(name) === nameOf(alarm));
  const isOpen = names.some(isUnknown);
  const origins = world.inventory.sources(rule, "muteTargets");
  // Names that came from nowhere in the stack may be those of any alarm.
  return named || (isOpen && (origins.length === 0 || origins.includes(alarm)));
}

/** A composite tells nothing while its suppressor goes off, which may be the alarm it tells of. */
function suppressedHop(ends: Ends, world: World, alarm: Resource): Hop | undefined {
  const { actionsSuppressor, alarmRule } = alarm.inputs;
  if (actionsSuppressor === undefined || actionsSuppressor === null) return undefined;
  const asked = valueAt(actionsSuppressor, "alarm");
  const [origin, ...more] = world.inventory.sources(alarm, "actionsSuppressor");
  const known = origin && more.length === 0 ? nameOf(origin) : undefined;
  const name = typeof asked === "string" ? nameIn(asked) : known;
  const isOther = name !== undefined && typeof alarmRule === "string";
  if (isOther && !partsOf(alarmRule).includes(name)) return undefined;
  const why = `${ends.from} tells nothing while alarm ${name ?? "?"} goes off, so it can't be shown that it tells of it`;
  return unknown(ends, why, `Give ${ends.from} another actionsSuppressor, or none.`);
}
