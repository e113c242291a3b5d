import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/fixtures.ts";

/** Faults that the tests noticed, of those that were planted. */
export interface Share {
  readonly killed: number;
  readonly total: number;
}

/** What became of one file of the rules. */
export interface MeasuredFile extends Share {
  /** Mutants of what runs only while the file loads, which nobody tries: data. */
  readonly ignoredStatic: number;
  /** Of the text that was measured. */
  readonly hash: string;
}

/** Files that were measured together. */
export interface Measured {
  readonly date: string;
  /** What was measured. */
  readonly commit: string;
  /** How it was measured, if not by one `npm run test:mutation`. */
  readonly note?: string;
  readonly files: Readonly<Record<string, MeasuredFile>>;
}

/** What mutation testing found last. It takes hours, so that its outcome is kept here. */
export interface Measurement {
  /** Each file stands in the last of those that tried it, and in no other. */
  readonly measured: readonly Measured[];
  /** Why some files are never tried. */
  readonly leftOut: Readonly<Record<string, string>>;
}

export const MEASURED = join(ROOT, "test/mutation/measured.json");

export function readMeasurement(): Measurement {
  return JSON.parse(readFileSync(MEASURED, "utf8")) as Measurement;
}

/** Every file of the rules as it is now: its hash by its path from the repository's root. */
export function rulesNow(): Readonly<Record<string, string>> {
  const rules = globSync("policy-pack/{controls,engine}/**/*.ts", { cwd: ROOT }).sort();
  return Object.fromEntries(
    rules.map((file) => [file, hashOf(readFileSync(join(ROOT, file), "utf8"))]),
  );
}

/** Short, for it tells versions of one file apart. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
