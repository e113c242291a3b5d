import { z } from "zod";

import { line, lines } from "../http/text.ts";

/** An item as clients see it. */
export const item = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Item", description: "Something with a name." });

export type Item = z.output<typeof item>;

/** An item with the number of its state, which clients see as its ETag. */
export interface Versioned {
  readonly item: Item;
  /** Grows by one with each change. */
  readonly version: number;
}

/** What a client may say of an item. */
export const itemInput = z
  .strictObject({
    name: line(200),
    description: lines(4000).default(""),
  })
  .meta({ id: "ItemInput" });

export type ItemInput = z.output<typeof itemInput>;
