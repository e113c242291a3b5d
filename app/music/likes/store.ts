import type { Queries } from "../../parts/database.ts";
import type { Song } from "../songs/song.ts";
import { SONG } from "../songs/store.ts";

export interface LikedSong {
  readonly song: Song;
  readonly likedAt: Date;
}

/** More than a user can toggle at the same moment within one answer's time. */
const ATTEMPTS = 1000;

/** Who likes which songs, in PostgreSQL. */
export class LikeStore {
  readonly #database: Queries;

  constructor(database: Queries) {
    this.#database = database;
  }

  /**
   * Turns a like round and counts it. Of several at the same moment each turns it once: what one of
   * them does, the next finds done, or is refused by the key and begins anew. So does one whose song
   * is just taken out of the catalogue, for which it waits.
   *
   * @returns What it is now; undefined if there is no such song.
   */
  async toggle(user: string, song: string): Promise<boolean | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [row] = await this.#database.query<{ liked: boolean | null }>(
        `with gone as (
           delete from user_likes where user_id = $1 and song_id = $2 returning song_id, liked_at
         ), made as (
           insert into user_likes (user_id, song_id)
           select $1, id from songs where id = $2 and not exists (select from gone) for key share
           on conflict do nothing returning song_id, liked_at
         ), turned as (
           select false as liked, music_count(song_id, -1, 0, liked_at) from gone
           union all
           select true, music_count(song_id, 1, 0, liked_at) from made
         )
         select (select liked from turned) from songs where id = $2`,
        [user, song],
      );
      if (row === undefined) return undefined;
      if (row.liked !== null) return row.liked;
    }
    throw new Error("a like could not be turned round");
  }

  /** Newest first. */
  async page(
    user: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ liked: LikedSong[]; total: number }> {
    const rows = await this.#database.query<Song & { liked_at: Date }>(
      `select ${SONG}, mine.liked_at from user_likes mine join songs s on s.id = mine.song_id
       where mine.user_id = $1 order by mine.liked_at desc, mine.song_id limit $2 offset $3`,
      [user, limit, offset],
    );
    const [counted] = await this.#database.query<{ total: number }>(
      "select count(*)::int as total from user_likes where user_id = $1",
      [user],
    );
    return {
      liked: rows.map(({ liked_at: likedAt, ...song }) => ({ song, likedAt })),
      total: counted?.total ?? 0,
    };
  }
}
