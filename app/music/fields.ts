import { z } from "zod";

import { whole } from "../http/query.ts";

export const limit = (usual: number, most = 100) => whole(1, most, usual);

export const offset = (most: number) => whole(0, most, 0);

/** How many there are, whatever part of them a page shows. */
export const total = z.int().min(0);

export const ONE = z.strictObject({ id: z.uuid() });
