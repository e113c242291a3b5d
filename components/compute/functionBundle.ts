import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** Where functions live, a folder each. */
const FUNCTIONS = resolve(import.meta.dirname, "../../functions");

/** File of a bundle; with the exported function it is what Lambda calls. */
const FILE = "index.js";

/** What Lambda calls in a bundle. */
export const HANDLER = "index.handler";

/** Bundles that this run has made already: sources don't change under a running program. */
const made = new Map<string, string>();

/**
 * A function's code as one file, made from `functions/{folder}/index.ts` and the packages that it
 * uses. It is made in each run, so that no stale one can be deployed, and the same sources have the
 * same bytes on every machine, so that no run deploys what has not changed.
 *
 * The AWS SDK is part of it: Lambda's own copy changes without a word, and differs by region.
 *
 * @throws Error when the folder has no `index.ts`, or its code does not compile.
 */
export function bundleText(folder: string): string {
  const known = made.get(folder);
  if (known !== undefined) return known;
  const entry = join(FUNCTIONS, folder, "index.ts");
  if (!existsSync(entry)) throw new Error(`functions/${folder} has no index.ts to bundle.`);
  const { outputFiles } = buildSync({
    absWorkingDir: FUNCTIONS,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    // Most packages are of this form, and Lambda starts it soonest.
    format: "cjs",
    // Unlike the other form of a package, its modules can be left out where nothing uses them.
    mainFields: ["module", "main"],
    // pg asks for it only when told to.
    external: ["pg-native"],
    // With comments and inner names goes each path of this machine; traces keep outer names.
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const text = outputFiles.map((file) => file.text).join("");
  made.set(folder, text);
  return text;
}

/**
 * The code of {@link bundleText} as Lambda takes it.
 *
 * @throws Error when the folder has no `index.ts`, or its code does not compile.
 */
export function functionArchive(folder: string): pulumi.asset.Archive {
  const code = new pulumi.asset.StringAsset(bundleText(folder));
  return new pulumi.asset.AssetArchive({ [FILE]: code });
}
