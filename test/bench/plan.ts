import { readStackFile } from "../../config/stackFile.ts";
import program from "../../index.ts";
import { type Findings, planDocument } from "../../plan/document.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { unknownPolicies } from "../../plan/readers/policies.ts";
import { quotasOf } from "../../plan/readers/quotas/quotas.ts";
import { figuresBySystem } from "../../plan/readers/systems.ts";
import { record } from "../../plan/recorder.ts";
import { ROOT } from "../support/fixtures.ts";
import { measureCold } from "./child.ts";
import { checkFloor, floorOf } from "./floor.ts";
import { heapInUse, interleaved, type Run } from "./measure.ts";
import { planJson } from "./readers.ts";
import type { Line } from "./report.ts";
import { measureGrowth } from "./services.ts";
import { systemLines } from "./systems.ts";

const STACK = "prod";
const MEGABYTE = 1024 * 1024;

/**
 * At most this many times the work of the floor by classes, from settings to a plan.json that says
 * what is made. Verdicts and paths are work of another kind, with goals of their own.
 */
const RATIO_GOAL = 1.5;
/** Milliseconds of all readers together. */
const READERS_GOAL = 1000;
/** A service among 50 against one among 25; above 1 by what measuring is unsure of. */
const GROWTH_GOAL = 1.3;

/** What `npm run plan -- prod` takes, against the floor of Pulumi's own runtime. */
export async function planLines(rounds: number): Promise<Line[]> {
  const cold = measureCold(rounds);
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
      ["described", async () => describedJson(await record(program, readStackFile(ROOT, STACK)))],
      ["classes", async () => rawJson(await record(classes, file))],
      ["bare", async () => rawJson(await record(bare, file))],
    ]),
    rounds,
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
  const growth = await measureGrowth(rounds);
  const systems = await systemLines(STACK, rounds);

  return [
    line("load the program", cold.load, "ms"),
    line(`${STACK}, from settings to plan.json`, run("program").milliseconds, "ms"),
    line("the same, work of its own", work("program"), "ms"),
    line("the same without verdicts and paths", work("described"), "ms"),
    line("floor: its resources by the SDK's classes", work("classes"), "ms"),
    line("floor: its resources without classes", work("bare"), "ms"),
    line("program against classes", work("described") / work("classes"), "×", RATIO_GOAL),
    line("  with verdicts and paths", work("program") / work("classes"), "×"),
    line("program against no classes", work("described") / work("bare"), "×"),
    line(`heap of ${STACK}`, heap("program"), "MB"),
    line("heap of the floor by classes", heap("classes"), "MB"),
    ...systems,
    ...Object.entries(cold.readers).map(([name, value]) => line(`reader: ${name}`, value, "ms")),
    line("readers together, first run", sum, "ms", READERS_GOAL),
    ...growth.points.flatMap(({ services, workMilliseconds, gcMilliseconds }) => [
      line(`${services} × a service, work of its own`, workMilliseconds, "ms"),
      line("  its garbage collection", gcMilliseconds, "ms"),
    ]),
    line("one more service, of 25", growth.perService25, "ms"),
    line("one more service, of 50", growth.perService50, "ms"),
    line("of 50 against of 25", growth.ratio, "×", GROWTH_GOAL),
  ];
}

const UNREAD: Findings = {
  figures: [],
  systems: [],
  notices: [],
  unknownPolicies: [],
  quotas: [],
  policy: { blocking: 0, decided: 1, findings: [], undecided: [], exempted: [] },
  paths: [],
};

/** The plan of a graph that nobody read. */
function rawJson(graph: Graph): string {
  return JSON.stringify(planDocument(graph, UNREAD), null, 2);
}

/** The plan of a graph that was neither judged nor proven. */
function describedJson(graph: Graph): string {
  const findings: Findings = {
    ...UNREAD,
    figures: figuresBySystem(graph),
    notices: noticesOf(graph),
    unknownPolicies: unknownPolicies(graph),
    quotas: quotasOf(graph),
  };
  return JSON.stringify(planDocument(graph, findings), null, 2);
}

function line(name: string, value: number, unit: Line["unit"], goal?: number): Line {
  return { name, value, unit, ...(goal === undefined ? {} : { goal }) };
}
