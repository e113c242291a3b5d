// Writes every generated file; `npm test` fails when one is stale.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { generatedFiles } from "./generated/index.ts";

const root = resolve(import.meta.dirname, "..");

for (const [path, content] of Object.entries(await generatedFiles(root))) {
  writeFileSync(join(root, path), content);
  process.stdout.write(`${path}\n`);
}
