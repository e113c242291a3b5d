import assert from "node:assert/strict";

import { hashOf, type Measurement, readMeasurement, rulesNow } from "./measured.ts";
import { filesOf, recorded, summaryOf } from "./summary.ts";

const measuredFile = (source: string, ...states: string[]) => ({
  source,
  mutants: states.map((state) => {
    const [status = "", statusReason] = state.split(": ");
    return statusReason === undefined ? { status } : { status, statusReason };
  }),
});

describe("M12: the record of mutation testing", () => {
  const a = "policy-pack/controls/s3/a.ts";
  const b = "policy-pack/controls/s3/b.ts";
  const index = "policy-pack/controls/index.ts";
  const run = "policy-pack/engine/run.ts";
  const first = filesOf({
    files: {
      [run]: measuredFile("run", "NoCoverage", "Killed", "CompileError"),
      [a]: measuredFile("a", "Killed", "Survived", "Ignored: Static mutant"),
      [b]: measuredFile("b", "Timeout", "Ignored: Metadata"),
      [index]: measuredFile("index", "Ignored: Static mutant"),
    },
  });
  const record: Measurement = {
    measured: [{ date: "2026-11-22", commit: "abc1234", files: first }],
    leftOut: {},
  };
  const rules = { [a]: hashOf("a"), [b]: hashOf("b"), [index]: hashOf("index") };

  it("counts what was noticed by family", () => {
    assert.deepEqual(summaryOf(record, { ...rules, [run]: hashOf("run") }), {
      times: [{ date: "2026-11-22", commit: "abc1234", count: 4 }],
      killed: 3,
      total: 5,
      ignoredStatic: 2,
      families: { engine: { killed: 1, total: 2 }, s3: { killed: 2, total: 3 } },
      measured: 4,
      changed: 0,
      notMeasured: [],
    });
  });

  it("sees what has changed, is new or gone since", () => {
    const now = { ...rules, [b]: hashOf("b, mended"), "policy-pack/engine/new.ts": hashOf("new") };
    const { measured, changed, notMeasured, families } = summaryOf(record, now);
    assert.deepEqual(
      { measured, changed, notMeasured, families },
      {
        measured: 3,
        changed: 1,
        notMeasured: ["policy-pack/engine/new.ts"],
        families: { s3: { killed: 2, total: 3 } },
      },
    );
  });

  it("takes a later measurement of a file for the earlier one", () => {
    const files = filesOf({ files: { [a]: measuredFile("a, mended", "Killed", "Killed") } });
    const later = recorded(record, { date: "2026-11-23", commit: "def5678", files });
    const { times, killed, total, changed } = summaryOf(later, {
      ...rules,
      [a]: hashOf("a, mended"),
      [run]: hashOf("run"),
    });
    assert.deepEqual(
      { counts: times.map(({ date, count }) => `${date} ${count}`), killed, total, changed },
      { counts: ["2026-11-22 3", "2026-11-23 1"], killed: 4, total: 5, changed: 0 },
    );
  });

  it("is kept with each file once, and none left out that was measured", () => {
    const { measured, leftOut } = readMeasurement();
    const files = measured.flatMap((some) => Object.keys(some.files));
    assert.equal(new Set(files).size, files.length);
    assert.deepEqual(
      Object.keys(leftOut).filter((file) => files.includes(file)),
      [],
    );
    const { measured: known, notMeasured } = summaryOf(readMeasurement(), rulesNow());
    assert.equal(known + notMeasured.length, Object.keys(rulesNow()).length);
  });
});
