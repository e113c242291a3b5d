import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One run of something. */
export interface Run {
  /** What a person waits. */
  readonly milliseconds: number;
  /** What the processors work, which a busy machine doesn't change. */
  readonly cpuMilliseconds: number;
  /** Heap in use afterwards, with the result still held and all garbage gone. */
  readonly heapBytes: number;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Keeps the last result, so that the heap is measured with it. */
const held: { result?: unknown } = {};

/** Runs once and measures; garbage and result of earlier runs are collected before. */
export async function measured(task: () => unknown): Promise<Run> {
  delete held.result;
  collectGarbage();
  const start = performance.now();
  const work = process.cpuUsage();
  held.result = await task();
  const { user, system } = process.cpuUsage(work);
  const milliseconds = performance.now() - start;
  return { milliseconds, cpuMilliseconds: (user + system) / 1000, heapBytes: heapInUse() };
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
    cpuMilliseconds: median(runs.map(({ cpuMilliseconds }) => cpuMilliseconds)),
    heapBytes: median(runs.map(({ heapBytes }) => heapBytes)),
  };
}

/** The middle value; the mean of the two in the middle where there are two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
