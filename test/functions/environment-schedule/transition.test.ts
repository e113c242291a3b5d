import assert from "node:assert/strict";

import { HOLD_TAG, MEMORY_TAG } from "../../../functions/environment-schedule/contract.ts";
import { parseSettings } from "../../../functions/environment-schedule/settings.ts";
import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import { MINUTE, VARIABLES, World } from "./world.ts";

const MEMORY = { [MEMORY_TAG]: "minimum=1 maximum=2 desired=1" };
const ON = { tasks: "on", errors: "on", all: "on" };
const SILENCED = { tasks: "off marked", errors: "off marked", all: "off marked" };
const UP = { database: "available", bounds: "1–2", memory: {}, desired: 1, running: 1, alarms: ON };
const DOWN = {
  database: "stopped",
  bounds: "0–0",
  memory: MEMORY,
  desired: 0,
  running: 0,
  alarms: SILENCED,
};

const down = { desired: "down", last: false };
const up = { desired: "up", last: false };
const outcome = (world: World) => world.log.at(-1)?.["outcome"];

async function nightly(): Promise<World> {
  const world = new World();
  await world.settle("down");
  world.aws.forget();
  return world;
}

describe("environment-schedule, in the evening", () => {
  it("P-AUTO-1: takes bounds to 0 first, then silences alarms, then stops the database without a task", async () => {
    const world = new World();
    await world.call(down);
    assert.equal(outcome(world), "waits for 1 tasks to stop");
    assert.deepEqual(world.state(), { ...DOWN, database: "available", running: 1 });
    const changes = world.aws.names.filter((name) => !/^(Describe|List)/.test(name));
    assert.deepEqual(changes, [
      "TagResource",
      "RegisterScalableTarget",
      "UpdateService",
      "TagResource",
      "TagResource",
      "TagResource",
      "DisableAlarmActions",
    ]);
    world.pass(world.now + 5 * MINUTE);
    await world.call(down);
    assert.equal(outcome(world), "waits for the database to stop");
    world.pass(world.now + 10 * MINUTE);
    await world.call(down);
    assert.equal(outcome(world), "done");
    assert.deepEqual(world.state(), DOWN);
    assert.deepEqual(world.paged, []);
  });

  it("P-AUTO-1: says each change that it makes, and nothing when there is nothing to do", async () => {
    const world = new World();
    await world.settle("down");
    const changes = world.log.flatMap(({ change }) => (change === undefined ? [] : [change]));
    assert.deepEqual(changes, [
      "set the bounds of scaling to 0–0",
      "set the number of tasks to 0",
      "silenced 3 alarms",
      "stopped the database",
    ]);
    world.log.length = 0;
    world.aws.forget();
    await world.call(down);
    assert.deepEqual(
      world.log.map(({ durationMs, ...record }) => [typeof durationMs, record]),
      [["number", { level: "info", message: "call", desired: "down", outcome: "done" }]],
    );
    assert.deepEqual(
      world.aws.names.filter((name) => !/^(Describe|List)/.test(name)),
      [],
    );
  });

  it("P-AUTO-1: a repeated call does not take 0 for what was there before", async () => {
    const world = new World();
    world.service.desired = 2;
    await world.call(down);
    await world.call(down);
    await world.settle("down");
    assert.deepEqual(Object.fromEntries(world.target.tags), {
      [MEMORY_TAG]: "minimum=1 maximum=2 desired=2",
    });
  });

  it("P-AUTO-1: a database that RDS started again after seven days is stopped the next evening", async () => {
    const world = await nightly();
    const started = world.now;
    world.pass(started + 7 * 24 * 60 * MINUTE + 15 * MINUTE);
    assert.equal(world.database.status, "available");
    await world.settle("down");
    assert.deepEqual(world.state(), DOWN);
    assert.ok(world.aws.names.includes("StopDBInstance"));
  });

  it("an alarm that somebody turned off is left alone, and stays off in the morning", async () => {
    const world = new World();
    world.alarm("rampart-dev-alarm-errors").actions = false;
    await world.settle("down");
    assert.equal(world.state().alarms["errors"], "off");
    await world.settle("up");
    assert.deepEqual(world.state().alarms, { ...ON, errors: "off" });
  });

  it("an alarm of another stack, or of the function itself, stays loud", async () => {
    const world = new World();
    world.addAlarm("rampart-dev-alarm-break-glass");
    await world.settle("down");
    assert.equal(world.state().alarms["break-glass"], "on");
  });

  it("with no alarm to silence it asks CloudWatch for none, which would tell all", async () => {
    const world = new World(undefined, undefined, { ...VARIABLES, ALARMS: "" });
    world.addAlarm("rampart-dev-alarm-other");
    await world.settle("down");
    await world.settle("up");
    assert.deepEqual(
      world.aws.names.filter((name) => /Alarm/.test(name)),
      [],
    );
  });

  it("silences more alarms than one call takes", async () => {
    const names = Array.from({ length: 150 }, (_, index) => `rampart-dev-alarm-${index}`);
    const world = new World(undefined, undefined, { ...VARIABLES, ALARMS: names.join(",") });
    await world.settle("down");
    assert.ok(names.every((name) => !world.alarm(name).actions));
    await world.settle("up");
    assert.ok(names.every((name) => world.alarm(name).actions));
  });
});

