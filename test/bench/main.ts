import { parseArgs } from "node:util";

import { readStackFile } from "../../config/stackFile.ts";
import program from "../../index.ts";
import { planDocument } from "../../plan/document.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { record } from "../../plan/recorder.ts";
import { ROOT } from "../support/fixtures.ts";
import { measureCold, measureTests, measureTypes } from "./child.ts";
import { checkFloor, floorOf } from "./floor.ts";
import { heapInUse, interleaved, type Run } from "./measure.ts";
import { planJson } from "./readers.ts";
import { type Line, missed, tableOf } from "./report.ts";
import { packLines } from "./pack.ts";
import { measureGrowth } from "./services.ts";

const STACK = "prod";
const ROUNDS = 11;
const SLOW_ROUNDS = 3;
const MEGABYTE = 1024 * 1024;

const USAGE = `Usage: npm run bench -- [--all] [--json]

Times what \`npm run plan -- prod\` does, against the floor: the same resources registered under
one component, without settings or readers, by the classes of Pulumi's AWS SDK or below them.
Each figure is the median of ${ROUNDS} runs, of ${SLOW_ROUNDS} for what --all adds. Work of its own is processor
time without garbage collection, which a busy machine hardly changes.

  --all   time the type check and the unit tests as well, a minute and a half more
  --json  print the lines as one JSON document

Exit codes: 0 goals met, 1 a goal missed, 2 wrong usage.
`;

/** At most this many times the work of the floor by classes. */
const RATIO_GOAL = 1.5;
/** Milliseconds of all readers together. */
const READERS_GOAL = 1000;
/** A service among 50 against one among 25; above 1 by what measuring is unsure of. */
const GROWTH_GOAL = 1.3;

async function bench(): Promise<Line[]> {
  const cold = measureCold(ROUNDS);
  const sum = Object.values(cold.readers).reduce((total, value) => total + value, 0);

  const file = readStackFile(ROOT, STACK);
  const graph = await record(program, file);
  const classes = floorOf(graph, "classes");
  const bare = floorOf(graph, "bare");
  checkFloor(graph, await record(classes, file));
  checkFloor(graph, await record(bare, file));
  const base = heapInUse();
  const runs = await interleaved(
    new Map([
      ["program", async () => planJson(await record(program, readStackFile(ROOT, STACK)))],
      ["classes", async () => rawJson(await record(classes, file))],
      ["bare", async () => rawJson(await record(bare, file))],
    ]),
    ROUNDS,
  );
  const run = (name: string): Run =>
    runs.get(name) ?? {
      milliseconds: NaN,
      workMilliseconds: NaN,
      gcMilliseconds: NaN,
      heapBytes: NaN,
    };
  const work = (name: string): number => run(name).workMilliseconds;
  const heap = (name: string): number => (run(name).heapBytes - base) / MEGABYTE;
  const growth = await measureGrowth(ROUNDS);

  return [
    line("load the program", cold.load, "ms"),
    line(`${STACK}, from settings to plan.json`, run("program").milliseconds, "ms"),
    line("the same, work of its own", work("program"), "ms"),
    line("floor: its resources by the SDK's classes", work("classes"), "ms"),
    line("floor: its resources without classes", work("bare"), "ms"),
    line("program against classes", work("program") / work("classes"), "×", RATIO_GOAL),
    line("program against no classes", work("program") / work("bare"), "×"),
    line(`heap of ${STACK}`, heap("program"), "MB"),
    line("heap of the floor by classes", heap("classes"), "MB"),
    ...Object.entries(cold.readers).map(([name, value]) => line(`reader: ${name}`, value, "ms")),
    line("readers together, first run", sum, "ms", READERS_GOAL),
    ...growth.points.flatMap(({ services, workMilliseconds, gcMilliseconds }) => [
      line(`${services} × a service, work of its own`, workMilliseconds, "ms"),
      line("  its garbage collection", gcMilliseconds, "ms"),
    ]),
    line("one more service, of 25", growth.perService25, "ms"),
    line("one more service, of 50", growth.perService50, "ms"),
    line("of 50 against of 25", growth.ratio, "×", GROWTH_GOAL),
    ...(await packLines(ROUNDS)),
  ];
}

/** The plan of a graph that nobody read. */
function rawJson(graph: Graph): string {
  const policy = { blocking: 0, decided: 1, findings: [], undecided: [], exempted: [] };
  const none = { figures: [], notices: [], unknownPolicies: [], quotas: [], policy, paths: [] };
  return JSON.stringify(planDocument(graph, none), null, 2);
}

function line(name: string, value: number, unit: Line["unit"], goal?: number): Line {
  return { name, value, unit, ...(goal === undefined ? {} : { goal }) };
}

/** What `--all` adds. */
function slowLines(): Line[] {
  return [
    line("type check, nothing kept from before", measureTypes(SLOW_ROUNDS), "s"),
    line("unit tests", measureTests(SLOW_ROUNDS), "s"),
  ];
}

/** @returns what was asked for; undefined for wrong usage. */
function readArgs(): { json: boolean; all: boolean } | undefined {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ options: { json: flag, all: flag } }).values;
  } catch {
    return undefined;
  }
}

const args = readArgs();
if (args === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  // First, for they stop at a failing test.
  const slow = args.all ? slowLines() : [];
  const lines = [...(await bench()), ...slow];
  process.stdout.write(args.json ? `${JSON.stringify(lines, null, 2)}\n` : tableOf(lines));
  process.exitCode = missed(lines).length > 0 ? 1 : 0;
}
