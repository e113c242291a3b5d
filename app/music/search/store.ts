import type { QueryResultRow } from "pg";

import type { Database, Queries } from "../../parts/database.ts";
import type { Artist } from "../artists/artist.ts";
import { ARTIST } from "../artists/store.ts";
import type { Song } from "../songs/song.ts";
import { SONG } from "../songs/store.ts";
import { meant } from "./typos.ts";

/** What can be searched for, and what is found then. */
export interface Kinds {
  readonly song: Song;
  readonly artist: Artist;
}

/** A page of what fits, the best first. */
export interface Found<T> {
  readonly items: T[];
  /** How many fit; no more than MOST are looked at. */
  readonly total: number;
}

export type Answers = { readonly [K in keyof Kinds]?: Found<Kinds[K]> };

export interface Question {
  readonly user: string;
  readonly text: string;
  readonly kinds: readonly (keyof Kinds)[];
  readonly limit: number;
  readonly offset: number;
}

/** The best of so many are ranked: whoever wants more types another letter. */
export const MOST = 500;
/** Those among them whose whole title it is. */
const EXACT = 100;
/** Known words that a word is compared with, and those that are then asked for. */
const ALIKE = 40;
const MEANT = 5;
/** Words beyond are taken as they are written. */
const CORRECTED_WORDS = 8;

// `$1` is the user, `$2` what was typed, `$3` the words that may have been meant instead.
const KEY = "music_fold($2)";
const WORDS = `coalesce($3::tsquery, music_query(${KEY}))`;

/**
 * What has the words. The planner knows the constants, so it reads the index of words or, where
 * those are too common, that of popularity; the function's form of `@@` is one that no index takes.
 */
const FITS = `search @@ coalesce($3::tsquery, music_query_indexed(${KEY}))
  and case when $3::text is null and music_is_begun(${KEY})
    then ts_match_vq(search, music_query(${KEY})) else true end`;

/**
 * Whole title, then beginning of the title; then the words' weights (title before artist) and the
 * likeness as trigrams see it; then how much it is heard.
 */
const scored = (key: string) => `
  select id, row_number() over (order by
    8 * (${key} = ${KEY})::int + 2 * starts_with(${key}, ${KEY})::int
    + 2 * ts_rank(search, ${WORDS}, 1) + 2 * similarity(${key}, ${KEY}) + 0.05 * popularity desc,
    popularity desc, ${key}, id) as place
  from fitting`;

const page = (columns: string, table: string) => `
  select (select count(*)::int from ranked) as total, (
    select coalesce(json_agg(shown.item order by ranked.place), '[]') from ranked, lateral (
      select row_to_json(one) as item from (select ${columns} from ${table} where id = ranked.id) one
    ) shown where ranked.place > $5::int and ranked.place <= $5::int + $4::int) as items`;

/**
 * What is ranked of too much: of songs those whose whole title it is, then those that are heard most.
 * Of artists, whom nobody counts, what the rank would put first too: the name itself, then names that
 * begin so, and each the shorter first.
 */
const STATEMENTS: Readonly<Record<keyof Kinds, string>> = {
  song: `with fitting as (
      (select id, title_key, search, popularity from songs where title_key = ${KEY}
       order by popularity desc, id limit ${EXACT})
      union all
      (select id, title_key, search, popularity from songs where ${FITS} and title_key <> ${KEY}
       order by popularity desc, id limit ${MOST - EXACT})
    ), ranked as (${scored("title_key")}) ${page(SONG, "songs s")}`,
  artist: `with fitting as (
      select id, name_key, search, 0 as popularity from artists where ${FITS}
      order by name_key = ${KEY} desc, starts_with(name_key, ${KEY}) desc, length(name_key),
        name_key, id limit ${MOST}
    ), ranked as (${scored("name_key")}) ${page(ARTIST, "artists a")}`,
};

/** Searches songs and artists in PostgreSQL. */
export class SearchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * If nothing fits what was typed, it is taken for a typing error, whatever page is asked for.
   *
   * All kinds are one statement, and what a typing error needs is on one connection: under load a
   * search waits once or twice for one, and never five times.
   */
  async find(question: Question): Promise<Answers> {
    const found = await fitting(this.#database, question, null);
    if (Object.values(found).some(({ total }) => total > 0)) return found;
    return this.#database.transaction(async (queries) => {
      const words = await corrected(queries, question.text);
      return words === undefined ? found : fitting(queries, question, words);
    });
  }
}

async function fitting(
  queries: Queries,
  { user, text, kinds, limit, offset }: Question,
  words: string | null,
): Promise<Answers> {
  const columns = kinds.map(
    (kind) => `(select row_to_json(found) from (${STATEMENTS[kind]}) found) as ${kind}`,
  );
  const [row] = await queries.query<Answers & QueryResultRow>(`select ${columns.join(", ")}`, [
    user,
    text,
    words,
    limit,
    offset,
  ]);
  if (row === undefined) throw new Error("the database returned no row");
  return row;
}

/** A query for the words that may have been meant; undefined if there are none but the typed. */
async function corrected(queries: Queries, text: string): Promise<string | undefined> {
  const rows = await queries.query<{ typed: string; known: string[] }>(
    `select typed, case when place <= ${CORRECTED_WORDS}
         then array(select word from music_words order by word <-> typed limit ${ALIKE})
         else '{}' end as known
       from unnest(string_to_array(music_fold($1), ' ')) with ordinality as words (typed, place)
       order by place`,
    [text],
  );
  const alternatives = rows.map(({ typed, known }, index) => {
    const words = meant(typed, known, index === rows.length - 1);
    return [...new Set([typed, ...words.slice(0, MEANT)])];
  });
  if (alternatives.every((words) => words.length === 1)) return undefined;
  // Folded words have no quotes; the last one may go on, as may what it was meant to be.
  return alternatives
    .map((words, index) => {
      const end = index === alternatives.length - 1 ? ":*" : "";
      return `(${words.map((word) => `'${word}'${end}`).join(" | ")})`;
    })
    .join(" & ");
}
