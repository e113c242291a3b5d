import { z } from "zod";

import { whole } from "../http/query.ts";
import { FURTHEST } from "./furthest.ts";

export const limit = (usual: number, most = 100) => whole(1, most, usual);

export const offset = (most = FURTHEST) =>
  whole(0, most, 0).meta({
    description: `Entries to leave out. No page begins later than ${most}, however long the list is.`,
  });

/** How many there are, whatever part of them a page shows. */
export const total = z.int().min(0);

export const ONE = z.strictObject({ id: z.uuid() });
