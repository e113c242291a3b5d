import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { z } from "zod";

import { DOORS } from "../contract.ts";
import { LockedError } from "./lock.ts";
import { type LocalRun, ObstacleError, runLocally } from "./run.ts";
import { LOCAL_PASSWORD, LOCAL_USERS } from "./signIn.ts";

const USAGE = `Usage: npm run local -- [options]

Runs the whole application on this machine alone, without AWS and without Docker. Its data stays
in the folder .cache/local.

Options:
  --port N       port of the application (default 8080; 0 for any free one)
  --doors LIST   what it serves (default items,documents,music)
  --data FOLDER  keep the data there
  --reset        forget all data first
  --help         this text

Ctrl-C ends it. Exit codes: 0 ended, 1 failed, 2 wrong usage, 3 something is in the way.
`;

const DEFAULT_FOLDER = join(import.meta.dirname, "../../.cache/local");

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "8080" },
      doors: { type: "string", default: DOORS.join(",") },
      data: { type: "string", default: DEFAULT_FOLDER },
      reset: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port is ${values.port}; allowed: a number from 0 to 65535`);
  }
  const { data: doors } = z.array(z.enum(DOORS)).min(1).safeParse(values.doors.split(","));
  if (doors === undefined) {
    throw new Error(`--doors is ${values.doors}; allowed: ${DOORS.join(", ")}, with commas`);
  }
  return { folder: resolve(values.data), port, doors, reset: values.reset, help: values.help };
}

function welcome({ url, addresses }: LocalRun): void {
  const users = LOCAL_USERS.slice(0, 3).map(({ username }) => username);
  say(`\nThe application is at ${url}
  reference of the API         ${url}/docs
  test users                   ${users.join(", ")} and ${LOCAL_USERS.length - 3} others; password for programs: ${LOCAL_PASSWORD}
`);
  for (const [name, address] of Object.entries(addresses)) say(`  ${name.padEnd(28)} ${address}`);
  say("\nCtrl-C ends it; the data stays.");
}

async function main(): Promise<number> {
  let options: ReturnType<typeof optionsOf>;
  try {
    options = optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const ending = new AbortController();
  const ended = new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        // Who asks twice has waited long enough; parts end with this process.
        if (ending.signal.aborted) process.exit(1);
        ending.abort(new Error("asked to end"));
        done();
      });
    }
  });
  try {
    const run = await runLocally({ ...options, tell: say, signal: ending.signal });
    welcome(run);
    await ended;
    say("\nEnding …");
    await run.stop();
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 0;
    if (error instanceof LockedError) {
      process.stderr.write(`It already runs on this data: ${error.message}\n`);
      return 3;
    }
    process.stderr.write(`${error instanceof ObstacleError ? error.message : String(error)}\n`);
    return error instanceof ObstacleError ? 3 : 1;
  }
}

process.exit(await main());
