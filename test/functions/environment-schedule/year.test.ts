import assert from "node:assert/strict";

import type { EnvironmentScheduleEnvironment } from "../../../functions/environment-schedule/contract.ts";
import { hourlyRuns, type Hours } from "../../../systems/platform/hours.ts";
import { scheduledTimes, wallClock } from "../../support/scheduler.ts";
import { at, ofType, only } from "../../support/graph.ts";
import { stackGraph } from "../../support/stacks.ts";
import { textOf } from "../../traps/reading.ts";
import { HOUR, MINUTE, VARIABLES, World } from "./world.ts";

interface Call {
  readonly at: number;
  readonly event: unknown;
}

/** A row of numbers that looks like chance and is the same in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Where the environment is to be by the clock on the wall. */
function byTheClock({ timeZone, up, down }: Hours, instant: number): "up" | "down" {
  const { year, month, day, hour, minute } = wallClock(instant, timeZone);
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const works = (of: number) => of >= 1 && of <= 5;
  // A working day that ends after midnight ends on the next day.
  const isUp =
    up < down
      ? works(weekday) && time >= up && time < down
      : (works(weekday) && time >= up) || (works((weekday + 6) % 7) && time < down);
  return isUp ? "up" : "down";
}

/** The same; undefined while it changes. */
function wanted(hours: Hours, instant: number): "up" | "down" | undefined {
  const now = byTheClock(hours, instant);
  return byTheClock(hours, instant - 75 * MINUTE) === now ? now : undefined;
}

/** Lives through a time of calls and checks every five minutes; how often it was up and down. */
async function live(
  world: World,
  hours: Hours,
  calls: readonly Call[],
  to: number,
  each: (instant: number) => void = () => undefined,
) {
  const open = [...calls].sort((one, other) => one.at - other.at);
  const seen = { up: 0, down: 0 };
  let next = 0;
  while (world.now < to) {
    each(world.now);
    for (let call = open[next]; call && call.at <= world.now; call = open[(next += 1)]) {
      await world.call(call.event).catch(() => undefined);
    }
    const desired = wanted(hours, world.now);
    if (desired !== undefined) {
      const { database, running, bounds, alarms } = world.state();
      const isUp =
        !["stopped", "starting", "stopping"].includes(database) && running > 0 && bounds !== "0–0";
      const isDown = database === "stopped" && running === 0 && bounds === "0–0";
      const told = `${desired} at ${new Date(world.now).toISOString()}: ${JSON.stringify(world.state())}`;
      assert.ok(desired === "up" ? isUp : isDown, told);
      for (const alarm of Object.values(alarms)) {
        assert.equal(alarm, desired === "up" ? "on" : "off marked", told);
      }
      seen[desired] += 1;
    }
    world.log.length = 0;
    world.aws.forget();
    world.pass(world.now + 5 * MINUTE);
  }
  return seen;
}

/** All calls of a schedule, each as often as Scheduler makes it. */
function callsOf(hours: Hours, from: number, to: number): Call[] {
  return Object.values(hourlyRuns(hours)).flatMap(({ expression, input }) =>
    scheduledTimes(expression, hours.timeZone, from, to).map((time) => ({
      at: time,
      event: input,
    })),
  );
}

const NEW_YORK: Hours = { timeZone: "America/New_York", down: "20:00", up: "08:00" };
/** A working Thursday noon in New York. */
const START = Date.UTC(2026, 0, 1, 17);
const END = Date.UTC(2027, 0, 1, 17);

