// Loaded by mocha before any test: the suite needs Pulumi's own programs and says so in one line
// where they are missing, since everything else of the repository works without them.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NEEDED = ["pulumi", "pulumi-language-nodejs"];

function isOnPath(program: string): boolean {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program + suffix), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = NEEDED.find((program) => !isOnPath(program));
if (missing !== undefined) {
  process.stdout.write(`engine suite skipped: no ${missing} on the PATH\n`);
  process.exit(0);
}
