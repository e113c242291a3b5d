import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";

import { readStackFile } from "../../config/stackFile.ts";
import { planDocument } from "../../plan/document.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { record } from "../../plan/recorder.ts";
import { ROOT } from "../support/fixtures.ts";
import { checkFloor, floorOf } from "./floor.ts";
import { heapInUse, interleaved, type Run } from "./measure.ts";
import { measureReaders, planJson } from "./readers.ts";
import { type Line, missed, tableOf } from "./report.ts";
import { measureGrowth } from "./services.ts";

const USAGE = `Usage: npm run bench -- [--json]

Times what \`npm run plan -- prod\` does, against the floor: the same resources registered with
no component, setting or reader around them, by the classes of Pulumi's AWS SDK or below them.

  --json  print the lines as one JSON document

Exit codes: 0 goals met, 1 a goal missed, 2 wrong usage.
`;

const STACK = "prod";
const ROUNDS = 8;
const GROWTH_ROUNDS = 3;
const MEGABYTE = 1024 * 1024;

/** At most this many times the work of the floor by classes. */
const RATIO_GOAL = 1.5;
/** Milliseconds of all readers together. */
const READERS_GOAL = 1000;
/** The last services against the first; above 1 by what measuring is unsure of. */
const GROWTH_GOAL = 1.3;

async function bench(): Promise<Line[]> {
  const start = performance.now();
  const { default: program } = await import("../../index.ts");
  const loading = performance.now() - start;

  const file = readStackFile(ROOT, STACK);
  const graph = await record(program, file);
  const readers = await measureReaders(graph);
  const sum = Object.values(readers).reduce((total, value) => total + value, 0);

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
    runs.get(name) ?? { milliseconds: NaN, cpuMilliseconds: NaN, heapBytes: NaN };
  const work = (name: string): number => run(name).cpuMilliseconds;
  const heap = (name: string): number => (run(name).heapBytes - base) / MEGABYTE;
  const growth = await measureGrowth(GROWTH_ROUNDS);

  return [
    line("load the program, once", loading, "ms"),
    line(`${STACK}, from settings to plan.json`, run("program").milliseconds, "ms"),
    line("the same, processor time", work("program"), "ms"),
    line("floor: its resources by the SDK's classes", work("classes"), "ms"),
    line("floor: its resources without classes", work("bare"), "ms"),
    line("program against classes", work("program") / work("classes"), "×", RATIO_GOAL),
    line("program against no classes", work("program") / work("bare"), "×"),
    line(`heap of ${STACK}`, heap("program"), "MB"),
    line("heap of the floor by classes", heap("classes"), "MB"),
    ...Object.entries(readers).map(([name, value]) => line(`reader: ${name}`, value, "ms")),
    line("readers together, first run", sum, "ms", READERS_GOAL),
    ...growth.points.map(({ services, milliseconds }) =>
      line(
        `${services} ${services === 1 ? "service" : "services"}, processor time`,
        milliseconds,
        "ms",
      ),
    ),
    line("one more service, of the first 25", growth.perServiceFirst, "ms"),
    line("one more service, of the last 25", growth.perServiceLast, "ms"),
    line("last against first", growth.ratio, "×", GROWTH_GOAL),
  ];
}

/** The plan of a graph that nobody read. */
function rawJson(graph: Graph): string {
  const none = { figures: [], notices: [], unknownPolicies: [], quotas: [] };
  return JSON.stringify(planDocument(graph, none), null, 2);
}

function line(name: string, value: number, unit: Line["unit"], goal?: number): Line {
  return { name, value, unit, ...(goal === undefined ? {} : { goal }) };
}

/** @returns whether JSON was asked for; undefined for wrong usage. */
function wantsJson(): boolean | undefined {
  try {
    const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
    return values.json;
  } catch {
    return undefined;
  }
}

const json = wantsJson();
if (json === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const lines = await bench();
  process.stdout.write(json ? `${JSON.stringify(lines, null, 2)}\n` : tableOf(lines));
  process.exitCode = missed(lines).length > 0 ? 1 : 0;
}
