import type { Measurement, Share } from "./measured.ts";

/** The part of Stryker's JSON report that is read. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly statusReason?: string;
}

type Summary = Omit<Measurement, "date" | "commit" | "note">;

/**
 * What a report says, in few numbers.
 *
 * @param rules Every file of the rules, from the repository's root.
 * @param reasons Why a file is not measured, as far as that is known.
 */
export function summaryOf(
  { files }: MutationReport,
  rules: readonly string[],
  reasons: Readonly<Record<string, string>>,
): Summary {
  const byFamily = Map.groupBy(Object.entries(files), ([file]) => familyOf(file));
  const families = [...byFamily]
    .map(([family, some]): [string, Share] => [
      family,
      shareOf(some.flatMap(([, { mutants }]) => mutants)),
    ])
    .filter(([, { total }]) => total > 0)
    .sort(([one], [other]) => one.localeCompare(other));
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const missing = rules.filter((file) => files[file] === undefined).sort();
  return {
    ...shareOf(all),
    ignoredStatic: all.filter(({ statusReason = "" }) => statusReason.startsWith("Static")).length,
    families: Object.fromEntries(families),
    notMeasured: Object.fromEntries(
      missing.map((file) => [file, reasons[file] ?? "not in the report"]),
    ),
  };
}

/** `policy-pack/controls/s3/a.ts` is of `s3`, `policy-pack/engine/run.ts` of `engine`. */
function familyOf(file: string): string {
  const [, room = "", family = ""] = file.split("/");
  return room === "controls" ? family : room;
}

function shareOf(mutants: readonly Mutant[]): Share {
  const count = (...wanted: string[]) =>
    mutants.filter(({ status }) => wanted.includes(status)).length;
  const killed = count("Killed", "Timeout");
  return { killed, total: killed + count("Survived", "NoCoverage") };
}
