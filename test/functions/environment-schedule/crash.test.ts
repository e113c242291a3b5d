import assert from "node:assert/strict";

import { awsRefusal } from "../../support/awsClient.ts";
import { MINUTE, World } from "./world.ts";

type Desired = "down" | "up";

/** A world whose next call has the most to do for this. */
async function before(desired: Desired, stage: number): Promise<World> {
  const world = new World();
  world.service.desired = 2;
  world.service.running = 2;
  if (desired === "up") {
    await world.settle("down");
    world.pass(world.now + 12 * 60 * MINUTE);
  }
  for (let calls = 0; calls < stage; calls += 1) {
    await world.call({ desired, last: false });
    world.pass(world.now + 10 * MINUTE);
  }
  world.aws.forget();
  return world;
}

/** What an undisturbed transition ends in. */
async function undisturbed(desired: Desired) {
  const world = await before(desired, 0);
  await world.settle(desired);
  return world.state();
}

/** Ends the process at the n-th moment, before or after a call's effect; nothing follows. */
function endAt(world: World, moment: number): () => boolean {
  let passed = 0;
  let ended = false;
  world.fault = () => {
    if (!ended && passed++ !== moment) return;
    ended = true;
    throw Object.assign(new Error("crash"), { name: "Crash" });
  };
  return () => ended;
}

/** Disturbs each call of a stage in turn until one gets through; how many there were. */
async function disturbEach(
  desired: Desired,
  stage: number,
  disturb: (world: World, moment: number) => () => boolean,
  last = false,
): Promise<number> {
  const wanted = await undisturbed(desired);
  for (let moment = 0; ; moment += 1) {
    const world = await before(desired, stage);
    const disturbed = disturb(world, moment);
    const told = await world.call({ desired, last }).then(
      () => "through",
      () => "failed",
    );
    if (!disturbed()) return moment;
    assert.equal(told, "failed", `${desired}, stage ${stage}, moment ${moment}`);
    world.fault = () => undefined;
    world.pass(world.now + MINUTE);
    await world.settle(desired);
    assert.deepEqual(world.state(), wanted, `${desired}, stage ${stage}, moment ${moment}`);
    assert.deepEqual(world.paged, [], `${desired}, stage ${stage}, moment ${moment}`);
  }
}

/** Lets AWS refuse the n-th call, as if the SDK had given up on it. */
function refuseAt(name: string) {
  return (world: World, moment: number): (() => boolean) => {
    let passed = 0;
    let refused = false;
    world.fault = (call, when) => {
      if (when === "after" || passed++ !== moment) return;
      refused = true;
      throw awsRefusal(name, `${call} was refused`);
    };
    return () => refused;
  };
}

/** Transitions have three stages: tasks, database, alarms; each begins with another call. */
const STAGES = [0, 1, 2];

describe("environment-schedule, when its process ends", () => {
  for (const desired of ["down", "up"] as const) {
    it(`P-AUTO-1: at any moment of going ${desired}, the next calls finish alike`, async () => {
      let moments = 0;
      for (const stage of STAGES) moments += await disturbEach(desired, stage, endAt);
      assert.ok(moments > 30, `${moments} moments`);
    }).timeout(60_000);

    it(`P-AUTO-1: at any moment of the last call of going ${desired}, Lambda's next try finishes it`, async () => {
      const moments = await disturbEach(desired, 2, endAt, true);
      assert.ok(moments > 5, `${moments} moments`);
    }).timeout(60_000);

    for (const refusal of ["ThrottlingException", "ConcurrentUpdateException"]) {
      it(`P-AUTO-1: with a ${refusal} at any call of going ${desired}, the next calls finish alike`, async () => {
        let moments = 0;
        for (const stage of STAGES) moments += await disturbEach(desired, stage, refuseAt(refusal));
        assert.ok(moments > 15, `${moments} moments`);
      }).timeout(60_000);
    }

    it(`P-AUTO-1: two calls at once, in any order of their steps, go ${desired} alike`, async () => {
      const wanted = await undisturbed(desired);
      for (const stage of STAGES) {
        for (let headStart = 0; headStart < 60; headStart += 1) {
          const world = await before(desired, stage);
          const first = world.call({ desired, last: false });
          // Each turn of the loop is a step or less of the first call.
          for (let turn = 0; turn < headStart; turn += 1) await Promise.resolve();
          await Promise.all([first, world.call({ desired, last: false })]);
          world.pass(world.now + MINUTE);
          await world.settle(desired);
          assert.deepEqual(world.state(), wanted, `stage ${stage}, ${headStart} turns`);
        }
      }
    }).timeout(60_000);
  }
});
