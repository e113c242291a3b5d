// Pulumi requires this file. Node.js takes longer to load hundreds of small TypeScript files one by
// one than esbuild takes to make one of them, anew at every start: so no bundle can be stale.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { build } from "esbuild";

const require = createRequire(import.meta.url);
const folder = import.meta.dirname;
const cache = join(folder, ".cache");
mkdirSync(cache, { recursive: true });
// Of this process alone: several previews may start at once.
const own = mkdtempSync(join(cache, "start-"));
const outfile = join(own, "pack.cjs");
const bundled = build({
  entryPoints: [join(folder, "index.ts")],
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["@pulumi/policy"],
  define: { "import.meta.dirname": JSON.stringify(folder) },
  outfile,
});
// esbuild works in a process of its own: meanwhile this one loads what takes longest. It does not
// wait at the top level, since Pulumi could not require a file that does.
require("@pulumi/policy");
void bundled
  .then(() => require(outfile))
  .finally(() => rmSync(own, { recursive: true, force: true }));
