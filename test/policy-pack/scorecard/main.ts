import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { readMeasurement, rulesNow } from "../../mutation/measured.ts";
import { summaryOf } from "../../mutation/summary.ts";
import { ROOT } from "../../support/fixtures.ts";
import { fuzz } from "../fuzz/fuzz.ts";
import { referenceStack } from "../reference/reference.ts";
import { canaryScores } from "./canaries.ts";
import { caseScore } from "./cases.ts";
import { doorScores } from "./doors.ts";
import { type Score, score, tableOf } from "./line.ts";
import { mutationScores } from "./mutation.ts";
import { complaintsOf, missingPage, pageOf, readPage } from "./page.ts";
import { deadRuleScores } from "./properties.ts";
import { reportScores } from "./reports.ts";
import { speedScores } from "./speed.ts";
import {
  catalogueScore,
  decidedScores,
  defectScore,
  equivalenceScore,
  evasionScore,
  silenceScore,
} from "./verdicts.ts";

const PAGE = "docs/policy-scorecard.md";
const ROUNDS = 5;
const FUZZ_CASES = 1_000_000;
/** As many as are tried where there is less time. */
const FUZZ_SAMPLE = 100_000;
const FUZZ_SEED = 1;

const USAGE = `Usage: npm run policy:scorecard -- [--check | --write] [--json]

Measures the policy pack against its targets, from M1 (how many controls) to M17 (hostile
resources), and prints each goal beside what was measured. Takes some five minutes.

  --check  compare the figures that no machine changes with ${PAGE}; no timings,
           and a tenth of the hostile resources; what can't be measured counts as missed
  --write  write that page
  --json   print the figures as one JSON document

Exit codes: 0 goals met, 1 a goal missed or the page is stale or missing, 2 wrong usage.
`;

async function measure(check: boolean): Promise<Score[]> {
  const reference = await told("the reference stack", referenceStack);
  return [
    catalogueScore(),
    ...(await told("a first preview", () => decidedScores(reference))),
    await told("unknowns", () => silenceScore(reference)),
    equivalenceScore(),
    evasionScore(),
    await told("planted defects", () => defectScore(reference)),
    ...(await told("exemptions and reports", reportScores)),
    ...(await told("planted secrets", () => canaryScores(reference))),
    await told("tests of each control", caseScore),
    ...mutationScores(summaryOf(readMeasurement(), rulesNow())),
    ...(check ? [] : await told("time and memory", () => speedScores(ROUNDS))),
    ...(await told("typings of the provider", () => deadRuleScores(reference))),
    ...(await told("the SDK beside the offline run", () => doorScores(reference))),
    await told("hostile resources", () =>
      hostileScore(reference, check ? FUZZ_SAMPLE : FUZZ_CASES),
    ),
  ];
}

/** M17: so many hostile resources; a hang would end the command by whoever waits for it. */
function hostileScore(reference: Parameters<typeof fuzz>[0], wanted: number): Score {
  const { cases, defects } = fuzz(reference, wanted, FUZZ_SEED);
  const enough = cases >= FUZZ_CASES ? true : "told";
  return score(
    "M17",
    "hostile resources that break a control",
    `0 of ≥ ${FUZZ_CASES}`,
    `${defects.length} of ${cases}`,
    defects.length === 0 ? enough : false,
  );
}

/** Says what is going on, and what it took. */
async function told<T>(what: string, task: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await task();
  process.stderr.write(
    `${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}\n`,
  );
  return result;
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

/** The exit code. */
async function main(): Promise<number> {
  const args = readArgs();
  if (args === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const path = join(ROOT, PAGE);
  const page = args.check ? readPage(path) : "";
  if (page === undefined) {
    process.stderr.write(missingPage(PAGE));
    return 1;
  }
  const scores = await measure(args.check);
  process.stdout.write(args.json ? `${JSON.stringify(scores, null, 2)}\n` : tableOf(scores));
  if (args.write) writeFileSync(path, pageOf(scores, new Date().toISOString().slice(0, 10)));
  const complaints = args.check ? complaintsOf(page, PAGE, scores) : [];
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  return complaints.length > 0 || scores.some(({ verdict }) => verdict === "missed") ? 1 : 0;
}

process.exitCode = await main();
