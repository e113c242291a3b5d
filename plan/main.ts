import { resolve } from "node:path";

import { runPlan } from "./command.ts";

/** Conventional exit code of a process that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

// Exit handlers then remove what is half-written.
process.once("SIGINT", () => process.exit(INTERRUPTED));

process.exitCode = await runPlan(process.argv.slice(2), {
  root: resolve(import.meta.dirname, ".."),
  stdout: process.stdout,
  stderr: process.stderr,
});
