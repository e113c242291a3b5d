import { spawnSync } from "node:child_process";
import { basename, relative } from "node:path";

import { controls } from "../../../policy-pack/controls/index.ts";
import { ROOT } from "../../support/fixtures.ts";
import { score, type Score } from "./line.ts";

const FEWEST_OF_A_CONTROL = 12;
const FEWEST = 1600;

/** M12: tests by control, counted by mocha itself. */
export function caseScore(): Score {
  const byControl = casesByControl();
  const counts = controls.map(({ id }) => byControl.get(id) ?? 0);
  const least = Math.min(...counts);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return score(
    "M12",
    "tests of each control; of all",
    `≥ ${FEWEST_OF_A_CONTROL}; ≥ ${FEWEST}`,
    `${least} at least; ${all}`,
    least >= FEWEST_OF_A_CONTROL && all >= FEWEST,
  );
}

function casesByControl(): ReadonlyMap<string, number> {
  const { stdout } = spawnSync(
    process.execPath,
    [
      "node_modules/mocha/bin/mocha.js",
      "--dry-run",
      "--reporter",
      "json",
      "test/policy-pack/controls/**/*.test.ts",
      "test/policy-pack/engine/exemptions.test.ts",
    ],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const { tests } = JSON.parse(stdout) as { tests: { file: string }[] };
  const counts = new Map<string, number>();
  for (const { file } of tests) {
    const name = basename(relative(ROOT, file), ".test.ts");
    const control = name === "exemptions" ? "exemption-valid" : name;
    counts.set(control, (counts.get(control) ?? 0) + 1);
  }
  return counts;
}
