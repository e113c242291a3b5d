import { z } from "zod";

import { answer, type Route, route } from "../../http/route.ts";
import { line } from "../../http/text.ts";
import { artist } from "../artists/artist.ts";
import { limit, offset, total } from "../fields.ts";
import { song } from "../songs/song.ts";
import type { Users } from "../users.ts";
import { type Kinds, MOST, type SearchStore } from "./store.ts";

const KINDS = ["song", "artist"] as const satisfies (keyof Kinds)[];

const kinds = z
  .string()
  .regex(/^(?:song|artist)(?:,(?:song|artist))?$/, "must be song, artist, or both with a comma")
  .default("song,artist")
  .transform((text) => KINDS.filter((kind) => text.split(",").includes(kind)));

const query = z.strictObject({
  q: line(100).meta({ description: "Words; the last may be the beginning of one." }),
  type: kinds,
  limit: limit(20, 50),
  offset: offset(MOST),
});

/** Search as someone types. */
export function searchRoutes(search: SearchStore, users: Users): Route[] {
  return [
    route({
      method: "get",
      path: "/api/search",
      operationId: "search",
      summary: "Songs and artists, the best first; small typing errors are forgiven",
      query,
      answers: {
        200: {
          description: `A page of each. Of more than ${MOST} songs that fit, those of just that title and the heard-most are ranked; of more artists, those of just that name, then those whose names begin so, the shorter first.`,
          body: z.object({
            songs: z.object({ items: z.array(song), total }).optional(),
            artists: z.object({ items: z.array(artist), total }).optional(),
          }),
        },
      },
      async handle({ query: { q: text, type, ...page }, user: asking }) {
        const user = await users.idOf(asking);
        const { song: songs, artist: artists } = await search.find({
          user,
          text,
          kinds: type,
          ...page,
        });
        return answer(200, { ...(songs && { songs }), ...(artists && { artists }) });
      },
    }),
  ];
}
