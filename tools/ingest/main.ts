import { constants } from "node:os";

import { runIngest } from "./command.ts";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

// Whoever reads only the beginning, as `head` does, has what they wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runIngest(process.argv.slice(2), {
  // npm starts commands in the repository's root, and says from where.
  folder: process.env["INIT_CWD"] ?? process.cwd(),
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
