import { createHash } from "node:crypto";

import { Client } from "pg";

import { testPostgres } from "../../../support/postgres.ts";
import { ALL } from "../../../support/size.ts";

/** Songs of a generated catalogue. */
export const SONGS = ALL ? 1_000_000 : 10_000;

const SYLLABLES =
  "ba be bi bo da de di do fa fi ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi vo wa za zo shan tor mel ver lin dar".split(
    " ",
  );
const WORDS = 8000;

/** Invented words; early ones are used far more often than late ones, as in a language. */
export const VOCABULARY: readonly string[] = vocabulary();

function vocabulary(): string[] {
  const made = new Set<string>();
  for (let index = 0; made.size < WORDS; index++) {
    const [count = 0, ...rest] = createHash("sha256").update(`word ${index}`).digest();
    const syllables = rest.slice(0, 2 + (count % 3));
    made.add(syllables.map((byte) => SYLLABLES[byte % SYLLABLES.length]).join(""));
  }
  return [...made];
}

/** An id in the form of a random one. */
const id = (text: string) =>
  `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
const PICK = `1 + floor(${WORDS} * random() ^ 3)::int`;
const WITH_WORDS = `with words as materialized (
  select initcap(word) as word, n from unnest($1::text[]) with ordinality as words (word, n))`;
const GENRES = "array['ambient', 'folk', 'jazz', 'rock', 'techno', 'waltz']";

/**
 * Fills a database with so many songs, a thirtieth as many artists, and plays for a hundredth of
 * the songs.
 */
export async function generateCatalogue(databaseUrl: string, songs: number): Promise<void> {
  // Without the service's own limit of a statement's time.
  const { authorities } = await testPostgres();
  const client = new Client({ connectionString: databaseUrl, ssl: { ca: authorities } });
  await client.connect();
  try {
    await generate(client, songs);
  } finally {
    await client.end();
  }
}

async function generate(database: Client, songs: number): Promise<void> {
  const artists = Math.ceil(songs / 30);
  await database.query(
    `${WITH_WORDS}, picked as (select n, ${PICK} as a, ${PICK} as b from generate_series(1, $2::int) n)
     insert into artists (id, name)
     select ${id("'artist ' || picked.n")}, a.word || ' ' || b.word
     from picked join words a on a.n = picked.a join words b on b.n = picked.b`,
    [VOCABULARY, artists],
  );
  for (let from = 1; from <= songs; from += 50_000) {
    await database.query(
      `${WITH_WORDS}, picked as (
         select n, ${PICK} as a, ${PICK} as b, ${PICK} as c, random() < 0.5 as is_long
         from generate_series($2::int, $3::int) n)
       insert into songs
         (id, title, artist_id, artist_name, duration_ms, s3_key, format, bitrate, genre)
       select ${id("'song ' || picked.n")},
         a.word || ' ' || b.word || case when is_long then ' ' || c.word else '' end,
         by.id, by.name, 180000, 'generated/' || picked.n, 'ogg', 320, (${GENRES})[1 + picked.n % 6]
       from picked join words a on a.n = picked.a join words b on b.n = picked.b
         join words c on c.n = picked.c
         join artists by on by.id = ${id("'artist ' || (1 + picked.n % $4::int)")}`,
      [VOCABULARY, from, Math.min(songs, from + 49_999), artists],
    );
  }
  await database.query(
    `select music_count(${id("'song ' || n")}, 0, 1 + floor(random() ^ 4 * 1000)::int,
       '2026-01-01'::timestamptz + random() * interval '20 days')
     from generate_series(1, $1::int, 100) n`,
    [songs],
  );
  for (const table of ["artists", "songs", "song_stats", "music_words"]) {
    await database.query(`vacuum analyze ${table}`);
  }
}
