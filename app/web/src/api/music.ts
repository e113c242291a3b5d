import { ask, queryOf } from "./client.ts";
import { PAGE } from "./pages.ts";
import type {
  Artist,
  ArtistPage,
  FollowedPage,
  Format,
  Found,
  FullPlaylist,
  PlayableSong,
  Playlist,
  PlaylistPage,
  Song,
  SongPage,
  Tier,
} from "./types.ts";

/** Songs and artists that one search brings. */
export const FOUND_PAGE = 20;

async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  return (await ask<T>(path, { signal })).data;
}

export function search(q: string, offset: number, signal: AbortSignal): Promise<Found> {
  return read(`/api/search?${queryOf({ q, offset, limit: FOUND_PAGE })}`, signal);
}

export async function trending(
  genre: string | undefined,
  signal: AbortSignal,
): Promise<readonly Song[]> {
  const path = `/api/songs/trending?${queryOf({ genre, limit: PAGE })}`;
  return (await read<{ songs: readonly Song[] }>(path, signal)).songs;
}

/** A song with an address that plays for a quarter of an hour. */
export function playable(
  id: string,
  form: { readonly tier: Tier; readonly format: Format },
  signal: AbortSignal,
): Promise<PlayableSong> {
  return read(`/api/songs/${id}?${queryOf(form)}`, signal);
}

export async function genres(signal: AbortSignal): Promise<readonly string[]> {
  return (await read<{ genres: readonly string[] }>("/api/genres", signal)).genres;
}

export async function countPlay(id: string): Promise<void> {
  await ask(`/api/songs/${id}/plays`, { method: "POST" });
}

/** @returns what it is now. */
export async function toggleLike(id: string): Promise<boolean> {
  const { data } = await ask<{ liked: boolean }>(`/api/songs/${id}/like`, { method: "POST" });
  return data.liked;
}

export function likedSongs(offset: number, signal: AbortSignal): Promise<SongPage> {
  return read(`/api/users/me/liked-songs?${queryOf({ limit: PAGE, offset })}`, signal);
}

export function artists(cursor: string | undefined, signal: AbortSignal): Promise<ArtistPage> {
  return read(`/api/artists?${queryOf({ limit: PAGE, cursor })}`, signal);
}

export function artist(id: string, signal: AbortSignal): Promise<Artist> {
  return read(`/api/artists/${id}`, signal);
}

export function artistSongs(id: string, offset: number, signal: AbortSignal): Promise<SongPage> {
  return read(`/api/artists/${id}/songs?${queryOf({ limit: PAGE, offset })}`, signal);
}

export function followed(offset: number, signal: AbortSignal): Promise<FollowedPage> {
  return read(`/api/users/me/following?${queryOf({ limit: PAGE, offset })}`, signal);
}

export async function follow(id: string, following: boolean): Promise<void> {
  await ask(`/api/users/me/follow/${id}`, { method: following ? "POST" : "DELETE" });
}

export function playlists(offset: number, signal: AbortSignal): Promise<PlaylistPage> {
  return read(`/api/users/me/playlists?${queryOf({ limit: PAGE, offset })}`, signal);
}

export async function playlist(id: string, signal?: AbortSignal): Promise<FullPlaylist> {
  const { data, etag } = await ask<Omit<FullPlaylist, "etag">>(
    `/api/playlists/${id}?include_songs=true`,
    signal === undefined ? {} : { signal },
  );
  return { ...data, etag };
}

export async function createPlaylist(name: string, isPublic: boolean): Promise<Playlist> {
  const body = { name, is_public: isPublic };
  return (await ask<Playlist>("/api/playlists", { method: "POST", body })).data;
}

/** What of a playlist its owner may change beside its songs. */
export interface Details {
  readonly name: string;
  readonly is_public: boolean;
}

export async function editPlaylist(id: string, body: Details, ifMatch: string): Promise<void> {
  await ask(`/api/playlists/${id}`, { method: "PUT", body, ifMatch });
}

export async function deletePlaylist(id: string): Promise<void> {
  await ask(`/api/playlists/${id}`, { method: "DELETE" });
}

/** Sets all songs in that order. @returns the name of the new state. */
export async function setSongs(
  id: string,
  songs: readonly string[],
  ifMatch: string,
): Promise<string> {
  const body = { songs: songs.map((song_id, position) => ({ song_id, position })) };
  return (await ask(`/api/playlists/${id}/songs`, { method: "PUT", body, ifMatch })).etag;
}

/** @returns the name of the new state. */
export async function removeSong(id: string, song: string): Promise<string> {
  return (await ask(`/api/playlists/${id}/songs/${song}`, { method: "DELETE" })).etag;
}
