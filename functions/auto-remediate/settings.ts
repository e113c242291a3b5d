import { z } from "zod";

import { shaped } from "../shared/shape.ts";
import type { AutoRemediateEnvironment, DeclaredOpening } from "./contract.ts";

const mode = z.enum(["dry-run", "on"]);
const openings = z.array(
  z.object({ group: z.string().min(1), port: z.number().int().min(1).max(65_535) }),
);

/**
 * The mode in a variable.
 *
 * @throws PlainFailure when it is none: a function that doesn't know must not change anything
 */
export function readMode(text: string): AutoRemediateEnvironment["MODE"] {
  return shaped("MODE", mode, text);
}

/** Names of the groups that cut instances off, in a variable. */
export function readGroups(text: string): readonly string[] {
  return text.split(",");
}

/**
 * The program's own openings in a variable.
 *
 * @throws PlainFailure when they can't be read: the function would revoke them
 */
export function readOpenings(text: string): readonly DeclaredOpening[] {
  return shaped("DECLARED_OPENINGS", openings, JSON.parse(text));
}
