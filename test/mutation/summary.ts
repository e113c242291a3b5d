import {
  hashOf,
  type Measured,
  type MeasuredFile,
  type Measurement,
  type Share,
} from "./measured.ts";

/** The part of Stryker's JSON report that is read. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

interface Mutant {
  readonly status: string;
  readonly statusReason?: string;
}

/** What a record says of the rules as they are now, in few numbers. */
export interface Summary extends Share {
  /** When and how files were measured, and how many. */
  readonly times: readonly (Omit<Measured, "files"> & { readonly count: number })[];
  readonly ignoredStatic: number;
  /** By folder of controls; `engine` beside them. */
  readonly families: Readonly<Record<string, Share>>;
  /** Files that were measured, and those of them that are others by now. */
  readonly measured: number;
  readonly changed: number;
  /** Files that nobody measured. */
  readonly notMeasured: readonly string[];
}

/** What a report says of each file, and of which text. */
export function filesOf({ files }: MutationReport): Record<string, MeasuredFile> {
  return Object.fromEntries(
    Object.entries(files)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([file, { source, mutants }]) => [file, { ...shareOf(mutants), hash: hashOf(source) }]),
  );
}

/** The record with what was measured now in place of what was known of the same files. */
export function recorded({ measured, leftOut }: Measurement, now: Measured): Measurement {
  const before = measured.map((some) => ({
    ...some,
    files: Object.fromEntries(
      Object.entries(some.files).filter(([file]) => now.files[file] === undefined),
    ),
  }));
  return {
    measured: [...before, now].filter(({ files }) => Object.keys(files).length > 0),
    leftOut,
  };
}

/** @param rules Every file of the rules with its hash; see `rulesNow`. */
export function summaryOf(
  { measured }: Measurement,
  rules: Readonly<Record<string, string>>,
): Summary {
  // What is no rule any more says nothing.
  const times = measured.map(({ files, ...time }) => ({
    ...time,
    files: Object.entries(files).filter(([file]) => rules[file] !== undefined),
  }));
  const all = times.flatMap(({ files }) => files);
  const known = new Set(all.map(([file]) => file));
  const families = [...Map.groupBy(all, ([file]) => familyOf(file))]
    .map(([family, files]): [string, Share] => [family, sumOf(files)])
    .filter(([, { total }]) => total > 0)
    .sort(([one], [other]) => one.localeCompare(other));
  return {
    ...sumOf(all),
    times: times.map(({ files, ...time }) => ({ ...time, count: files.length })),
    ignoredStatic: all.reduce((sum, [, { ignoredStatic }]) => sum + ignoredStatic, 0),
    families: Object.fromEntries(families),
    measured: all.length,
    changed: all.filter(([file, { hash }]) => rules[file] !== hash).length,
    notMeasured: Object.keys(rules).filter((file) => !known.has(file)),
  };
}

/** `policy-pack/controls/s3/a.ts` is of `s3`, `policy-pack/engine/run.ts` of `engine`. */
function familyOf(file: string): string {
  const [, room = "", family = ""] = file.split("/");
  return room === "controls" ? family : room;
}

function sumOf(files: readonly (readonly [string, Share])[]): Share {
  return {
    killed: files.reduce((sum, [, { killed }]) => sum + killed, 0),
    total: files.reduce((sum, [, { total }]) => sum + total, 0),
  };
}

function shareOf(mutants: readonly Mutant[]): Omit<MeasuredFile, "hash"> {
  const count = (...wanted: string[]) =>
    mutants.filter(({ status }) => wanted.includes(status)).length;
  const killed = count("Killed", "Timeout");
  return {
    killed,
    total: killed + count("Survived", "NoCoverage"),
    ignoredStatic: mutants.filter(({ statusReason = "" }) => statusReason.startsWith("Static"))
      .length,
  };
}
