import { runPlan } from "./command.ts";

/** Conventional exit code of a process that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

// Exit handlers then remove what is half-written.
process.once("SIGINT", () => process.exit(INTERRUPTED));

process.exitCode = await runPlan(process.argv.slice(2), {
  // npm and the launcher start every command in the repository's root.
  root: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
});