describe("environment-schedule, for a year", () => {
  it("P-AUTO-1: the dev stack's schedules and function keep its hours on each day, daylight saving or not", async () => {
    const graph = await stackGraph("dev");
    const schedules = ofType(graph, "aws:scheduler/schedule:Schedule");
    const lambda = only(graph, "aws:lambda/function:Function", "environment-schedule");
    const variables = at(lambda.inputs, "environment", "variables");
    const draw = chance(7);
    const world = new World(
      START,
      {
        stopping: () => (2 + Math.floor(draw() * 13)) * MINUTE,
        starting: () => (5 + Math.floor(draw() * 16)) * MINUTE,
      },
      {
        ...(variables as unknown as EnvironmentScheduleEnvironment),
        ALARMS: "rampart-dev-alarm-tasks",
      },
    );
    const calls = schedules.flatMap(({ inputs }) =>
      scheduledTimes(
        textOf(inputs["scheduleExpression"]),
        textOf(inputs["scheduleExpressionTimezone"]),
        START,
        END,
      ).map((time) => ({
        at: time,
        event: JSON.parse(textOf(at(inputs, "target", "input"))) as unknown,
      })),
    );
    const { up, down } = await live(world, NEW_YORK, calls, END, () => {
      // Now and then RDS is at work when the evening comes.
      if (world.database.status === "available" && draw() < 0.01) {
        const busy = ["backing-up", "storage-optimization"][Math.floor(draw() * 2)] ?? "";
        world.occupy(busy, Math.floor(draw() * 25) * MINUTE);
      }
    });
    // 261 working days of 12 hours, less the time of changing, in steps of five minutes.
    assert.ok(up > 260 * 12 * 10 && down > 261 * 12 * 10, `${up} up, ${down} down`);
    assert.deepEqual(world.paged, [], "nobody was woken");
  }).timeout(120_000);

  // In the United States saving begins on the second Sunday of March, and ends on the first of November.
  for (const [sunday, before, after] of [
    ["2026-03-08", 5, 4],
    ["2026-11-01", 4, 5],
    ["2027-03-14", 5, 4],
    ["2027-11-07", 4, 5],
  ] as const) {
    it(`P-AUTO-1: goes down and comes up at the same time on the wall around ${sunday}`, async () => {
      const midnight = Date.parse(`${sunday}T00:00:00Z`);
      const day = 24 * HOUR;
      // Thursday to Thursday; the clocks change between Friday's evening and Monday's morning.
      const [from, to] = [midnight - 3 * day + 17 * HOUR, midnight + 4 * day + 17 * HOUR];
      const firstOf = (desired: "down" | "up", since: number) => {
        const { expression = "" } = hourlyRuns(NEW_YORK)[desired] ?? {};
        const [first = NaN] = scheduledTimes(expression, NEW_YORK.timeZone, since, to);
        return (first - midnight) / HOUR;
      };
      assert.deepEqual(
        [firstOf("down", midnight - 2 * day + 17 * HOUR), firstOf("up", midnight)],
        [-28 + before, 32 + after],
      );
      assert.equal(firstOf("down", midnight + day), 44 + after);
      const world = new World(from, undefined, { ...VARIABLES, ALARMS: "rampart-dev-alarm-tasks" });
      const { up, down } = await live(world, NEW_YORK, callsOf(NEW_YORK, from, to), to);
      assert.ok(up > 400 && down > 1000, `${up} up, ${down} down`);
      assert.deepEqual(world.paged, [], "nobody was woken");
    });
  }

  it("P-AUTO-1: where the hour of going down does not exist one night, the next hour's calls do it", async () => {
    // Egypt's clocks go forward at midnight on a Friday: there is no 00:00 on 24 April 2026.
    const hours: Hours = { timeZone: "Africa/Cairo", down: "00:00", up: "09:00" };
    const from = Date.UTC(2026, 3, 20, 10);
    const to = Date.UTC(2026, 4, 4, 10);
    assert.deepEqual(
      scheduledTimes(
        "cron(0/5 0 ? * TUE-SAT *)",
        hours.timeZone,
        Date.UTC(2026, 3, 23, 12),
        Date.UTC(2026, 3, 24, 12),
      ),
      [],
    );
    const world = new World(from, undefined, { ...VARIABLES, ALARMS: "" });
    const { up, down } = await live(world, hours, callsOf(hours, from, to), to);
    assert.ok(up > 1000 && down > 1000, `${up} up, ${down} down`);
  });

  it("P-AUTO-1: a function that AWS refuses or ends now and then keeps the hours too", async () => {
    const from = Date.UTC(2026, 9, 19, 14);
    const to = Date.UTC(2026, 10, 16, 14);
    const world = new World(from, undefined, { ...VARIABLES, ALARMS: "rampart-dev-alarm-tasks" });
    const draw = chance(11);
    let faults = 0;
    world.fault = () => {
      if (draw() > 0.02) return;
      faults += 1;
      throw Object.assign(new Error("crash"), { name: "ThrottlingException" });
    };
    await live(world, NEW_YORK, callsOf(NEW_YORK, from, to), to);
    assert.ok(faults > 100, `${faults} faults`);
  }).timeout(60_000);

  it("P-AUTO-1: what a deployment starts at night or at the weekend is down again within the hour", async () => {
    const from = Date.UTC(2026, 5, 1, 16);
    const to = from + 7 * 24 * HOUR;
    const world = new World(from);
    const open = callsOf(NEW_YORK, from, to).sort((one, other) => one.at - other.at);
    // In New York Tuesday 03:07, Saturday 10:30 and Sunday 18:10.
    const deployments = [
      Date.UTC(2026, 5, 2, 7, 7),
      Date.UTC(2026, 5, 6, 14, 30),
      Date.UTC(2026, 5, 7, 22, 10),
    ];
    let deployed = 0;
    let undone = 0;
    for (const { at: time, event } of open) {
      const night = deployments.find((at) => at > world.now && at <= time);
      if (night !== undefined) {
        world.pass(night);
        assert.equal(world.state().bounds, "0–0");
        Object.assign(world.target, { minimum: 1, maximum: 2 });
        world.service.desired = 1;
        deployed = night;
      }
      world.pass(Math.max(time, world.now));
      await world.call(event);
      if (deployed > 0 && time > deployed) {
        assert.ok(time - deployed <= HOUR, new Date(time).toISOString());
        assert.deepEqual([world.state().bounds, world.service.desired], ["0–0", 0]);
        deployed = 0;
        undone += 1;
      }
    }
    assert.deepEqual([undone, world.state().bounds], [deployments.length, "1–2"]);
    assert.deepEqual(world.paged, [], "nobody was woken");
  });

  it("P-AUTO-1: when mornings are switched off for two weeks, RDS's own restart does not last", async () => {
    const from = Date.UTC(2026, 5, 1, 14);
    const to = from + 15 * 24 * HOUR;
    const world = new World(from);
    const evenings = callsOf(NEW_YORK, from, to).filter(
      ({ event }) => (event as { desired: string }).desired === "down",
    );
    let ups = 0;
    const open = evenings.sort((one, other) => one.at - other.at);
    for (const { at: time, event } of open) {
      world.pass(Math.max(time, world.now));
      if (world.database.status === "available" && world.now - from > 24 * HOUR) ups += 1;
      await world.call(event);
    }
    assert.ok(ups > 0, "RDS started it by itself");
    assert.equal(world.state().database, "stopped");
    assert.deepEqual(world.paged, []);
  });
});