describe("environment-schedule, in the morning", () => {
  it("P-AUTO-1: starts the database, waits for it across calls, then the tasks, then alarms", async () => {
    const world = await nightly();
    await world.call(up);
    assert.equal(outcome(world), "waits for the database to start");
    assert.equal(world.target.maximum, 0);
    world.pass(world.now + 10 * MINUTE);
    await world.call(up);
    assert.equal(outcome(world), "waits for 1 tasks to start");
    assert.deepEqual(world.state(), { ...UP, memory: MEMORY, running: 0, alarms: SILENCED });
    world.pass(world.now + 5 * MINUTE);
    await world.call(up);
    assert.equal(outcome(world), "done");
    assert.deepEqual(world.state(), UP);
    assert.deepEqual(world.paged, []);
  });

  it("P-AUTO-1: brings back what scaling had made of it, within its bounds", async () => {
    const world = new World();
    world.service.desired = 2;
    world.service.running = 2;
    await world.settle("down");
    await world.settle("up");
    assert.deepEqual(world.state(), { ...UP, desired: 2, running: 2 });
  });

  it("does nothing where all is up", async () => {
    const world = new World();
    await world.call(up);
    assert.equal(outcome(world), "done");
    assert.deepEqual(
      world.aws.names.filter((name) => !/^(Describe|List)/.test(name)),
      [],
    );
    assert.deepEqual(world.state(), UP);
  });

  it("bounds that somebody set at night stay, and the memory goes", async () => {
    const world = await nightly();
    Object.assign(world.target, { minimum: 2, maximum: 5 });
    await world.settle("up");
    assert.deepEqual(world.state(), { ...UP, bounds: "2–5", desired: 2, running: 2 });
  });

  for (const [told, value] of [
    ["lost", undefined],
    ["written over", "something else"],
    ["of nothing", "minimum=0 maximum=0 desired=0"],
  ] as const) {
    it(`a memory that is ${told} gives way to the settings`, async () => {
      const world = await nightly();
      world.target.tags.clear();
      if (value !== undefined) world.target.tags.set(MEMORY_TAG, value);
      await world.settle("up");
      const { bounds, desired, alarms } = world.state();
      assert.deepEqual({ bounds, desired, alarms }, { bounds: "1–2", desired: 1, alarms: ON });
    });
  }

  it("a service without an image has no task before and after", async () => {
    const world = new World();
    Object.assign(world.target, { minimum: 0, maximum: 2 });
    Object.assign(world.service, { desired: 0, running: 0 });
    await world.settle("down");
    assert.equal(world.state().bounds, "0–0");
    await world.settle("up");
    assert.deepEqual(world.state(), { ...UP, bounds: "0–2", desired: 0, running: 0 });
  });

  it("an alarm that is still right is told: it is judged anew, once it is loud", async () => {
    const world = await nightly();
    world.pass(world.now + 60 * MINUTE);
    assert.equal(world.alarm("rampart-dev-alarm-tasks").state, "ALARM");
    await world.call(up);
    world.pass(world.now + 10 * MINUTE);
    await world.call(up);
    // No task ever starts.
    world.service.desired = 1;
    world.service.running = 0;
    await rejection(world.call({ desired: "up", last: true }));
    const calls = world.aws.names.filter((name) => /^(Enable|SetAlarm|Untag)/.test(name));
    assert.deepEqual(calls.slice(0, 2), ["EnableAlarmActions", "SetAlarmState"]);
    world.service.desired = 0;
    world.pass(world.now + 5 * MINUTE);
    assert.deepEqual(world.paged, ["rampart-dev-alarm-tasks"]);
  });
});

