import { FURTHEST } from "../../../music/furthest.ts";

/** Entries that one request brings. */
export const PAGE = 50;

/** Of a list that is longer, the service gives no more. */
export const MOST = FURTHEST + PAGE;

/**
 * Where the next page begins, after those pages of a list that is so long; undefined at its end, or
 * where the service gives no more.
 */
export function offsetAfter(
  pages: readonly (readonly unknown[])[],
  total: number,
): number | undefined {
  const read = pages.reduce((sum, page) => sum + page.length, 0);
  // A page without entries would be asked for without end.
  const ends = read >= total || read > FURTHEST || pages.at(-1)?.length === 0;
  return ends ? undefined : read;
}

/** Entries of all pages; one that slid from one page to the next in between is there once. */
export function entriesOf<T extends { readonly id: string }>(
  pages: readonly (readonly T[])[],
): readonly T[] {
  return [...new Map(pages.flat().map((entry) => [entry.id, entry])).values()];
}
