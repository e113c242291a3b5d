import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/fixtures.ts";
import { MEASURED, type Measurement, readMeasurement } from "./measured.ts";
import { type MutationReport, summaryOf } from "./summary.ts";

const REPORT = join(ROOT, ".cache/mutation/mutation.json");
const USAGE = `Usage: node test/mutation/record.ts [REPORT]

Writes test/mutation/measured.json from the report of the last \`npm run test:mutation\`, or from
another of Stryker's JSON reports.
`;

const [report = REPORT, ...more] = process.argv.slice(2);
if (more.length > 0 || report.startsWith("-")) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const read = JSON.parse(readFileSync(report, "utf8")) as MutationReport;
  const rules = globSync("policy-pack/{controls,engine}/**/*.ts", { cwd: ROOT });
  const measurement: Measurement = {
    date: new Date().toISOString().slice(0, "2026-11-22".length),
    commit: commit(),
    ...summaryOf(read, rules, readMeasurement().notMeasured),
  };
  writeFileSync(MEASURED, `${JSON.stringify(measurement, null, 2)}\n`);
  process.stdout.write(
    `${measurement.killed} of ${measurement.total} noticed: written to test/mutation/measured.json\n`,
  );
}

/** The commit that is checked out, and whether the rules or their tests differ from it. */
function commit(): string {
  const git = (...args: string[]) =>
    spawnSync("git", args, { cwd: ROOT, encoding: "utf8" }).stdout.trim();
  const changes = git("status", "--porcelain", "policy-pack", "test/policy-pack");
  return git("rev-parse", "--short", "HEAD") + (changes === "" ? "" : " with changes");
}
