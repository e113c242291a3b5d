import type { Queries } from "../../parts/database.ts";
import type { Song } from "../songs/song.ts";
import { SONG } from "../songs/store.ts";
import type { Artist, Place } from "./artist.ts";

/** Columns of an artist `a`, seen by the user `$1`. */
export const ARTIST = `a.id, a.name, a.bio, a.image_url, exists (
  select from user_follows f where f.user_id = $1 and f.artist_id = a.id) as followed`;

/** An artist whom a user follows. */
export interface FollowedArtist {
  readonly artist: Artist;
  readonly followedAt: Date;
}

/** Artists in PostgreSQL, each as one user sees it. */
export class ArtistStore {
  readonly #database: Queries;

  constructor(database: Queries) {
    this.#database = database;
  }

  async read(user: string, id: string): Promise<Artist | undefined> {
    const [found] = await this.#database.query<Artist>(
      `select ${ARTIST} from artists a where a.id = $2`,
      [user, id],
    );
    return found;
  }

  /** By name. One row more than asked for tells whether there is a next page. */
  async page(
    user: string,
    limit: number,
    after: Place | undefined,
  ): Promise<{ artists: Artist[]; next: Place | undefined }> {
    const rows = await this.#database.query<Artist & { key: string }>(
      `select ${ARTIST}, a.name_key as key from artists a
       where $3::text is null or (a.name_key, a.id) > ($3::text, $4::uuid)
       order by a.name_key, a.id limit $2`,
      [user, limit + 1, after?.key ?? null, after?.id ?? null],
    );
    const pages = rows.map(({ key, ...artist }) => ({ artist, place: { key, id: artist.id } }));
    return {
      artists: pages.slice(0, limit).map(({ artist }) => artist),
      next: rows.length > limit ? pages[limit - 1]?.place : undefined,
    };
  }

  /** An artist's songs, those that are heard most first. */
  async songs(
    user: string,
    id: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ songs: Song[]; total: number }> {
    const songs = await this.#database.query<Song>(
      `select ${SONG} from songs s where s.artist_id = $2
       order by s.popularity desc, s.id limit $3 offset $4`,
      [user, id, limit, offset],
    );
    const [counted] = await this.#database.query<{ total: number }>(
      "select count(*)::int as total from songs where artist_id = $1",
      [id],
    );
    return { songs, total: counted?.total ?? 0 };
  }

  /** Those whom a user follows, the latest first. */
  async followed(
    user: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ followed: FollowedArtist[]; total: number }> {
    const rows = await this.#database.query<Artist & { followed_at: Date }>(
      `select ${ARTIST}, mine.followed_at
       from user_follows mine join artists a on a.id = mine.artist_id
       where mine.user_id = $1 order by mine.followed_at desc, a.id limit $2 offset $3`,
      [user, limit, offset],
    );
    const [counted] = await this.#database.query<{ total: number }>(
      "select count(*)::int as total from user_follows where user_id = $1",
      [user],
    );
    return {
      followed: rows.map(({ followed_at: followedAt, ...artist }) => ({ artist, followedAt })),
      total: counted?.total ?? 0,
    };
  }

  /** @returns whether there is such an artist; to follow twice is to follow. */
  async follow(user: string, id: string): Promise<boolean> {
    const rows = await this.#database.query(
      `with known as (
         select id from artists where id = $2 for key share
       ), made as (
         insert into user_follows (user_id, artist_id) select $1, id from known
         on conflict do nothing
       ) select from known`,
      [user, id],
    );
    return rows.length > 0;
  }

  /** @returns whether there is such an artist. */
  async unfollow(user: string, id: string): Promise<boolean> {
    const rows = await this.#database.query(
      `with gone as (delete from user_follows where user_id = $1 and artist_id = $2)
       select from artists where id = $2`,
      [user, id],
    );
    return rows.length > 0;
  }
}
