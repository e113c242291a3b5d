import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

import { buildSync } from "esbuild";

import { tarOf } from "../shared/tar.ts";

const APP = resolve(import.meta.dirname, "../../app");

/** File of the archive that Node.js runs; its roles are `api` and `migrate`. */
export const APPLICATION_ENTRY = "app/main.js";

/** Files of the API's reference page, which finds them by the package's place. */
const REFERENCE = [
  "absolute-path.js",
  "favicon-16x16.png",
  "favicon-32x32.png",
  "index.css",
  "index.html",
  "package.json",
  "swagger-ui-bundle.js",
  "swagger-ui-standalone-preset.js",
  "swagger-ui.css",
] as const;

/** Folders with migrations, which are read by their place beside the entry. */
const MIGRATIONS = ["items/migrations", "music/migrations"] as const;

/** Sources don't change under a running program. */
let made: Buffer | undefined;

/**
 * The HTTP service for hosts without containers: its code and all packages that it uses, bundled
 * from `app/main.ts`, in a tar archive. It is made in each run, so that no stale one can be deployed,
 * and the same sources have the same bytes on every machine, so that no run deploys what has not
 * changed.
 */
export function applicationArchive(): Buffer {
  return (made ??= tarOf({ ...code(), ...texts(), ...reference() }));
}

/** Parts that a role or a door doesn't use stay unread, as in the image. */
function code(): Record<string, Uint8Array> {
  const { outputFiles } = buildSync({
    absWorkingDir: APP,
    entryPoints: [join(APP, "main.ts")],
    outdir: APP,
    bundle: true,
    splitting: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    // pg asks for the first only when told to; the second is files, and not code.
    external: ["pg-native", "swagger-ui-dist"],
    // Packages of the older form ask for others by it.
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
    },
    // With comments and inner names goes each path of this machine; traces keep outer names.
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents }) => [`app/${path.slice(APP.length + 1)}`, contents]),
  );
}

/** What the code reads from beside itself. */
function texts(): Record<string, string | Uint8Array> {
  const manifest = JSON.parse(readFileSync(join(APP, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const migrations = MIGRATIONS.flatMap((folder) =>
    readdirSync(join(APP, folder)).map((file) => `${folder}/${file}`),
  );
  return {
    "app/package.json": `${JSON.stringify({ type: "module", version: manifest.version })}\n`,
    ...Object.fromEntries(migrations.map((file) => [`app/${file}`, readFileSync(join(APP, file))])),
  };
}

function reference(): Record<string, Uint8Array> {
  const resolver = createRequire(join(APP, "package.json"));
  const folder = dirname(resolver.resolve("swagger-ui-dist/absolute-path.js"));
  return Object.fromEntries(
    REFERENCE.map((file) => [
      `node_modules/swagger-ui-dist/${file}`,
      readFileSync(join(folder, file)),
    ]),
  );
}
