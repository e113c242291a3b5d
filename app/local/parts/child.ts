import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that runs beside this process and ends with it, whatever this one ends by. */
export interface Child {
  readonly pid: number;
  /** All that it has written to standard error. */
  readonly log: () => string;
  /** Asks it to end, and waits until it has. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
}

export interface ChildOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** What it writes once it can be asked. */
  readonly ready: string;
  /** Ends it at once, when this process does so without notice. */
  readonly lastSignal: NodeJS.Signals;
  /**
   * File that holds its process id while it runs: one that outlived its starter is ended first.
   * @default none, and such a one runs on
   */
  readonly pidFile?: string | undefined;
  /** Whom to run it as. @default this user */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Starts a program and waits until it says that it is ready; afterwards it keeps nobody from
 * ending.
 *
 * @throws Error with what the program wrote, when it ends before it is ready.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { pidFile } = options;
  if (pidFile !== undefined && existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, "utf8"));
    await endLeftover(pid, basename(options.file), options.lastSignal);
  }
  const spawned: SpawnOptions = {
    ...options.user,
    // What it writes is looked for in English.
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
  };
  const child = spawn(options.file, options.args, spawned);
  const last = () => child.kill(options.lastSignal);
  process.once("exit", last);
  let ended = false;
  child.once("exit", () => {
    ended = true;
    process.removeListener("exit", last);
  });
  const log = await ready(child, options);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.file} has no process id`);
  if (pidFile !== undefined) writeFileSync(pidFile, String(pid));
  return {
    pid,
    log,
    stop: (signal) =>
      new Promise((resolve) => {
        if (ended) {
          resolve();
          return;
        }
        child.ref();
        child.once("exit", () => {
          if (pidFile !== undefined) rmSync(pidFile, { force: true });
          resolve();
        });
        child.kill(signal);
      }),
  };
}

async function ready(child: ChildProcess, options: ChildOptions): Promise<() => string> {
  let text = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes(options.ready)) resolve();
      });
    }
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      reject(new Error(`${options.file} ended with ${String(code ?? signal)}: ${text}`));
    });
  });
  child.unref();
  for (const stream of [child.stdout, child.stderr]) {
    // A pipe is a socket, which the types of a stream don't tell.
    (stream as unknown as { unref: () => void }).unref();
  }
  return () => text;
}

/**
 * Ends a program that outlived its starter, which was killed: it still holds its data.
 *
 * @param name What it is called: process ids are given again.
 */
export async function endLeftover(
  pid: number,
  name: string,
  signal: NodeJS.Signals,
): Promise<void> {
  for (let turn = 0; turn < 500 && isCalled(pid, name); turn += 1) {
    if (turn === 0) process.kill(pid, signal);
    await sleep(20);
  }
}

function isCalled(pid: number, name: string): boolean {
  try {
    return commandOf(pid).includes(name);
  } catch {
    return false;
  }
}

/** @throws Error if there is no such process. */
function commandOf(pid: number): string {
  // A small Linux has no `ps`.
  if (process.platform === "linux") return readFileSync(`/proc/${pid}/comm`, "utf8");
  return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** A port that nobody listens on now, for a program that can't pick one itself. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
