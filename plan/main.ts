import { constants } from "node:os";

import { runPlan } from "./command.ts";

// With a listener the signal waits for the event loop, so it never cuts the writing of a plan short.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

// Whoever reads only the beginning, as `head` does, has what they wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runPlan(process.argv.slice(2), {
  // npm and the launcher start every command in the repository's root.
  root: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  now: new Date(),
});
