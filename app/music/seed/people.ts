import type { Queries } from "../../parts/database.ts";
import { type SeedArtist, SEED_ARTISTS, SEED_NAMES, SEED_PLAYLISTS } from "./catalogue.ts";
import { seedId } from "./id.ts";
import { randomFrom } from "./random.ts";
import { SECONDS } from "./tune.ts";

const DAY_MS = 86_400_000;
/** Likes and plays are so many days old at most. */
const DAYS = 14;

/** A user of the seed: the token that says so is hers. */
export interface SeedUser {
  readonly sub: string;
  readonly name: string;
}

export const SEED_USERS: readonly SeedUser[] = SEED_NAMES.map((name) => ({
  sub: seedId("user", name),
  name,
}));

/** A song of the seed with the name of its files and its number. */
export function seedSongs() {
  return SEED_ARTISTS.flatMap((artist) =>
    artist.songs.map(({ title, tune }) => ({ artist, title, tune, id: seedId("song", title) })),
  ).map((song, index) => ({ ...song, number: index + 1, s3Key: `seed/${song.id}` }));
}

/** Writes artists, songs and users, and what the users did. */
export async function writeSeed(queries: Queries, now: Date): Promise<void> {
  for (const artist of SEED_ARTISTS) {
    await queries.query("insert into artists (id, name, bio) values ($1, $2, $3)", [
      artistId(artist),
      artist.name,
      artist.bio,
    ]);
  }
  for (const { id, title, artist, s3Key } of seedSongs()) {
    await queries.query(
      `insert into songs (id, title, artist_id, artist_name, duration_ms, s3_key, format, bitrate, genre)
       values ($1, $2, $3, $4, $5, $6, 'ogg', 320, $7)`,
      [id, title, artistId(artist), artist.name, SECONDS * 1000, s3Key, artist.genre],
    );
  }
  const deeds: Deeds = { likes: [], plays: [], follows: [] };
  for (const [index, { sub, name }] of SEED_USERS.entries()) {
    // Whoever has signed in before the seed came is there already.
    const [user] = await queries.query<{ id: string }>(
      `insert into users (id, cognito_sub, display_name) values ($1, $2, $3)
       on conflict (cognito_sub) do update set display_name = excluded.display_name returning id`,
      [sub, sub, name],
    );
    if (user === undefined) throw new Error("the database lost a user that it had just kept");
    const random = randomFrom(index + 1);
    addDeeds(deeds, user.id, random, now);
    await writePlaylist(queries, user.id, index, random);
  }
  await writeDeeds(queries, deeds);
}

/** Who did what to which, and when, as rows. */
interface Deeds {
  readonly likes: (readonly [user: string, song: string, at: Date])[];
  readonly plays: (readonly [user: string, song: string, at: Date, times: number])[];
  readonly follows: (readonly [user: string, artist: string, at: Date])[];
}

function artistId({ name }: SeedArtist): string {
  return seedId("artist", name);
}

/** Some songs are liked by many, most by few. */
function addDeeds(deeds: Deeds, user: string, random: () => number, now: Date): void {
  const before = () => new Date(now.getTime() - random() * DAYS * DAY_MS);
  for (const { id, number } of seedSongs()) {
    // The same for all users: how well a song goes down.
    const charm = randomFrom(number * 7919)() ** 2;
    if (random() < 0.1 + 0.8 * charm) deeds.likes.push([user, id, before()]);
    const times = Math.floor(random() * (1 + 8 * charm));
    if (times > 0) deeds.plays.push([user, id, before(), times]);
  }
  for (const artist of SEED_ARTISTS) {
    if (random() < 0.3) deeds.follows.push([user, artistId(artist), before()]);
  }
}

async function writeDeeds(queries: Queries, { likes, plays, follows }: Deeds): Promise<void> {
  await queries.query(
    `with made as (
       insert into user_likes select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
       on conflict do nothing returning song_id, liked_at
     ) select music_count(song_id, 1, 0, liked_at) from made`,
    [likes.map(([user]) => user), likes.map(([, song]) => song), likes.map(([, , at]) => at)],
  );
  await queries.query(
    `with made as (
       insert into song_plays (user_id, song_id, last_at, plays)
       select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[])
       on conflict do nothing returning song_id, plays, last_at
     ) select music_count(song_id, 0, plays, last_at) from made`,
    [
      plays.map(([user]) => user),
      plays.map(([, song]) => song),
      plays.map(([, , at]) => at),
      plays.map(([, , , times]) => times),
    ],
  );
  await queries.query(
    `insert into user_follows select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
     on conflict do nothing`,
    [
      follows.map(([user]) => user),
      follows.map(([, artist]) => artist),
      follows.map(([, , at]) => at),
    ],
  );
}

/** The first users have a playlist each. */
async function writePlaylist(
  queries: Queries,
  user: string,
  index: number,
  random: () => number,
): Promise<void> {
  const playlist = SEED_PLAYLISTS[index];
  if (playlist === undefined) return;
  const id = seedId("playlist", playlist.name);
  await queries.query(
    "insert into playlists (id, user_id, name, is_public) values ($1, $2, $3, $4)",
    [id, user, playlist.name, playlist.is_public],
  );
  const chosen = seedSongs().filter(() => random() < 0.3);
  await queries.query(
    `insert into playlist_songs select $1, song, place - 1
     from unnest($2::uuid[]) with ordinality as chosen (song, place)`,
    [id, chosen.map((song) => song.id)],
  );
}
