import { randomUUID } from "node:crypto";

import { isAmong, type States } from "../../http/state.ts";
import type { Database, Queries } from "../../parts/database.ts";
import type { Song } from "../songs/song.ts";
import { SONG } from "../songs/store.ts";
import type { Playlist, PlaylistInput } from "./playlist.ts";

/** A playlist with the number of its state, which clients see as its ETag. */
export interface StoredPlaylist {
  readonly playlist: Playlist;
  readonly version: number;
}

/** What came of a change. */
export type Change =
  | { readonly done: number }
  /** Songs that don't exist, or the one that is not in the list. */
  | { readonly unknown: readonly string[] }
  /** It is in another state, which is named … */
  | { readonly conflict: number }
  /** … or is not there, or another user's. */
  | "not mine";

type Row = Omit<Playlist, "created_at"> & { version: number; created_at: Date };

const PLAYLIST = `p.id, p.name, p.is_public, p.version, p.created_at, u.display_name as owner_name,
  p.user_id = $1 as mine,
  (select count(*)::int from playlist_songs ps where ps.playlist_id = p.id) as song_count
  from playlists p join users u on u.id = p.user_id`;

/** Playlists in PostgreSQL, each as one user sees it. */
export class PlaylistStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(user: string, { name, is_public }: PlaylistInput): Promise<StoredPlaylist> {
    const id = randomUUID();
    await this.#database.query(
      "insert into playlists (id, user_id, name, is_public) values ($1, $2, $3, $4)",
      [id, user, name, is_public],
    );
    const made = await this.read(user, id);
    if (made === undefined) throw new Error("the database lost a playlist that it had just kept");
    return made;
  }

  /** Undefined also for one that its owner keeps private. */
  async read(user: string, id: string): Promise<StoredPlaylist | undefined> {
    const [row] = await this.#database.query<Row>(
      `select ${PLAYLIST} where p.id = $2 and (p.is_public or p.user_id = $1)`,
      [user, id],
    );
    return row && stored(row);
  }

  /** In order, with places that have no gaps even where a song was taken out of the catalogue. */
  async songs(user: string, id: string): Promise<(Song & { position: number })[]> {
    return this.#database.query<Song & { position: number }>(
      `select ${SONG}, (row_number() over (order by ps.position))::int - 1 as position
       from playlist_songs ps join songs s on s.id = ps.song_id
       where ps.playlist_id = $2 order by ps.position`,
      [user, id],
    );
  }

  /** A user's own, newest first. */
  async page(
    user: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ playlists: Playlist[]; total: number }> {
    const rows = await this.#database.query<Row>(
      `select ${PLAYLIST} where p.user_id = $1
       order by p.created_at desc, p.id limit $2 offset $3`,
      [user, limit, offset],
    );
    const [counted] = await this.#database.query<{ total: number }>(
      "select count(*)::int as total from playlists where user_id = $1",
      [user],
    );
    return { playlists: rows.map((row) => stored(row).playlist), total: counted?.total ?? 0 };
  }

  /** Changes name and visibility. */
  async edit(
    user: string,
    id: string,
    states: States,
    { name, is_public }: PlaylistInput,
  ): Promise<Change> {
    return this.#change(user, id, states, async (queries) => {
      await queries.query("update playlists set name = $2, is_public = $3 where id = $1", [
        id,
        name,
        is_public,
      ]);
      return [];
    });
  }

  async delete(user: string, id: string, states: States): Promise<Change> {
    return this.#change(user, id, states, async (queries) => {
      await queries.query("delete from playlists where id = $1", [id]);
      return [];
    });
  }

  /** Sets all songs, in that order. */
  async replace(
    user: string,
    id: string,
    states: States,
    songs: readonly string[],
  ): Promise<Change> {
    return this.#change(user, id, states, async (queries) => {
      // Locked as the foreign key does it: none of them goes until all is done.
      const known = await queries.query<{ id: string }>(
        "select id from songs where id = any ($1::uuid[]) order by id for key share",
        [songs],
      );
      const ids = new Set(known.map((row) => row.id));
      const unknown = songs.filter((song) => !ids.has(song));
      if (unknown.length > 0) return unknown;
      await queries.query("delete from playlist_songs where playlist_id = $1", [id]);
      await queries.query(
        `insert into playlist_songs (playlist_id, song_id, position)
         select $1, id, place - 1 from unnest($2::uuid[]) with ordinality as asked (id, place)`,
        [id, songs],
      );
      return [];
    });
  }

  /** Takes one song out, and closes the gap. */
  async remove(user: string, id: string, states: States, song: string): Promise<Change> {
    return this.#change(user, id, states, async (queries) => {
      const [gone] = await queries.query<{ position: number }>(
        "delete from playlist_songs where playlist_id = $1 and song_id = $2 returning position",
        [id, song],
      );
      if (gone === undefined) return [song];
      await queries.query(
        `update playlist_songs set position = position - 1
         where playlist_id = $1 and position > $2`,
        [id, gone.position],
      );
      return [];
    });
  }

  /**
   * Changes a playlist while nobody else does: its row is locked until all is done.
   *
   * @param task Returns the songs that it could not find, before it has changed anything.
   */
  async #change(
    user: string,
    id: string,
    states: States,
    task: (queries: Queries) => Promise<string[]>,
  ): Promise<Change> {
    return this.#database.transaction(async (queries): Promise<Change> => {
      const [locked] = await queries.query<{ version: number }>(
        "select version from playlists where id = $1 and user_id = $2 for update",
        [id, user],
      );
      if (locked === undefined) return "not mine";
      if (!isAmong(locked.version, states)) return { conflict: locked.version };
      const unknown = await task(queries);
      if (unknown.length > 0) return { unknown };
      await queries.query("update playlists set version = version + 1 where id = $1", [id]);
      return { done: locked.version + 1 };
    });
  }
}

function stored({ version, created_at, ...rest }: Row): StoredPlaylist {
  const playlist = { ...rest, created_at: created_at.toISOString() };
  return { playlist, version };
}
