import assert from "node:assert/strict";

import fc from "fast-check";

import { quietWindows } from "../../../components/data/windows.ts";

describe("quietWindows", () => {
  it("starts at 07:00 UTC, when the Americas and Europe are quiet", () => {
    assert.deepEqual(quietWindows(), {
      backup: "07:00-08:00",
      maintenance: "tue:08:00-tue:09:00",
    });
  });

  const late = [
    [22, { backup: "22:00-23:00", maintenance: "tue:23:00-wed:00:00" }],
    [23, { backup: "23:00-00:00", maintenance: "wed:00:00-wed:01:00" }],
    [0, { backup: "00:00-01:00", maintenance: "tue:01:00-tue:02:00" }],
  ] as const;
  for (const [hour, windows] of late) {
    it(`crosses midnight rightly from ${hour}:00`, () => {
      assert.deepEqual(quietWindows(hour), windows);
    });
  }

  it("never lets the two windows overlap, which AWS refuses", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), (hour) => {
        const { backup, maintenance } = quietWindows(hour);
        const [, end] = backup.split("-");
        assert.equal(maintenance.slice(4, 9), end);
        assert.notEqual(maintenance.slice(14), maintenance.slice(4, 9));
      }),
    );
  });

  for (const hour of [-1, 24, 7.5, Number.NaN]) {
    it(`refuses ${hour}`, () => {
      assert.throws(() => quietWindows(hour), {
        message: `quietHour is ${hour}; allowed: whole hours 0–23.`,
      });
    });
  }
});
