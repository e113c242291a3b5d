import assert from "node:assert/strict";

import fc from "fast-check";

import { hourBehindWindows, quietWindows } from "../../../components/data/windows.ts";

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

/** Hours of a week in which a window lies, or the hour before it; Monday 00:00 is 0. */
function closedHours(window: string): number[] {
  const [start = ""] = window.split("-");
  const day = start.startsWith("tue") ? 1 : start.startsWith("wed") ? 2 : undefined;
  const hour = Number(start.slice(-5, -3));
  const days = day === undefined ? [0, 1, 2, 3, 4, 5, 6] : [day];
  return days.flatMap((of) => [of * 24 + hour, (of * 24 + hour + 167) % 168]);
}

describe("hourBehindWindows", () => {
  it("P-DATA-6: is an hour, on each day, in which RDS lets AWS Backup start", () => {
    for (let quietHour = 0; quietHour < 24; quietHour += 1) {
      const { backup, maintenance } = quietWindows(quietHour);
      const closed = [...closedHours(backup), ...closedHours(maintenance)];
      const hour = hourBehindWindows(quietHour);
      const open = [0, 1, 2, 3, 4, 5, 6].map((day) => day * 24 + hour);
      assert.deepEqual(
        open.filter((start) => closed.includes(start)),
        [],
        `${quietHour}:00`,
      );
    }
  });

  it("follows at once: an hour earlier is Tuesday's maintenance", () => {
    assert.deepEqual([0, 7, 22, 23].map(hourBehindWindows), [2, 9, 0, 1]);
  });
});
