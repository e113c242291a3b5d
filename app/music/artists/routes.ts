import { z } from "zod";

import { cursorOf, cursorTo } from "../../http/cursor.ts";
import { notFound } from "../../http/problem.ts";
import { answer, type Route, route } from "../../http/route.ts";
import { limit, offset, ONE, total } from "../fields.ts";
import { song } from "../songs/song.ts";
import type { Users } from "../users.ts";
import { artist, place } from "./artist.ts";
import type { ArtistStore } from "./store.ts";

const MISSING = { description: "There is no such artist." };
const followed = z.object({ artist_id: z.uuid(), following: z.boolean() });
const followedArtist = artist
  .extend({ followed_at: z.iso.datetime() })
  .meta({ id: "FollowedArtist" });
const whom = z.strictObject({ artist_id: z.uuid() });

/** Artists, their songs, and who follows them. */
export function artistRoutes(artists: ArtistStore, users: Users): Route[] {
  return [
    route({
      method: "get",
      path: "/api/artists",
      operationId: "listArtists",
      summary: "Artists by name",
      query: z.strictObject({ limit: limit(50), cursor: cursorTo(place).optional() }),
      answers: {
        200: {
          description: "A page of artists.",
          body: z.object({ artists: z.array(artist), next: z.string().nullable() }),
        },
      },
      async handle({ query, user }) {
        const page = await artists.page(await users.idOf(user), query.limit, query.cursor);
        const next = page.next === undefined ? null : cursorOf(page.next);
        return answer(200, { artists: page.artists, next });
      },
    }),
    route({
      method: "get",
      path: "/api/artists/{id}",
      operationId: "readArtist",
      summary: "One artist",
      params: ONE,
      answers: { 200: { description: "The artist.", body: artist }, 404: MISSING },
      async handle({ params, user }) {
        const found = await artists.read(await users.idOf(user), params.id);
        if (found === undefined) throw notFound("artist");
        return answer(200, found);
      },
    }),
    route({
      method: "get",
      path: "/api/artists/{id}/songs",
      operationId: "listSongsOfArtist",
      summary: "An artist's songs, those that are heard most first",
      params: ONE,
      query: z.strictObject({ limit: limit(50), offset: offset() }),
      answers: {
        200: {
          description: "A page of songs.",
          body: z.object({ songs: z.array(song), total }),
        },
        404: MISSING,
      },
      async handle({ params, query, user }) {
        const me = await users.idOf(user);
        const page = await artists.songs(me, params.id, query);
        if (page.total === 0 && (await artists.read(me, params.id)) === undefined) {
          throw notFound("artist");
        }
        return answer(200, page);
      },
    }),
    route({
      method: "get",
      path: "/api/users/me/following",
      operationId: "listFollowedArtists",
      summary: "Artists that you follow, the latest first",
      query: z.strictObject({ limit: limit(50), offset: offset() }),
      answers: {
        200: {
          description: "A page of artists.",
          body: z.object({ artists: z.array(followedArtist), total }),
        },
      },
      async handle({ query, user }) {
        const page = await artists.followed(await users.idOf(user), query);
        const list = page.followed.map((one) => ({
          ...one.artist,
          followed_at: one.followedAt.toISOString(),
        }));
        return answer(200, { artists: list, total: page.total });
      },
    }),
    route({
      method: "post",
      path: "/api/users/me/follow/{artist_id}",
      operationId: "followArtist",
      summary: "Follow an artist",
      params: whom,
      answers: { 200: { description: "You follow it.", body: followed }, 404: MISSING },
      async handle({ params: { artist_id }, user }) {
        const there = await artists.follow(await users.idOf(user), artist_id);
        if (!there) throw notFound("artist");
        return answer(200, { artist_id, following: true });
      },
    }),
    route({
      method: "delete",
      path: "/api/users/me/follow/{artist_id}",
      operationId: "unfollowArtist",
      summary: "Follow an artist no more",
      params: whom,
      answers: { 200: { description: "You don't follow it.", body: followed }, 404: MISSING },
      async handle({ params: { artist_id }, user }) {
        const there = await artists.unfollow(await users.idOf(user), artist_id);
        if (!there) throw notFound("artist");
        return answer(200, { artist_id, following: false });
      },
    }),
  ];
}
