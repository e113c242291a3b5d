import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { ROOT } from "../support/fixtures.ts";
import { median } from "./measure.ts";

/**
 * Runs a script of this repository in a process of its own, and returns what it printed.
 *
 * @throws Error when it fails: what a failed run took is no figure.
 */
function runNode(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Milliseconds of the parts of a cold run: medians over processes of their own. */
export function measureCold(rounds: number): { load: number; readers: Record<string, number> } {
  const runs = Array.from({ length: rounds }, () => {
    const printed = runNode(join(import.meta.dirname, "cold.ts"));
    return JSON.parse(printed) as { load: number; readers: Record<string, number> };
  });
  const names = Object.keys(runs[0]?.readers ?? {});
  return {
    load: median(runs.map(({ load }) => load)),
    readers: Object.fromEntries(
      names.map((name) => [name, median(runs.map(({ readers }) => readers[name] ?? NaN))]),
    ),
  };
}

/** Seconds of the type check, with nothing kept from an earlier one. */
export function measureTypes(rounds: number): number {
  return medianSeconds(rounds, "node_modules/typescript/bin/tsc", "--incremental", "false");
}

/** Seconds of the unit tests, without the measuring of coverage. */
export function measureTests(rounds: number): number {
  return medianSeconds(rounds, "node_modules/mocha/bin/mocha.js", "test/!(engine)/**/*.test.ts");
}

function medianSeconds(rounds: number, ...args: string[]): number {
  const seconds = Array.from({ length: rounds }, () => {
    const start = performance.now();
    runNode(...args);
    return (performance.now() - start) / 1000;
  });
  return median(seconds);
}
