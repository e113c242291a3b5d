import { z } from "zod";

import { notFound, Problem } from "../../http/problem.ts";
import { answer, type Route, route } from "../../http/route.ts";
import { line } from "../../http/text.ts";
import type { Audio } from "../../parts/audio.ts";
import { limit, ONE } from "../fields.ts";
import type { Users } from "../users.ts";
import { audioKey, MEDIA_TYPES, playableSong, type Rendition, rendition, song } from "./song.ts";
import type { SongStore, StoredSong } from "./store.ts";

const MISSING = { description: "There is no such song, or not in that form." };
/** An address is a key to the file: nobody else may find it in a cache. */
const KEPT_BY_NOBODY = { "Cache-Control": "no-store" };

/** One song, its audio, and the songs that are heard most. */
export function songRoutes(songs: SongStore, users: Users, audio: Audio): Route[] {
  const found = async (user: string, id: string) => {
    const stored = await songs.read(user, id);
    if (stored === undefined) throw notFound("song");
    return stored;
  };
  const addressed = async ({ song: one, s3Key }: StoredSong, asked: Rendition) => {
    const { tier, format = one.format } = asked;
    if (!one.formats.includes(format) || tier > one.bitrate) {
      const there = `${one.formats.join(" or ")} of up to ${one.bitrate} kbit/s`;
      throw new Problem(404, `The song is not there in that form, but as ${there}.`);
    }
    const mediaType = MEDIA_TYPES[format];
    const { url, expiresAt } = await audio.playable(audioKey(s3Key, tier, format), mediaType);
    const expires_at = expiresAt.toISOString();
    return { url, expires_at, tier, format, media_type: mediaType };
  };

  return [
    route({
      method: "get",
      path: "/api/songs/trending",
      operationId: "listTrendingSongs",
      summary: "Songs by likes and plays, of which recent ones count more",
      query: z.strictObject({ genre: line(50).optional(), limit: limit(50) }),
      answers: {
        200: { description: "The hottest first.", body: z.object({ songs: z.array(song) }) },
      },
      async handle({ query, user }) {
        const trending = await songs.trending(await users.idOf(user), query.limit, query.genre);
        return answer(200, { songs: trending });
      },
    }),
    route({
      method: "get",
      path: "/api/genres",
      operationId: "listGenres",
      summary: "Genres of which songs were ever liked or played, by name",
      answers: {
        200: { description: "All of them.", body: z.object({ genres: z.array(z.string()) }) },
      },
      async handle() {
        return answer(200, { genres: await songs.genres() });
      },
    }),
    route({
      method: "get",
      path: "/api/songs/{id}",
      operationId: "readSong",
      summary: "One song, with an address that plays it for at most 15 minutes",
      params: ONE,
      query: rendition,
      answers: { 200: { description: "The song.", body: playableSong }, 404: MISSING },
      async handle({ params, query, user }) {
        const stored = await found(await users.idOf(user), params.id);
        const body = { ...stored.song, audio: await addressed(stored, query) };
        return answer(200, body, KEPT_BY_NOBODY);
      },
    }),
    route({
      method: "get",
      path: "/api/songs/{id}/stream",
      operationId: "streamSong",
      summary: "Leads to the audio, and counts as a play",
      params: ONE,
      query: rendition,
      answers: {
        302: {
          description: "To the audio.",
          headers: { Location: "Plays for at most 15 minutes." },
        },
        404: MISSING,
      },
      async handle({ params, query, user, raw }) {
        const me = await users.idOf(user);
        const { url } = await addressed(await found(me, params.id), query);
        // Who asks for no more than the headers plays nothing.
        if (raw.method !== "HEAD") await songs.played(me, params.id);
        return answer(302, undefined, { ...KEPT_BY_NOBODY, Location: url });
      },
    }),
    route({
      method: "post",
      path: "/api/songs/{id}/plays",
      operationId: "countPlay",
      summary: "Tell that a song was played by its address; twice within its length counts once",
      params: ONE,
      answers: { 204: { description: "It is counted." }, 404: MISSING },
      async handle({ params, user }) {
        const me = await users.idOf(user);
        await found(me, params.id);
        await songs.played(me, params.id);
        return answer(204);
      },
    }),
  ];
}
