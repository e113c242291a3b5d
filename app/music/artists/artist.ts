import { z } from "zod";

import { plain } from "../../http/text.ts";

/** An artist as clients see it. */
export const artist = z
  .object({
    id: z.uuid(),
    name: z.string(),
    bio: z.string(),
    image_url: z.string().nullable(),
    followed: z.boolean().meta({ description: "Whether you follow it." }),
  })
  .meta({ id: "Artist" });

export type Artist = z.output<typeof artist>;

/** Where a page of artists ends: they are ordered by their folded names. */
export const place = z.strictObject({ key: plain(200), id: z.uuid() });

export type Place = z.output<typeof place>;
