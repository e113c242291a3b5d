import assert from "node:assert/strict";

import { SignJWT } from "jose";

import { remembered } from "../../../app/auth/remembered.ts";

const KEY = new TextEncoder().encode("a key of thirty-two bytes for one test");
const START = 1_800_000_000_000;

describe("A-COMMON: tokens that have been verified", () => {
  const token = (sub: string, seconds: number) =>
    new SignJWT({ sub })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(START / 1000 + seconds)
      .sign(KEY);

  const watched = () => {
    const state = { now: START, asked: 0, holds: true };
    const verifier = remembered(
      {
        verify(text) {
          state.asked += 1;
          if (!state.holds) return Promise.reject(new Error("does not hold"));
          return Promise.resolve({ id: text, name: text });
        },
      },
      () => state.now,
    );
    return { state, verifier };
  };

  it("are not verified again for a minute, each for itself", async () => {
    const { state, verifier } = watched();
    const [ada, ben] = [await token("ada", 3600), await token("ben", 3600)];
    for (const each of [ada, ben, ada, ben]) assert.equal((await verifier.verify(each)).id, each);
    assert.equal(state.asked, 2);
    state.now += 59_999;
    await verifier.verify(ada);
    assert.equal(state.asked, 2);
    state.now += 1;
    await verifier.verify(ada);
    assert.equal(state.asked, 3);
  });

  it("are verified again once they have ended, though the minute has not", async () => {
    const { state, verifier } = watched();
    const short = await token("ada", 10);
    await verifier.verify(short);
    state.now += 10_000;
    state.holds = false;
    await assert.rejects(verifier.verify(short), { message: "does not hold" });
  });

  it("are not remembered when they don't hold, nor when another signature stands under them", async () => {
    const { state, verifier } = watched();
    const ada = await token("ada", 3600);
    await verifier.verify(ada);
    state.holds = false;
    const forged = `${ada.slice(0, -2)}AA`;
    for (let turn = 0; turn < 2; turn += 1) {
      await assert.rejects(verifier.verify(forged), { message: "does not hold" });
    }
    assert.equal(state.asked, 3);
  });
});
