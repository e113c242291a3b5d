/**
 * How much of a large suite runs: `npm test` a fixed sample, so that it stays within two minutes;
 * CI and `npm run test:full` all of it.
 */
export const ALL = process.env["TEST_SIZE"] === "full";

/** All entries, or each so many in the sample. */
export function sampled<T>(entries: readonly T[], every: number): readonly T[] {
  return ALL ? entries : entries.filter((_, index) => index % every === 0);
}
