import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/fixtures.ts";
import { MEASURED, readMeasurement, rulesNow } from "./measured.ts";
import { filesOf, type MutationReport, recorded, summaryOf } from "./summary.ts";

const REPORT = join(ROOT, ".cache/mutation/mutation.json");
const USAGE = `Usage: node test/mutation/record.ts [REPORT]

Puts the report of the last \`npm run test:mutation\`, or another of Stryker's JSON reports, into
test/mutation/measured.json, in place of what that said of the same files.
`;

const [report = REPORT, ...more] = process.argv.slice(2);
if (more.length > 0 || report.startsWith("-")) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const measurement = recorded(readMeasurement(), {
    date: new Date().toISOString().slice(0, "2026-11-22".length),
    commit: commit(),
    files: filesOf(JSON.parse(readFileSync(report, "utf8")) as MutationReport),
  });
  writeFileSync(MEASURED, `${JSON.stringify(measurement, null, 2)}\n`);
  const { killed, total } = summaryOf(measurement, rulesNow());
  process.stdout.write(`${killed} of ${total} noticed: written to test/mutation/measured.json\n`);
}

/** The commit that is checked out, and whether the rules or their tests differ from it. */
function commit(): string {
  const git = (...args: string[]) =>
    spawnSync("git", args, { cwd: ROOT, encoding: "utf8" }).stdout.trim();
  const changes = git("status", "--porcelain", "policy-pack", "test/policy-pack");
  return git("rev-parse", "--short", "HEAD") + (changes === "" ? "" : " with changes");
}
