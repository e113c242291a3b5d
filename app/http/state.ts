import { z } from "zod";

/** The header by which a change names the state that it changes. */
export const ifMatch = (description: string) =>
  z.object({
    "if-match": z
      .string()
      .regex(/^"[1-9]\d{0,8}"$/, 'must be the ETag of one state, such as "3"')
      .optional()
      .meta({ description }),
  });

/** The strong entity tag of a state. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

/** The state that a tag of `If-Match` names. */
export function versionOf(tag: string): number;
export function versionOf(tag: string | undefined): number | undefined;
export function versionOf(tag: string | undefined): number | undefined {
  return tag === undefined ? undefined : Number(tag.slice(1, -1));
}
