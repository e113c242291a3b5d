import type { Queries } from "../../parts/database.ts";
import type { Song } from "./song.ts";

/** A song with the name of its files, which clients don't see. */
export interface StoredSong {
  readonly song: Song;
  readonly s3Key: string;
}

/** Columns of a song `s`, seen by the user `$1`. */
export const SONG = `s.id, s.title, s.artist_id, s.artist_name, s.duration_ms, s.genre, s.format,
  array_prepend(s.format, s.other_formats) as formats, s.bitrate, exists (select from user_likes l where l.user_id = $1 and l.song_id = s.id) as liked`;

/** Songs in PostgreSQL, each as one user sees it. */
export class SongStore {
  readonly #database: Queries;

  constructor(database: Queries) {
    this.#database = database;
  }

  async read(user: string, id: string): Promise<StoredSong | undefined> {
    const [row] = await this.#database.query<Song & { s3_key: string }>(
      `select ${SONG}, s.s3_key from songs s where s.id = $2`,
      [user, id],
    );
    if (row === undefined) return undefined;
    const { s3_key: s3Key, ...song } = row;
    return { song, s3Key };
  }

  /** What is liked and played most and latest; `song_stats` tells what that means. */
  async trending(user: string, limit: number, genre: string | undefined): Promise<Song[]> {
    return this.#database.query<Song>(
      `select ${SONG} from song_stats t join songs s on s.id = t.song_id
       where t.heat > '-infinity' and ($3::text is null or t.genre = $3)
       order by t.heat desc, t.song_id limit $2`,
      [user, limit, genre ?? null],
    );
  }

  /** Those of songs that were ever liked or played: each is looked up behind the one before it. */
  async genres(): Promise<string[]> {
    const rows = await this.#database.query<{ genre: string }>(
      `with recursive known (genre) as (
         select min(genre) from song_stats
         union all
         select (select min(t.genre) from song_stats t where t.genre > known.genre) from known
         where known.genre is not null
       ) select genre from known where genre is not null`,
    );
    return rows.map(({ genre }) => genre);
  }

  /** Counts a play, unless the same user's last one can't be over yet, or the song is going. */
  async played(user: string, id: string): Promise<void> {
    await this.#database.query(
      `with counted as (
         insert into song_plays as p (user_id, song_id)
         select $1, id from songs where id = $2 for key share
         on conflict (user_id, song_id) do update set plays = p.plays + 1, last_at = now()
         where p.last_at <= now() - (select duration_ms from songs where id = $2) * interval '1 ms'
         returning song_id
       )
       select music_count(song_id, 0, 1, now()) from counted`,
      [user, id],
    );
  }
}
