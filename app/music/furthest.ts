/** Entries that a page of a list may leave out at most: the database reads all of them. */
export const FURTHEST = 10_000;
