import { z } from "zod";

import { notFound, Problem } from "../../http/problem.ts";
import { answer, type Route, route } from "../../http/route.ts";
import { ifMatch, tagOf } from "../../http/state.ts";
import { limit, offset, ONE, total } from "../fields.ts";
import type { Users } from "../users.ts";
import {
  playlist,
  playlistDetails,
  playlistInput,
  playlistWithSongs,
  songsInput,
} from "./playlist.ts";
import type { Change, PlaylistStore } from "./store.ts";

const TAG = { ETag: "Names this state of the playlist." };
const MISSING = { description: "There is no such playlist, or it is another user's private one." };
const CHANGES = {
  403: { description: "It is another user's." },
  404: MISSING,
  412: { description: "Another change came first." },
};

/** A change without it is made to whatever state there is. */
const state = ifMatch("ETag of the state that shall be changed. @default any");

/** Playlists: only their owners change them, and only they see the private ones. */
export function playlistRoutes(playlists: PlaylistStore, users: Users): Route[] {
  const found = async (user: string, id: string) => {
    const stored = await playlists.read(user, id);
    if (stored === undefined) throw notFound("playlist");
    return stored;
  };
  /** @returns the state after the change. @throws Problem when there was none. */
  const changed = async (
    user: string,
    id: string,
    change: Change,
    unknown: (songs: readonly string[]) => Problem = () => notFound("song"),
  ) => {
    if (change === "not mine") {
      await found(user, id);
      throw new Problem(403, "The playlist is another user's.");
    }
    if ("conflict" in change) {
      const now = tagOf(change.conflict);
      throw new Problem(412, `The playlist has changed: its state is ${now} now.`);
    }
    if ("unknown" in change) throw unknown(change.unknown);
    return change.done;
  };

  return [
    route({
      method: "post",
      path: "/api/playlists",
      operationId: "createPlaylist",
      summary: "Create a playlist",
      body: playlistInput,
      answers: {
        201: {
          description: "The playlist, without songs.",
          body: playlist,
          headers: { ...TAG, Location: "Where the playlist is." },
        },
      },
      async handle({ body, user }) {
        const made = await playlists.create(await users.idOf(user), body);
        const Location = `/api/playlists/${made.playlist.id}`;
        return answer(201, made.playlist, { ETag: tagOf(made.version), Location });
      },
    }),
    route({
      method: "get",
      path: "/api/playlists/{id}",
      operationId: "readPlaylist",
      summary: "One playlist",
      params: ONE,
      query: z.strictObject({ include_songs: z.enum(["true", "false"]).default("false") }),
      answers: {
        200: { description: "The playlist.", body: playlistWithSongs, headers: TAG },
        404: MISSING,
      },
      async handle({ params: { id }, query, user }) {
        const me = await users.idOf(user);
        const { playlist: one, version } = await found(me, id);
        // Songs that are newer than the tag cost a client one more attempt; older ones would let it
        // undo another's change.
        const songs =
          query.include_songs === "true" ? { songs: await playlists.songs(me, id) } : {};
        return answer(200, { ...one, ...songs }, { ETag: tagOf(version) });
      },
    }),
    route({
      method: "put",
      path: "/api/playlists/{id}",
      operationId: "editPlaylist",
      summary: "Rename a playlist, and say who sees it",
      params: ONE,
      headers: state,
      body: playlistDetails,
      answers: {
        200: { description: "The playlist as it is now.", body: playlist, headers: TAG },
        ...CHANGES,
      },
      async handle({ params: { id }, headers, body, user }) {
        const me = await users.idOf(user);
        const change = await playlists.edit(me, id, headers["if-match"] ?? "any", body);
        const version = await changed(me, id, change);
        const { playlist: one } = await found(me, id);
        return answer(200, { ...one, ...body }, { ETag: tagOf(version) });
      },
    }),
    route({
      method: "delete",
      path: "/api/playlists/{id}",
      operationId: "deletePlaylist",
      summary: "Delete a playlist",
      params: ONE,
      headers: state,
      answers: { 204: { description: "It is gone." }, ...CHANGES },
      async handle({ params: { id }, headers, user }) {
        const me = await users.idOf(user);
        await changed(me, id, await playlists.delete(me, id, headers["if-match"] ?? "any"));
        return answer(204);
      },
    }),
    route({
      method: "put",
      path: "/api/playlists/{id}/songs",
      operationId: "setPlaylistSongs",
      summary: "Set all songs of a playlist, in the order of their positions",
      params: ONE,
      headers: state,
      body: songsInput,
      answers: {
        200: { description: "The playlist as it is now.", body: playlist, headers: TAG },
        ...CHANGES,
      },
      async handle({ params: { id }, headers, body: { songs }, user }) {
        const me = await users.idOf(user);
        const ids = songs.toSorted((one, other) => one.position - other.position);
        const version = await changed(
          me,
          id,
          await playlists.replace(
            me,
            id,
            headers["if-match"] ?? "any",
            ids.map(({ song_id }) => song_id),
          ),
          (unknown) => {
            const errors = songs.flatMap(({ song_id }, index) =>
              unknown.includes(song_id)
                ? [{ in: "body" as const, field: `songs[${index}].song_id`, message: "is no song" }]
                : [],
            );
            return new Problem(400, "The request names songs that do not exist.", { errors });
          },
        );
        const { playlist: one } = await found(me, id);
        return answer(200, { ...one, song_count: songs.length }, { ETag: tagOf(version) });
      },
    }),
    route({
      method: "delete",
      path: "/api/playlists/{id}/songs/{song_id}",
      operationId: "removePlaylistSong",
      summary: "Take a song out of a playlist",
      params: z.strictObject({ id: z.uuid(), song_id: z.uuid() }),
      headers: state,
      answers: { 204: { description: "It is out.", headers: TAG }, ...CHANGES },
      async handle({ params: { id, song_id }, headers, user }) {
        const me = await users.idOf(user);
        const expected = headers["if-match"] ?? "any";
        const change = await playlists.remove(me, id, expected, song_id);
        const version = await changed(me, id, change, () => notFound("song in this playlist"));
        return answer(204, undefined, { ETag: tagOf(version) });
      },
    }),
    route({
      method: "get",
      path: "/api/users/me/playlists",
      operationId: "listMyPlaylists",
      summary: "Your playlists, the newest first",
      query: z.strictObject({ limit: limit(50), offset: offset() }),
      answers: {
        200: {
          description: "A page of playlists.",
          body: z.object({ playlists: z.array(playlist), total }),
        },
      },
      async handle({ query, user }) {
        return answer(200, await playlists.page(await users.idOf(user), query));
      },
    }),
  ];
}