describe("environment-schedule, when people need the environment at night", () => {
  const until = (world: World, minutes: number) =>
    new Date(world.now + minutes * MINUTE).toISOString();

  it("P-AUTO-1: is held up until they are done, and goes down with the next call then", async () => {
    const world = await nightly();
    const end = until(world, 90);
    for (let calls = 0; calls < 4; calls += 1) {
      await world.call({ desired: "up", last: false, until: end });
      // The call of the hour may come at any moment.
      await world.call(down);
      assert.equal(outcome(world), `waits for people, who hold it up until ${end}`);
      world.pass(world.now + 10 * MINUTE);
    }
    const held = { ...UP, memory: { [HOLD_TAG]: end } };
    assert.deepEqual(world.state(), held);
    await world.call({ desired: "down", last: true });
    assert.deepEqual(world.state(), held);
    world.pass(Date.parse(end));
    await world.settle("down");
    assert.deepEqual(world.state(), { ...DOWN, memory: { ...MEMORY, [HOLD_TAG]: end } });
    await world.settle("up");
    assert.deepEqual(world.state(), held);
  });

  it("P-AUTO-1: a day is the longest", async () => {
    const world = await nightly();
    const end = until(world, 24 * 60 + 1);
    assert.equal(
      await rejection(world.call({ desired: "up", last: false, until: end })),
      `until is ${end}; allowed: within 24 hours.`,
    );
    assert.deepEqual(world.state(), DOWN);
  });

  for (const value of ["", "tomorrow", "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]) {
    it(`P-AUTO-1: a hold until "${value}" is none`, async () => {
      const world = new World();
      world.target.tags.set(HOLD_TAG, value);
      await world.settle("down");
      assert.equal(world.state().bounds, "0–0");
    });
  }
});

/** Statuses of RDS's guide, and what each means for an evening and a morning. */
const WAITS = { down: "waits for the database to stop", up: "waits for the database to start" };
const STATUSES: readonly (readonly [string, "free" | "usable" | "passing" | "broken"])[] = [
  ["available", "free"],
  ["backing-up", "usable"],
  ["configuring-enhanced-monitoring", "usable"],
  ["configuring-iam-database-auth", "usable"],
  ["configuring-log-exports", "usable"],
  ["storage-optimization", "usable"],
  ["converting-to-vpc", "passing"],
  ["creating", "passing"],
  ["maintenance", "passing"],
  ["modifying", "passing"],
  ["moving-to-vpc", "passing"],
  ["rebooting", "passing"],
  ["renaming", "passing"],
  ["resetting-master-credentials", "passing"],
  ["starting", "passing"],
  ["stopping", "passing"],
  ["upgrading", "passing"],
  ["a-status-of-the-future", "passing"],
  ["deleting", "broken"],
  ["failed", "broken"],
  ["inaccessible-encryption-credentials", "broken"],
  ["inaccessible-encryption-credentials-recoverable", "broken"],
  ["incompatible-create", "broken"],
  ["incompatible-network", "broken"],
  ["incompatible-option-group", "broken"],
  ["incompatible-parameters", "broken"],
  ["incompatible-restore", "broken"],
  ["restore-error", "broken"],
  ["storage-full", "broken"],
];

describe("environment-schedule, with a database in transition", () => {
  for (const [status, kind] of STATUSES) {
    it(`P-AUTO-1: ${status} is ${kind}`, async () => {
      for (const desired of ["down", "up"] as const) {
        const world = new World();
        if (desired === "down") Object.assign(world.service, { desired: 0, running: 0 });
        world.database.status = status;
        const call = world.call({ desired, last: false });
        const changes = () => world.aws.names.filter((name) => /^(Start|Stop)/.test(name));
        if (kind === "broken") {
          assert.equal(
            await rejection(call),
            `Database rampart-dev-db-main is ${status}, which does not pass by itself.`,
          );
          assert.deepEqual(changes(), []);
          continue;
        }
        await call;
        const works = kind === "free" || kind === "usable";
        assert.equal(outcome(world), desired === "up" && works ? "done" : WAITS[desired]);
        const stops = desired === "down" && kind === "free";
        assert.deepEqual(changes(), stops ? ["StopDBInstance"] : []);
      }
    });
  }

  it("P-AUTO-1: a backup that began between asking and stopping is waited for", async () => {
    const world = new World();
    await world.call(down);
    world.pass(world.now + 5 * MINUTE);
    world.fault = (call, when) => {
      if (call === "StopDBInstance" && when === "before") world.occupy("backing-up", 12 * MINUTE);
    };
    await world.call(down);
    assert.equal(outcome(world), WAITS.down);
    assert.ok(!world.log.some(({ change }) => change === "stopped the database"));
    world.fault = () => undefined;
    await world.settle("down");
    assert.deepEqual(world.state(), DOWN);
  });

  it("P-AUTO-1: where AWS has no host free, the next call tries again", async () => {
    const world = await nightly();
    world.fault = (call) => {
      if (call === "StartDBInstance") throw awsRefusal("InsufficientDBInstanceCapacityFault");
    };
    await world.call(up);
    assert.equal(outcome(world), WAITS.up);
    world.fault = () => undefined;
    await world.settle("up");
    assert.deepEqual(world.state(), UP);
  });

  it("any other refusal is a failure, told by its name", async () => {
    const world = await nightly();
    world.fault = (call) => {
      if (call === "StartDBInstance") throw awsRefusal("KMSKeyNotAccessibleFault");
    };
    assert.equal(
      await rejection(world.call(up)),
      "KMSKeyNotAccessibleFault (11111111-2222-3333-4444-555555555555)",
    );
    const record = world.log.at(-1);
    assert.equal(record?.level, "error");
    assert.match(String(record["outcome"]), /^KMSKeyNotAccessibleFault \(/);
  });
});

describe("environment-schedule, when it can't", () => {
  it("P-AUTO-1: the last call of an evening fails if it still waits", async () => {
    const world = new World();
    assert.equal(
      await rejection(world.call({ desired: "down", last: true })),
      "The environment is not down: it waits for 1 tasks to stop, and no other call follows.",
    );
  });

  it("P-AUTO-1: the last call of a morning fails if it still waits, and alarms are loud again", async () => {
    const world = await nightly();
    assert.equal(
      await rejection(world.call({ desired: "up", last: true })),
      "The environment is not up: it waits for the database to start, and no other call follows.",
    );
    assert.deepEqual(world.state().alarms, ON);
  });

  it("alarms are loud after the last call also when the database is broken", async () => {
    const world = await nightly();
    world.database.status = "incompatible-network";
    await rejection(world.call({ desired: "up", last: true }));
    assert.deepEqual(world.state().alarms, ON);
    assert.equal(world.target.maximum, 0);
  });

  for (const status of ["INACTIVE", "DRAINING", ""]) {
    it(`a service that is ${status === "" ? "missing" : status} is a failure`, async () => {
      const world = new World();
      world.service.status = status;
      for (const event of [down, up]) {
        assert.equal(
          await rejection(world.call(event)),
          "There is no active service rampart-dev-svc-api in rampart-dev-ecs-main.",
        );
      }
    });
  }

  for (const [event, told] of [
    [undefined, "The event is wrong: ✖ Invalid input: expected object, received undefined"],
    [
      { desired: "sideways", last: false },
      'The event is wrong: ✖ Invalid option: expected one of "down"|"up"\n  → at desired',
    ],
    [
      { desired: "down" },
      "The event is wrong: ✖ Invalid input: expected boolean, received undefined\n  → at last",
    ],
    [
      { desired: "down", last: false, until: "2026-01-05T20:00:00Z" },
      "The event is wrong: ✖ only beside up\n  → at until",
    ],
    [
      { desired: "up", last: false, force: true },
      'The event is wrong: ✖ Unrecognized key: "force"',
    ],
  ] as const) {
    it(`logs the event ${JSON.stringify(event)}, takes it as done with, and asks AWS nothing`, async () => {
      const world = new World();
      await world.call(event);
      assert.deepEqual(world.aws.names, []);
      assert.deepEqual(world.log, [{ level: "error", message: "call", outcome: told }]);
    });
  }

  it("refuses environment variables that are missing or malformed", () => {
    assert.throws(() => parseSettings({ ...VARIABLES, MINIMUM_TASKS: "many", DATABASE: "" }), {
      message:
        /^Environment variables are wrong: ✖ .*DATABASE\n✖ a number of tasks\n {2}→ at MINIMUM_TASKS$/s,
    });
  });
});
