import type { Reading } from "../../engine/reading.ts";

/**
 * A property of JSON that a provider reads in whatever case it is written (`Privileged` as
 * `privileged`); of several spellings the last one counts, as for the provider.
 */
export function partOf(reading: Reading, path: string): Reading {
  return path.split(".").reduce((at, name) => {
    const wanted = name.toLowerCase();
    const [, found] = at.entries().findLast(([key]) => key.toLowerCase() === wanted) ?? [];
    return found ?? at.at(name);
  }, reading);
}
