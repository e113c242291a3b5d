import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { ROOT } from "../../support/fixtures.ts";

/** A program that is measured from outside. */
export interface Process {
  /** The line by which it told that it can be asked. */
  readonly said: string;
  /** Seconds of processor time so far; NaN where the system does not tell. */
  readonly seconds: () => number;
  readonly stop: () => Promise<void>;
}

/** Ticks of `/proc` in a second, on all platforms of Linux. */
const TICKS = 100;

/** For a program to end by itself. */
const PATIENCE_MS = 5000;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a program and waits for a line that tells of its readiness; all others are thrown away.
 *
 * @throws Error with what it wrote to standard error, when it ends before.
 */
export async function startProcess(
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  ready = /./,
): Promise<Process> {
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const said = await new Promise<string>((resolve, reject) => {
    const lines = createInterface(child.stdout).on("line", (line) => {
      if (!ready.test(line)) return;
      lines.close();
      resolve(line);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`${file} ${args.join(" ")} ended with ${String(code)}: ${errors}`));
    });
  });
  // Nobody reads on, and a full pipe would stop it.
  child.stdout.resume();
  return {
    said,
    seconds: () => processorSeconds(child),
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners("exit").once("exit", () => {
          running.delete(child);
          resolve();
        });
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS).unref();
      }),
  };
}

function processorSeconds({ pid = 0 }: ChildProcess): number {
  try {
    // The name stands in parentheses and may hold spaces.
    const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const fields = rest.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return NaN;
  }
}

/** The Python that has all of those modules; undefined if there is none. `PYTHON` names another. */
export function pythonWith(modules: readonly string[]): string | undefined {
  const python = process.env["PYTHON"] ?? "python3";
  const script = modules.map((name) => `import ${name}`).join("\n");
  return spawnSync(python, ["-c", script], { stdio: "ignore" }).status === 0 ? python : undefined;
}
