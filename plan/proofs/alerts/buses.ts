import type { Resource } from "../../graph/resource.ts";
import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { allPass, type Hop, passes, stops, unknown } from "../path.ts";
import { assumeHop } from "../role.ts";
import { contextOf, permitHop, roleSender } from "../sender.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";

/** An event bus as an ARN means it. */
interface Bus {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** The bus that a target's ARN means, if it means one. */
export function busIn(arn: Value | undefined): Bus | undefined {
  const found = /^arn:[a-z-]+:events:([^:]+):([^:]+):event-bus\/(.+)$/.exec(textOf(arn));
  if (found === null) return undefined;
  const [, region = "", account = "", name = ""] = found;
  return { region, account, name };
}

/** The bus of a rule or a target, which may be named by its ARN; an unknown one by its origin. */
export function busOf({ inputs, propertyDependencies }: Resource): string {
  const { eventBusName = DEFAULT } = inputs;
  if (typeof eventBusName === "string") return eventBusName.split(":event-bus/").at(-1) ?? "";
  const origins = (propertyDependencies["eventBusName"] ?? []).map((urn) => urn.split("::").at(-1));
  return origins.join(" or ") || "?";
}

const DEFAULT = "default";

/** Buses that partners of AWS fill, and the events that they put there. */
const PARTNER = "aws.partner/";

/**
 * What keeps a rule from ever getting an event: services of AWS know no bus but the default one, and
 * others get their events from a rule that hands them over.
 */
export function deafHop(world: World, rule: Resource): Hop | undefined {
  const label = world.label(rule);
  const bus = busOf(rule);
  const sources = listOf(valueAt(patternOf(rule), "source"));
  const byAws = sources.length > 0 && sources.every(isOfAws);
  if (bus === DEFAULT || bus.startsWith(PARTNER) || !byAws || isFed(world, rule)) return undefined;
  const why = `${label} is on bus ${bus}, and services of AWS tell the default bus alone`;
  return stops({ from: `bus ${bus}`, to: label }, why, `Put ${label} on the default bus.`);
}

/** Whether a source in a pattern, or whatever begins like it, is a service of AWS. */
function isOfAws(source: Value): boolean {
  const start = valueAt(source, "prefix") ?? valueAt(source, "wildcard") ?? source;
  return textOf(start).startsWith("aws.");
}

/** Whether a rule of the stack hands events over to the bus of this one. */
function isFed(world: World, rule: Resource): boolean {
  const bus = busOf(rule);
  return world.ofType(TYPE.target).some((target) => {
    const to = busIn(target.inputs["arn"]);
    if (to) return to.name === bus && to.region === world.region(rule);
    return world.inventory
      .sources(target, "arn", EVENT_BUS)
      .some(
        (one) => [nameOf(one), one.name].includes(bus) && world.region(one) === world.region(rule),
      );
  });
}

const EVENT_BUS = "aws:cloudwatch/eventBus:EventBus";

function patternOf({ inputs }: Resource): Value | undefined {
  try {
    return JSON.parse(textOf(inputs["eventPattern"])) as Value;
  } catch {
    return undefined;
  }
}

/**
 * From a rule to another bus, with a role, and on to a rule there that takes the same. Source:
 * EventBridge guide, "Sending and receiving events between buses in different Regions".
 */
export function busHops(
  world: World,
  rule: Resource,
  target: Resource,
  bus: Bus & { readonly sourceArn: string },
): Hop[] {
  const label = world.label(rule);
  const { region, account, name, sourceArn } = bus;
  const to = `bus ${name} in ${region}`;
  if (account !== world.account) {
    const why = `${to} is of account ${account}, so it can't be shown that anybody hears`;
    return [unknown({ from: label, to }, why, `Let ${label} tell a bus of this account.`)];
  }
  const role = world.find(target, "roleArn", TYPE.role, target.inputs["roleArn"]);
  const context = contextOf({ "aws:SourceAccount": account, "aws:SourceArn": sourceArn });
  const entry = assumeHop(world, label, role, "events.amazonaws.com", context);
  if (role.resource === undefined || !allPass([entry])) return [entry];
  const sender = roleSender(world, world.label(role.resource), role.resource, region);
  const resource = world.arn("events", region, `event-bus/${name}`);
  const put = permitHop(
    world,
    sender,
    { from: sender.label, to },
    {
      documents: [],
      policy: `the policy of ${to}`,
      needs: [{ action: "events:PutEvents", resource }],
    },
  );
  return [entry, put, takenHop(world, rule, to, bus)];
}

/** A rule on the other bus with the same pattern; its own way is walked by itself. */
function takenHop(world: World, rule: Resource, from: string, { region, name }: Bus): Hop {
  const pattern = JSON.stringify(patternOf(rule));
  const taker = world
    .ofType(TYPE.rule)
    .find(
      (other) =>
        other !== rule &&
        world.region(other) === region &&
        busOf(other) === name &&
        JSON.stringify(patternOf(other)) === pattern,
    );
  if (taker) return passes({ from, to: world.label(taker) }, "it takes the same events");
  const label = world.label(rule);
  const why = `no rule on ${from} has the pattern of ${label}, so it can't be shown that anybody hears`;
  return unknown(
    { from, to: "a rule" },
    why,
    `Add a rule with the pattern of ${label} on ${from}.`,
  );
}
