import { parseArgs } from "node:util";

import { type AppPart, appLines } from "./app/lines.ts";
import { measureTests, measureTypes } from "./child.ts";
import { ingestLines } from "./ingest.ts";
import { packLines } from "./pack.ts";
import { planLines } from "./plan.ts";
import { type Line, missed, tableOf } from "./report.ts";

const ROUNDS = 11;
const SLOW_ROUNDS = 3;
/** Songs that are searched, and with `--all`. */
const SONGS = 10_000;
const ALL_SONGS = 1_000_000;

const PARTS = ["plan", "pack", "ingest", "reads", "uploads", "search"] as const;
type Part = (typeof PARTS)[number];

const USAGE = `Usage: npm run bench -- [part …] [--all] [--json]

Parts, all of them if none is named:
  plan     what \`npm run plan -- prod\` takes, against the floor: the same resources registered
           under one component, without settings or readers, by the classes of Pulumi's AWS SDK or
           below them
  pack     what the policy pack costs as the engine runs it
  ingest   the ingest's handler on local parts, against its calls alone
  reads    cached reads of the application, against the least that answers the same
  uploads  uploads to it, against its parser alone
  search   searches among ${SONGS.toLocaleString("en")} songs by 200 at once

Figures of plan and pack are medians of ${ROUNDS} runs, of ${SLOW_ROUNDS} for what --all adds. Work of its own is
processor time without garbage collection, which a busy machine hardly changes. The application's are
medians of rounds in turns. PYTHON names the Python whose FastAPI is compared.

  --all   time the type check and the unit tests as well, a minute and a half more, and search
          ${ALL_SONGS.toLocaleString("en")} songs, which are generated first: some minutes
  --json  print the lines as one JSON document

Exit codes: 0 goals met, 1 a goal missed, 2 wrong usage.
`;

/** What `--all` adds. */
function slowLines(): Line[] {
  const line = (name: string, value: number): Line => ({ name, value, unit: "s" });
  return [
    line("type check, nothing kept from before", measureTypes(SLOW_ROUNDS)),
    line("unit tests", measureTests(SLOW_ROUNDS)),
  ];
}

interface Args {
  readonly json: boolean;
  readonly all: boolean;
  readonly parts: readonly Part[];
}

/** @returns what was asked for; undefined for wrong usage. */
function readArgs(): Args | undefined {
  const flag = { type: "boolean", default: false } as const;
  try {
    const options = { json: flag, all: flag };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const parts = PARTS.filter((part) => positionals.includes(part));
    if (new Set(positionals).size !== parts.length) return undefined;
    return { ...values, parts: parts.length === 0 ? PARTS : parts };
  } catch {
    return undefined;
  }
}

async function bench({ parts, all }: Args): Promise<Line[]> {
  const app = parts.filter((part): part is AppPart => !["plan", "pack", "ingest"].includes(part));
  return [
    // First, for they stop at a failing test.
    ...(all && parts.includes("plan") ? slowLines() : []),
    ...(parts.includes("plan") ? await planLines(ROUNDS) : []),
    ...(parts.includes("pack") ? await packLines(ROUNDS) : []),
    ...(parts.includes("ingest") ? await ingestLines(ROUNDS) : []),
    ...(await appLines(app, all ? ALL_SONGS : SONGS)),
  ];
}

const args = readArgs();
if (args === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const lines = await bench(args);
  process.stdout.write(args.json ? `${JSON.stringify(lines, null, 2)}\n` : tableOf(lines));
  process.exitCode = missed(lines).length > 0 ? 1 : 0;
}
