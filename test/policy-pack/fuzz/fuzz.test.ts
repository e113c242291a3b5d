import assert from "node:assert/strict";

import { referenceStack } from "../reference/reference.ts";
import { fuzz } from "./fuzz.ts";

/** `npm run test:full` tries a million. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 20_000);
const SEED = Number(process.env["FUZZ_SEED"] ?? 1);

describe("M17: hostile resources", () => {
  // A hang ends the test by its time-out.
  it(`break no control in ${CASES} cases, and hang none`, async () => {
    const { cases, defects } = fuzz(await referenceStack(), CASES, SEED);
    assert.equal(cases, CASES);
    assert.deepEqual(defects, []);
  }).timeout(600_000);
});
