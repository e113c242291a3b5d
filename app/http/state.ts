import { z } from "zod";

/** The states that a change may find: `any`, or one of those versions. */
export type States = "any" | readonly number[];

const NAMED = /^(?:\*|"[1-9]\d{0,8}"(?:[ \t]*,[ \t]*"[1-9]\d{0,8}")*)$/;

/** The header by which a change names the states that it may change. */
export const ifMatch = (description: string) =>
  z.object({
    "if-match": z
      .string()
      .max(1000)
      .regex(NAMED, 'must be the ETag of a state, such as "3", several of them with commas, or *')
      .transform(statesOf)
      .optional()
      .meta({ description }),
  });

/** The strong entity tag of a state. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

/** Whether a version is one of the states that a change may find. */
export function isAmong(version: number, states: States): boolean {
  return states === "any" || states.includes(version);
}

function statesOf(tags: string): States {
  if (tags === "*") return "any";
  return tags.split(",").map((tag) => Number(tag.trim().slice(1, -1)));
}
