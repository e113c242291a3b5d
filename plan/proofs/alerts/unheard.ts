import type { Resource } from "../../graph/resource.ts";
import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { functionFound, isQualifier } from "../functions.ts";
import { type Hop, type Path, stops } from "../path.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";
import { isTold, STATES } from "./alarms.ts";
import { metricsOf } from "./metrics.ts";
import { deadLetterArn } from "./undelivered.ts";

// What could not be delivered is lost in silence, unless something keeps it and somebody hears that
// something is kept.

/** A function that AWS calls without waiting for what becomes of it. */
interface Call {
  readonly fn: Resource;
  readonly qualifier: string | undefined;
}

/** Each function that is called so, and keeps no calls that failed. */
export function lostCallPaths(world: World): Path[] {
  const lost = callsOf(world).flatMap((call): [key: string, path: Path][] => {
    const hop = lostHop(world, call);
    const key = `${call.fn.urn} ${call.qualifier ?? ""}`;
    return hop
      ? [[key, { kind: "alert", group: "Failed calls", source: call.fn.urn, hops: [hop] }]]
      : [];
  });
  return [...new Map(lost).values()];
}

/** Sources: Lambda guide, "Asynchronous invocation"; EventBridge Scheduler guide, "Lambda". */
function callsOf(world: World): Call[] {
  const call = (resource: Resource, property: string, value: Value | undefined): Call[] => {
    const found = functionFound(world, world.find(resource, property, TYPE.function, value));
    return found.resource ? [{ fn: found.resource, qualifier: found.qualifier }] : [];
  };
  const calls = (type: string, property: string, valuesOf: (inputs: Value) => readonly Value[]) =>
    world
      .ofType(type)
      .flatMap((one) => valuesOf(one.inputs).flatMap((value) => call(one, property, value)));
  return [
    ...calls(TYPE.target, "arn", (inputs) => one(valueAt(inputs, "arn"))),
    ...calls(TYPE.subscription, "endpoint", (inputs) =>
      valueAt(inputs, "protocol") === "lambda" ? one(valueAt(inputs, "endpoint")) : [],
    ),
    ...calls(TYPE.schedule, "target", (inputs) => one(valueAt(inputs, "target", "arn"))),
    ...[TYPE.alarm, TYPE.compositeAlarm].flatMap((type) =>
      STATES.flatMap((state) => calls(type, state, (inputs) => listOf(valueAt(inputs, state)))),
    ),
    ...calls(TYPE.notification, "lambdaFunctions", (inputs) =>
      listOf(valueAt(inputs, "lambdaFunctions")).flatMap((entry) =>
        one(valueAt(entry, "lambdaFunctionArn")),
      ),
    ),
  ];
}

function lostHop(world: World, { fn, qualifier }: Call): Hop | undefined {
  if (valueAt(fn.inputs["deadLetterConfig"], "targetArn") !== undefined) return undefined;
  const keeping = world
    .about(TYPE.invokeConfig, "functionName", fn)
    .filter(
      ({ inputs }) =>
        valueAt(inputs["destinationConfig"], "onFailure", "destination") !== undefined,
    );
  if (keeping.some(({ inputs }) => isQualifier(inputs["qualifier"], qualifier))) return undefined;
  const from = world.label(fn);
  const ends = { from, to: "nobody" };
  const why = `nobody would hear of calls of ${from} that fail`;
  const [other] = keeping;
  if (other === undefined) {
    const remedy = `Give ${from} a destination on failure: a queue that has an alarm.`;
    return stops(ends, why, remedy);
  }
  const config = `invoke config ${other.name}`;
  return stops(
    ends,
    `${why}: ${config} is for ${textOf(other.inputs["qualifier"] ?? "$LATEST")} alone`,
    `Give ${config} the qualifier that is called, or none.`,
  );
}

const METRIC = "ApproximateNumberOfMessagesVisible";

/** Each queue that keeps what failed, and that no alarm watches. */
export function keptPaths(world: World): Path[] {
  return keepersOf(world).flatMap((queue) => {
    const from = world.label(queue);
    const path = (hop: Hop): Path => ({
      kind: "alert",
      group: "What is kept unread",
      source: queue.urn,
      hops: [hop],
    });
    const alarms = world.ofType(TYPE.alarm).filter((alarm) => counts(world, alarm, queue));
    const heard = alarms.filter((alarm) => isTold(world, alarm));
    // The ways to it and on from it are walked with those of all metrics and all alarms.
    if (heard.some(isRaisedByOne)) return [];
    const [mute] = alarms;
    const [deaf] = heard;
    if (mute && !deaf) {
      const to = world.label(mute);
      const why = `${to} counts what ${from} keeps, and tells nobody`;
      return [path(stops({ from, to }, why, `Give ${to} a topic.`))];
    }
    if (deaf) {
      const to = world.label(deaf);
      const why = `${to} does not go off for one message in ${from}`;
      return [path(stops({ from, to }, why, `Let ${to} go off above 0.`))];
    }
    const why = `nobody would hear of what ${from} keeps`;
    const remedy = `Add an alarm on ${METRIC} of ${from}.`;
    return [path(stops({ from, to: "nobody" }, why, remedy))];
  });
}

/** The queues of the stack that something leaves its failures in, each once. */
function keepersOf(world: World): Resource[] {
  const named = (
    type: string,
    property: string,
    arnOf: (value: Value | undefined) => Value | undefined,
  ) =>
    world.ofType(type).flatMap((one) => {
      const arn = arnOf(one.inputs[property]);
      return arn === undefined ? [] : (world.find(one, property, TYPE.queue, arn).resource ?? []);
    });
  return [
    ...new Set([
      ...named(TYPE.target, "deadLetterConfig", (value) => valueAt(value, "arn")),
      ...named(TYPE.schedule, "target", (value) => valueAt(value, "deadLetterConfig", "arn")),
      ...named(TYPE.subscription, "redrivePolicy", deadLetterArn),
      ...named(TYPE.queue, "redrivePolicy", deadLetterArn),
      ...named(TYPE.redrive, "redrivePolicy", deadLetterArn),
      ...named(TYPE.invokeConfig, "destinationConfig", (value) =>
        valueAt(value, "onFailure", "destination"),
      ),
      ...named(TYPE.function, "deadLetterConfig", (value) => valueAt(value, "targetArn")),
    ]),
  ];
}

/** Whether an alarm counts the messages of a queue; an unknown name is followed to its origin. */
function counts(world: World, alarm: Resource, queue: Resource): boolean {
  if (world.region(alarm) !== world.region(queue)) return false;
  return metricsOf(alarm).some(({ namespace, name, dimensions }) => {
    if (namespace !== "AWS/SQS" || name !== METRIC) return false;
    const asked = valueAt(dimensions, "QueueName");
    return typeof asked === "string"
      ? asked === nameOf(queue)
      : (alarm.propertyDependencies["dimensions"] ?? []).includes(queue.urn);
  });
}

function one(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

/** Whether one message is enough; what is lost rarely comes in numbers. */
function isRaisedByOne({ inputs }: Resource): boolean {
  const { comparisonOperator, threshold } = inputs;
  if (typeof threshold !== "number" || listOf(inputs["metricQueries"]).length > 0) return true;
  if (comparisonOperator === "GreaterThanThreshold") return threshold < 1;
  return comparisonOperator === "GreaterThanOrEqualToThreshold" && threshold <= 1;
}
