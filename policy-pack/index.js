// Pulumi requires this file. Node.js takes longer to load hundreds of small TypeScript files one by
// one than esbuild takes to make one of them, anew at every start: so no bundle can be stale.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { buildSync } from "esbuild";

const folder = import.meta.dirname;
const cache = join(folder, ".cache");
mkdirSync(cache, { recursive: true });
// Of this process alone: several previews may start at once.
const own = mkdtempSync(join(cache, "start-"));
try {
  const outfile = join(own, "pack.cjs");
  buildSync({
    entryPoints: [join(folder, "index.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["@pulumi/policy"],
    define: { "import.meta.dirname": JSON.stringify(folder) },
    outfile,
  });
  createRequire(import.meta.url)(outfile);
} finally {
  rmSync(own, { recursive: true, force: true });
}
