import { z } from "zod";

import { notFound } from "../../http/problem.ts";
import { answer, type Route, route } from "../../http/route.ts";
import { limit, offset, ONE, total } from "../fields.ts";
import { song } from "../songs/song.ts";
import type { Users } from "../users.ts";
import type { LikeStore } from "./store.ts";

const likedSong = song.extend({ liked_at: z.iso.datetime() }).meta({ id: "LikedSong" });

/** What a user likes. */
export function likeRoutes(likes: LikeStore, users: Users): Route[] {
  return [
    route({
      method: "post",
      path: "/api/songs/{id}/like",
      operationId: "toggleLike",
      summary: "Like a song, or no more",
      params: ONE,
      answers: {
        200: {
          description: "What it is now.",
          body: z.object({ song_id: z.uuid(), liked: z.boolean() }),
        },
        404: { description: "There is no such song." },
      },
      async handle({ params: { id }, user }) {
        const liked = await likes.toggle(await users.idOf(user), id);
        if (liked === undefined) throw notFound("song");
        return answer(200, { song_id: id, liked });
      },
    }),
    route({
      method: "get",
      path: "/api/users/me/liked-songs",
      operationId: "listLikedSongs",
      summary: "Songs that you like, the latest first",
      query: z.strictObject({ limit: limit(50), offset: offset() }),
      answers: {
        200: {
          description: "A page of songs.",
          body: z.object({ songs: z.array(likedSong), total }),
        },
      },
      async handle({ query, user }) {
        const page = await likes.page(await users.idOf(user), query);
        const songs = page.liked.map((one) => ({
          ...one.song,
          liked_at: one.likedAt.toISOString(),
        }));
        return answer(200, { songs, total: page.total });
      },
    }),
  ];
}
