import { performance, PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One run of something. */
export interface Run {
  /** What a person waits. */
  readonly milliseconds: number;
  /**
   * What the program's own thread works, without the garbage collector's pauses. A busy machine
   * hardly changes it, nor does how full the heap was before, which no program decides.
   */
  readonly workMilliseconds: number;
  /** For how long the program stood still for the garbage collector. */
  readonly gcMilliseconds: number;
  /** Heap in use afterwards, with the result still held and all garbage gone. */
  readonly heapBytes: number;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Sum of all pauses so far; Node tells of each a little later than it was. */
let pauses = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) pauses += duration;
}).observe({ entryTypes: ["gc"] });
const UNTIL_PAUSES_ARE_TOLD = 20;

/** Keeps the last result, so that the heap is measured with it. */
const held: { result?: unknown } = {};

/** Runs once and measures; garbage and result of earlier runs are collected before. */
export async function measured(task: () => unknown): Promise<Run> {
  delete held.result;
  collectGarbage();
  await sleep(UNTIL_PAUSES_ARE_TOLD);
  const pausesBefore = pauses;
  const start = performance.now();
  const work = process.threadCpuUsage();
  held.result = await task();
  const { user, system } = process.threadCpuUsage(work);
  const milliseconds = performance.now() - start;
  await sleep(UNTIL_PAUSES_ARE_TOLD);
  const gcMilliseconds = pauses - pausesBefore;
  return {
    milliseconds,
    workMilliseconds: (user + system) / 1000 - gcMilliseconds,
    gcMilliseconds,
    heapBytes: heapInUse(),
  };
}

/** Heap in use once all garbage is gone. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/**
 * Runs several tasks in turn, so that what else the machine does hits all of them alike; the order
 * turns round each time. The first round only warms up.
 */
export async function interleaved(
  tasks: ReadonlyMap<string, () => unknown>,
  rounds: number,
): Promise<Map<string, Run>> {
  const runs = new Map<string, Run[]>();
  for (let round = 0; round <= rounds; round += 1) {
    const order = [...tasks];
    for (const [name, task] of round % 2 === 0 ? order : order.reverse()) {
      const run = await measured(task);
      if (round > 0) runs.set(name, [...(runs.get(name) ?? []), run]);
    }
  }
  return new Map([...runs].map(([name, all]) => [name, typical(all)]));
}

function typical(runs: readonly Run[]): Run {
  return {
    milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
    workMilliseconds: median(runs.map(({ workMilliseconds }) => workMilliseconds)),
    gcMilliseconds: median(runs.map(({ gcMilliseconds }) => gcMilliseconds)),
    heapBytes: median(runs.map(({ heapBytes }) => heapBytes)),
  };
}

/** The middle value; the mean of the two in the middle where there are two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
