import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** Where functions live, a folder each. */
const FUNCTIONS = resolve(import.meta.dirname, "../../functions");

/** File of a bundle; with the exported function it is what Lambda calls. */
const FILE = "index.js";

/** What Lambda calls in a bundle. */
export const HANDLER = "index.handler";

/** Bundles by folder. Sources don't change under a running program. */
let made: ReadonlyMap<string, string> | undefined;

/**
 * A function's code as one file, made from `functions/{folder}/index.ts` and the packages that it
 * uses. It is made in each run, so that no stale one can be deployed, and the same sources have the
 * same bytes on every machine, so that no run deploys what has not changed.
 *
 * The AWS SDK is part of it: Lambda's own copy changes without a word, and differs by region.
 *
 * @throws Error when the folder has no `index.ts`, or a function does not compile.
 */
export function bundleText(folder: string): string {
  made ??= bundles();
  const text = made.get(folder);
  if (text === undefined) throw new Error(`functions/${folder} has no index.ts to bundle.`);
  return text;
}

/** All at once, in little more than half the time: what several use is read once. */
function bundles(): ReadonlyMap<string, string> {
  const entries = readdirSync(FUNCTIONS)
    .map((folder) => join(FUNCTIONS, folder, "index.ts"))
    .filter((entry) => existsSync(entry));
  const { outputFiles } = buildSync({
    absWorkingDir: FUNCTIONS,
    entryPoints: entries,
    outbase: FUNCTIONS,
    outdir: FUNCTIONS,
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
  return new Map(outputFiles.map(({ path, text }) => [basename(dirname(path)), text]));
}

/**
 * The code of {@link bundleText} as Lambda takes it.
 *
 * @throws Error when the folder has no `index.ts`, or a function does not compile.
 */
export function functionArchive(folder: string): pulumi.asset.Archive {
  const code = new pulumi.asset.StringAsset(bundleText(folder));
  return new pulumi.asset.AssetArchive({ [FILE]: code });
}
