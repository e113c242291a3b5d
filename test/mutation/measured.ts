import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../support/fixtures.ts";

/** Faults that the tests noticed, of those that were planted. */
export interface Share {
  readonly killed: number;
  readonly total: number;
}

/** What the last mutation testing found. It takes hours, so that its outcome is kept here. */
export interface Measurement extends Share {
  readonly date: string;
  /** What was measured. */
  readonly commit: string;
  /** How it was measured, if not by one `npm run test:mutation`. */
  readonly note?: string;
  /** Mutants of what runs only while a file loads, which nobody tries: data. */
  readonly ignoredStatic: number;
  /** By folder of controls; `engine` beside them. */
  readonly families: Readonly<Record<string, Share>>;
  /** Files of the rules without a measured mutant, and why. */
  readonly notMeasured: Readonly<Record<string, string>>;
}

export const MEASURED = join(ROOT, "test/mutation/measured.json");

export function readMeasurement(): Measurement {
  return JSON.parse(readFileSync(MEASURED, "utf8")) as Measurement;
}
