import assert from "node:assert/strict";

import fc from "fast-check";

import { type Hours, hourlyRuns } from "../../systems/platform/hours.ts";
import { scheduledTimes } from "../support/scheduler.ts";

const HOUR = 3_600_000;
/** A Monday at midnight. */
const MONDAY = Date.UTC(2026, 5, 1);

/** The hours of a day from one on, as a list. */
const hoursFrom = (first: number) =>
  Array.from({ length: 24 - first }, (_, index) => first + index).join(",");

const table = (hours: Omit<Hours, "timeZone">) =>
  Object.entries(hourlyRuns({ timeZone: "UTC", ...hours })).map(
    ([label, { expression, input }]) => [label, expression, input["desired"], input["last"]],
  );

describe("hourlyRuns", () => {
  it("P-AUTO-1: down Monday to Friday at 20:00, up at 08:00, each for three hours", () => {
    assert.deepEqual(table({ down: "20:00", up: "08:00" }), [
      ["down", "cron(0/5 20 ? * MON-FRI *)", "down", false],
      ["down-1", "cron(0/5 21 ? * MON-FRI *)", "down", false],
      ["down-2", "cron(0/5 22 ? * MON-FRI *)", "down", false],
      ["down-last", "cron(0 23 ? * MON-FRI *)", "down", true],
      ["down-kept-sun", `cron(0 ${hoursFrom(0)} ? * SUN *)`, "down", false],
      ["down-kept-mon-fri", "cron(0 0,1,2,3,4,5,6,7 ? * MON-FRI *)", "down", false],
      ["down-kept-sat", `cron(0 ${hoursFrom(0)} ? * SAT *)`, "down", false],
      ["up", "cron(0/5 8 ? * MON-FRI *)", "up", false],
      ["up-1", "cron(0/5 9 ? * MON-FRI *)", "up", false],
      ["up-2", "cron(0/5 10 ? * MON-FRI *)", "up", false],
      ["up-last", "cron(0 11 ? * MON-FRI *)", "up", true],
    ]);
  });

  it("goes on behind midnight on the next day, and never begins before its time", () => {
    assert.deepEqual(table({ down: "22:37", up: "06:05" }).slice(0, 8), [
      ["down", "cron(37/5 22 ? * MON-FRI *)", "down", false],
      ["down-1", "cron(2/5 23 ? * MON-FRI *)", "down", false],
      ["down-2", "cron(2/5 0 ? * TUE-SAT *)", "down", false],
      ["down-last", "cron(37 1 ? * TUE-SAT *)", "down", true],
      ["down-kept-sun", `cron(37 ${hoursFrom(0)} ? * SUN *)`, "down", false],
      ["down-kept-mon", "cron(37 0,1,2,3,4,5 ? * MON *)", "down", false],
      ["down-kept-tue-fri", "cron(37 2,3,4,5 ? * TUE-FRI *)", "down", false],
      ["down-kept-sat", `cron(37 ${hoursFrom(2)} ? * SAT *)`, "down", false],
    ]);
  });

  it("a working day that ends behind midnight ends on the next day, that of Friday on Saturday", () => {
    const [first] = table({ down: "02:00", up: "10:00" });
    assert.deepEqual(first, ["down", "cron(0/5 2 ? * TUE-SAT *)", "down", false]);
  });

  it("refuses an evening that would still go on when the next one begins", () => {
    assert.throws(() => table({ down: "21:30", up: "23:00" }), {
      message: "down at 21:30 goes on for two nights.",
    });
  });

  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const hours = fc
    .record({ timeZone: fc.constant("UTC"), down: time, up: time })
    .filter(({ down, up }) => {
      const apart = Math.abs(minutesOf(down) - minutesOf(up));
      return Math.min(apart, 24 * 60 - apart) >= 4 * 60;
    });

  it("whatever the hours, transitions take turns, begin on time and have a last call, what is down is kept so, and five a week", () => {
    fc.assert(
      fc.property(hours, (given) => {
        const calls = Object.values(hourlyRuns(given)).flatMap(({ expression, input }) =>
          scheduledTimes(expression, "UTC", MONDAY, MONDAY + 14 * 24 * HOUR).map((at) => ({
            at,
            desired: String(input["desired"]) as "up" | "down",
            last: input["last"],
          })),
        );
        calls.sort((one, other) => one.at - other.at);
        const runs: (typeof calls)[] = [];
        for (const call of calls) {
          const current = runs.at(-1);
          if (current?.at(-1)?.desired === call.desired) current.push(call);
          else runs.push([call]);
        }
        const begins = new Map(runs.map((run, index) => [run, runs[index + 1]?.[0]?.at]));
        // The first and the last may be cut off; between them each is whole.
        for (const run of runs.slice(1, -1)) {
          const [first] = run;
          assert.ok(first);
          const minutes = (first.at - MONDAY) / 60_000;
          assert.equal(minutes % (24 * 60), minutesOf(given[first.desired]));
          const end = run.findIndex(({ last }) => last);
          assert.equal((run[end]?.at ?? 0) - first.at, 3 * HOUR);
          const kept = run.slice(end + 1);
          assert.ok(kept.every(({ last }) => !last));
          if (first.desired === "up") assert.equal(kept.length, 0);
          else assert.ok((begins.get(run) ?? 0) - (run.at(-1)?.at ?? 0) <= HOUR, "kept to the end");
          for (const [index, { at }] of run.entries()) {
            const before = run[index - 1]?.at ?? at;
            assert.ok(at - before <= 65 * 60_000, "no gap of more than an hour");
          }
        }
        const begun = (desired: string) => runs.filter(([call]) => call?.desired === desired);
        assert.ok(
          Math.abs(begun("up").length - 10) <= 1 && Math.abs(begun("down").length - 10) <= 1,
        );
      }),
      { numRuns: 100 },
    );
  });
});
