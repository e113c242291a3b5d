import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import { TRAP_CONCERNS } from "./concerns.ts";

const IMPORT = /from "(\.{1,2}\/[^"]+)"/g;
/** A command that a test starts, told from the root. */
const STARTED = /"((?:plan|config|tools)\/[\w/]+\.ts)"/g;
const PROGRAM = /^(?:components|systems|config|plan|app|functions)\/|^index\.ts$/;
/** Every test of graphs reads them by these; they are no test's subject, but for their own. */
const READING = /^plan\/graph\//;
const MOST = 4;

/**
 * The program's files that a test is about, at most four: the file of its own name, and what it
 * imports from that folder; else what it, or a helper for it, imports from that room; else the whole
 * program, where its helpers load that; else whatever they import.
 */
export function testedFiles(root: string, test: string): readonly string[] {
  const concern = TRAP_CONCERNS[test];
  if (concern !== undefined) return concern;
  const mirrored = test.replace(/^test\//, "").replace(/(?:\.\w+)?\.test\.ts$/, ".ts");
  const folder = `${dirname(mirrored)}/`;
  const room = `${mirrored.split("/")[0] ?? ""}/`;

  const own = importsOf(root, test).filter((path) => PROGRAM.test(path));
  const subjects = own.filter((path) => !READING.test(path) || test.startsWith("test/plan/graph/"));
  const loaded = loadedBy(root, test);
  const choices = [
    [
      ...(existsSync(join(root, mirrored)) ? [mirrored] : []),
      ...subjects.filter((path) => path.startsWith(folder) && path !== mirrored),
    ],
    subjects.filter((path) => path.startsWith(room)),
    loaded.filter((path) => path.startsWith(room)),
    loaded.filter((path) => path === "index.ts"),
    subjects,
    loaded,
  ];
  return (choices.find((files) => files.length > 0) ?? []).slice(0, MOST);
}

/** Program files that a test loads, by itself or through the helpers of tests. */
function loadedBy(root: string, test: string): string[] {
  const seen = new Set([test]);
  // A set may grow while it is walked; it is walked to its new end.
  for (const path of seen) {
    if (!path.startsWith("test/")) continue;
    for (const imported of importsOf(root, path)) seen.add(imported);
  }
  return [...seen].filter((path) => PROGRAM.test(path)).sort();
}

/** What a file imports from this repository or starts of it, by path from the root. */
function importsOf(root: string, file: string): string[] {
  if (!file.endsWith(".ts")) return [];
  const source = readFileSync(join(root, file), "utf8");
  const imported = [...source.matchAll(IMPORT)].map(([, path = ""]) =>
    relative(root, resolve(root, dirname(file), path)).replaceAll("\\", "/"),
  );
  return [...imported, ...[...source.matchAll(STARTED)].map(([, path = ""]) => path)];
}
