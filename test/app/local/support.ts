import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { LAUNCHED } from "../../support/launched.ts";

const MAIN = join(import.meta.dirname, "../../../app/local/main.ts");

/** A run of the command. */
export interface LocalProcess {
  readonly process: ChildProcess;
  /** All that it has written so far, to both streams. */
  readonly output: () => string;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** The application's address, once it says so; rejects when it ends before. */
  readonly url: Promise<string>;
}

/** Runs the command with those arguments. */
export function runLocal(...args: string[]): LocalProcess {
  const child = spawn(process.execPath, [...LAUNCHED, MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const [, found] = /The application is at (\S+)/.exec(text) ?? [];
        if (found !== undefined && text.includes("Ctrl-C ends it")) resolve(found);
      });
    }
    child.once("exit", (code) => {
      reject(new Error(`ended with ${String(code)}: ${text}`));
    });
  });
  // Not every test waits for it.
  url.catch(() => undefined);
  return { process: child, output: () => text, ended, url };
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that other users reach as well, and that is gone at the end of the test run. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** Process ids of all that a process started, and what those started. */
export function descendantsOf(pid: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child, of]) =>
      of === parent && child !== undefined ? [child, ...below(child)] : [],
    );
  return below(pid);
}

/** Whether a process with that id runs; one that ended and was not waited for does not. */
export function runs(pid: number): boolean {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] } as {
      encoding: "utf8";
    };
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], options).startsWith("Z");
  } catch {
    return false;
  }
}

/** Signs in as the page does. */
export async function tokenAt(
  url: string,
  username = "ada",
  password = "local",
): Promise<Response> {
  return fetch(`${url}/local/sign-in`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
}
