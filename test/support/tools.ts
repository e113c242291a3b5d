import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a command of this machine answered. */
export interface Answered {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Whether a command is on the PATH. */
function has(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly env?: NodeJS.ProcessEnv } = {},
): Answered {
  const { input = "", env = process.env } = options;
  const { status, stdout, stderr } = spawnSync(command, args, { input, env, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

/**
 * Writes commands into a folder, each a text for bash; by {@link pathWith} they are found there.
 *
 * @param calls File in which each writes down how it was called. @default none
 */
export function standIns(
  folder: string,
  commands: Readonly<Record<string, string>>,
  calls = "/dev/null",
): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, body] of Object.entries(commands)) {
    const text = `#!/bin/bash\necho "${name} $*" >>'${calls}'\n${body}\n`;
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
}

/** The PATH of this process, with folders in which commands are looked for first. */
export function pathWith(...folders: readonly string[]): string {
  return [...folders, process.env["PATH"] ?? ""].join(delimiter);
}

/** What reads scripts here; found once, for it is said once. */
let checker: readonly [string, ...string[]] | undefined;

/**
 * Findings of shellcheck; empty when there is none. Without it bash reads the script, which is said on
 * the screen, or the test fails where `SERVERS_REQUIRED` is set.
 */
export function flawsOf(script: string): string {
  const [command, ...args] = (checker ??= scriptChecker());
  const checked = run(command, args, { input: script });
  return `${checked.out}${checked.err}`;
}

function scriptChecker(): readonly [string, ...string[]] {
  if (has("shellcheck")) return ["shellcheck", "--shell=bash", "-"];
  if (isRequired())
    throw new Error("there is no shellcheck on the PATH, and SERVERS_REQUIRED is set");
  process.stdout.write(
    "Left out, for there is no shellcheck on the PATH: bash alone reads scripts\n",
  );
  return ["bash", "-n"];
}

const isRequired = (): boolean => (process.env["SERVERS_REQUIRED"] ?? "") !== "";

/**
 * A test with real servers, clients or checkers, each by the names that it may have. Without them it is left out,
 * which is said on the screen, or fails where `SERVERS_REQUIRED` is set, as in CI.
 */
export function itWith(
  needs: readonly (readonly string[])[],
  title: string,
  test: (...commands: string[]) => Promise<void> | void,
): void {
  const found = needs.map((names) => names.find(has));
  const missing = needs.filter((_, index) => found[index] === undefined);
  if (missing.length === 0) {
    it(title, () => test(...found.filter((command) => command !== undefined)));
    return;
  }
  const what = missing.map((names) => names.join(" or ")).join(", ");
  if (!isRequired()) {
    process.stdout.write(`Left out, for there is no ${what} on the PATH: ${title}\n`);
    return;
  }
  it(title, () => {
    throw new Error(`there is no ${what} on the PATH, and SERVERS_REQUIRED is set`);
  });
}
