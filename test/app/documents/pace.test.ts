import assert from "node:assert/strict";

import { Pace } from "../../../app/documents/pace.ts";

describe("A-DOCS: the pace of an upload", () => {
  const cases: readonly (readonly [why: string, periods: readonly number[], ended: number])[] = [
    ["never while each period brings enough", [10, 10, 11], -1],
    ["after two periods without a byte", [0, 0], 1],
    ["after two periods that bring too little", [10, 9, 9], 2],
    ["not for a pause that fills one period", [10, 0, 10, 0, 10], -1],
    ["not for two poor periods with a good one between them", [9, 10, 9, 10], -1],
  ];
  for (const [why, periods, ended] of cases) {
    it(`ends it ${why}`, () => {
      const pace = new Pace(10);
      const first = periods.findIndex((bytes) => {
        pace.came(bytes);
        return pace.ended();
      });
      assert.equal(first, ended);
    });
  }

  it("counts all that comes in a period", () => {
    const pace = new Pace(10);
    for (let period = 0; period < 3; period += 1) {
      for (let piece = 0; piece < 10; piece += 1) pace.came(1);
      assert.equal(pace.ended(), false);
    }
  });
});
