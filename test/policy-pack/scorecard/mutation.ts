import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../support/fixtures.ts";

interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { status: string }[] }>>;
}

/** What the last mutation testing on this machine found; undefined if there was none. */
export function mutationScore(): { killed: number; total: number } | undefined {
  const path = join(ROOT, ".cache/mutation/mutation.json");
  if (!existsSync(path)) return undefined;
  const { files } = JSON.parse(readFileSync(path, "utf8")) as MutationReport;
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  const killed = count("Killed", "Timeout");
  return { killed, total: killed + count("Survived", "NoCoverage") };
}
