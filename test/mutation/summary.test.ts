import assert from "node:assert/strict";

import { readMeasurement } from "./measured.ts";
import { summaryOf } from "./summary.ts";

const mutants = (...states: string[]) => ({
  mutants: states.map((state) => {
    const [status = "", statusReason] = state.split(": ");
    return statusReason === undefined ? { status } : { status, statusReason };
  }),
});

describe("M12: the record of mutation testing", () => {
  it("counts what was noticed by family, and names what nobody measured", () => {
    const files = {
      "policy-pack/controls/s3/a.ts": mutants("Killed", "Survived", "Ignored: Static mutant"),
      "policy-pack/controls/s3/b.ts": mutants("Timeout", "Ignored: Metadata"),
      "policy-pack/controls/index.ts": mutants("Ignored: Static mutant"),
      "policy-pack/engine/run.ts": mutants("NoCoverage", "Killed", "CompileError"),
    };
    const rules = [...Object.keys(files), "policy-pack/engine/new.ts", "policy-pack/engine/old.ts"];
    assert.deepEqual(summaryOf({ files }, rules, { "policy-pack/engine/old.ts": "Old" }), {
      killed: 3,
      total: 5,
      ignoredStatic: 2,
      families: { engine: { killed: 1, total: 2 }, s3: { killed: 2, total: 3 } },
      notMeasured: {
        "policy-pack/engine/new.ts": "not in the report",
        "policy-pack/engine/old.ts": "Old",
      },
    });
  });

  it("adds up", () => {
    const { families, killed, total } = readMeasurement();
    const shares = Object.values(families);
    assert.equal(
      shares.reduce((sum, share) => sum + share.killed, 0),
      killed,
    );
    assert.equal(
      shares.reduce((sum, share) => sum + share.total, 0),
      total,
    );
  });
});
