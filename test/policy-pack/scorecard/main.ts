import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ROOT } from "../../support/fixtures.ts";
import { fuzz } from "../fuzz/fuzz.ts";
import { referenceStack } from "../reference/reference.ts";
import { caseScores } from "./cases.ts";
import { doorScore } from "./doors.ts";
import { type Score, score, tableOf } from "./line.ts";
import { mutationScore } from "./mutation.ts";
import { pageOf, steadyLines, withoutPadding } from "./page.ts";
import { deadRuleScores } from "./properties.ts";
import { reportScores } from "./reports.ts";
import { speedScores } from "./speed.ts";
import {
  catalogueScore,
  decidedScore,
  defectScore,
  equivalenceScore,
  evasionScore,
  silenceScore,
} from "./verdicts.ts";

const PAGE = join(ROOT, "docs/policy-scorecard.md");
const ROUNDS = 5;
const FUZZ_CASES = 100_000;
const FUZZ_SEED = 1;

const USAGE = `Usage: npm run policy:scorecard -- [--check | --write] [--json]

Measures the policy pack against its targets, from M1 (how many controls) to M17 (hostile
resources), and prints each goal beside what was measured. Takes some three minutes.

  --check  compare the figures that no machine changes with docs/policy-scorecard.md; no timings
  --write  write that page
  --json   print the figures as one JSON document

Exit codes: 0 goals met, 1 a goal missed or the page is stale, 2 wrong usage.
`;

async function measure(timings: boolean): Promise<Score[]> {
  const reference = await referenceStack();
  const { cases, defects } = told("hostile resources", () =>
    fuzz(reference, FUZZ_CASES, FUZZ_SEED),
  );
  return [
    catalogueScore(),
    await decidedScore(reference),
    told("unknowns", () => silenceScore(reference)),
    equivalenceScore(),
    evasionScore(),
    told("planted defects", () => defectScore(reference)),
    ...(await reportScores()),
    ...told("tests of each control", () => caseScores(mutationScore())),
    ...(timings ? await speedScores(ROUNDS) : []),
    ...told("typings of the provider", () => deadRuleScores(reference)),
    await told("the SDK beside the offline run", () => doorScore(reference)),
    score(
      "M17",
      "hostile resources that break a control",
      "0",
      `${defects.length} of ${cases}`,
      defects.length === 0,
    ),
  ];
}

/** Says what is going on, where a person watches. */
function told<T>(what: string, task: () => T): T {
  if (process.stderr.isTTY) process.stderr.write(`${what} …\n`);
  return task();
}

function readArgs(): { check: boolean; write: boolean; json: boolean } | undefined {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({ options: { check: flag, write: flag, json: flag } });
    return values.check && values.write ? undefined : values;
  } catch {
    return undefined;
  }
}

function isStale(scores: readonly Score[]): boolean {
  const page = new Set(readFileSync(PAGE, "utf8").split("\n").map(withoutPadding));
  const missing = steadyLines(scores).filter((line) => !page.has(line));
  for (const line of missing) process.stderr.write(`Not in docs/policy-scorecard.md: ${line}\n`);
  return missing.length > 0;
}

const args = readArgs();
if (args === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const scores = await measure(!args.check);
  process.stdout.write(args.json ? `${JSON.stringify(scores, null, 2)}\n` : tableOf(scores));
  if (args.write) writeFileSync(PAGE, pageOf(scores, new Date().toISOString().slice(0, 10)));
  const missed = scores.some(({ verdict }) => verdict === "missed");
  process.exitCode = missed || (args.check && isStale(scores)) ? 1 : 0;
}
