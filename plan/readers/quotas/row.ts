import type { Count } from "./counts.ts";

/** A limit that AWS sets on a new account. */
export interface QuotaRow {
  readonly title: string;
  /** What AWS allows unless asked for more. */
  readonly limit: number;
  /** Page of AWS's documentation with the limit. */
  readonly source: string;
  readonly count: Count;
}

/** Where AWS documents its limits. */
export const DOCS = "https://docs.aws.amazon.com";

/** A row of the table, written on one line where it fits. */
export function row(title: string, limit: number, source: string, count: Count): QuotaRow {
  return { title, limit, source, count };
}
