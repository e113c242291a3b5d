import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import * as fc from "fast-check";

import { makeLog } from "../../../app/log.ts";
import { SearchStore } from "../../../app/music/search/store.ts";
import { Database, type Queries } from "../../../app/parts/database.ts";
import { accessInUrl } from "../../../app/parts/databaseAccess.ts";
import { testPostgres } from "../../support/postgres.ts";
import { generateCatalogue, SONGS, VOCABULARY } from "./support/catalogue.ts";
import { type MusicService, musicService } from "./support/music.ts";

interface Found {
  readonly songs?: { items: { id: string; title: string; artist_name: string }[]; total: number };
  readonly artists?: { items: { id: string; name: string }[]; total: number };
}

/** Counts how often a transaction has looked into the table of known words. */
class CountingDatabase extends Database {
  looked = 0;

  static async of({ databaseUrl }: MusicService): Promise<CountingDatabase> {
    const access = accessInUrl(databaseUrl);
    const { authorities } = await testPostgres();
    return new CountingDatabase({ access, authorities, connections: 1, log: makeLog("fatal") });
  }

  override transaction<T>(task: (queries: Queries) => Promise<T>): Promise<T> {
    return super.transaction(async (queries) => {
      const before = await scansIn(queries);
      const done = await task(queries);
      this.looked = (await scansIn(queries)) - before;
      return done;
    });
  }
}

/** Of a connection, since it last told its numbers, which it does between transactions. */
async function scansIn(queries: Queries): Promise<number> {
  const [row] = await queries.query<{ scans: number }>(
    `select (seq_scan + idx_scan)::int as scans from pg_stat_xact_user_tables
     where relname = 'music_words'`,
  );
  assert.ok(row);
  return row.scans;
}

const searchIn = (music: () => MusicService) => async (query: string) =>
  (await music().get("ada", `/api/search?${query}`)) as Found;

describe("A-MUSIC: search of the seed", () => {
  let music: MusicService;
  const search = searchIn(() => music);

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  const SONG_CASES: [typed: string, first: string, why: string][] = [
    ["Meander", "Meander", "the whole title"],
    ["meander", "Meander", "in another case"],
    ["delta", "Delta", "a whole title before those that begin so"],
    ["SJÖ FJÖLL", "Sjö Fjöll", "with accents"],
    ["sjo fjoll", "Sjö Fjöll", "without accents"],
    ["sjo\u0308", "Sjö Fjöll", "with accents apart from their letters"],
    ["dont wake", "Don't Wake the Clarinet", "without the apostrophe"],
    ["don’t wake", "Don't Wake the Clarinet", "with another apostrophe"],
    ["clarinet wake", "Don't Wake the Clarinet", "in another order"],
    ["spo", "Spoon Theory Blues", "the beginning of a word"],
    ["spoon th", "Spoon Theory Blues", "a word and the beginning of the next"],
    ["404", "404 Suns", "digits"],
    ["saucer interrupted", "Saucer, Interrupted", "without the comma"],
    ["giraffes riot", "Origami Riot", "a word of the artist and one of the title"],
    ["orgami riot", "Origami Riot", "a letter left out"],
    ["origami roit", "Origami Riot", "two letters swapped"],
    ["coper wheather", "Copper Weather", "an error in each word"],
    ["medianoce", "Medianoche y Cuarto", "a letter left out of a word that goes on"],
    ["lampara", "Vals de la Lámpara", "an accent left out in the middle"],
  ];
  for (const [typed, first, why] of SONG_CASES) {
    it(`finds "${first}" first for "${typed}": ${why}`, async () => {
      const { songs } = await search(`q=${encodeURIComponent(typed)}&type=song`);
      assert.equal(songs?.items[0]?.title, first, JSON.stringify(songs));
    });
  }

  const ARTIST_CASES: [typed: string, first: string][] = [
    ["Velvet Harbour", "Velvet Harbour"],
    ["velvt harbor", "Velvet Harbour"],
    ["vlevet", "Velvet Harbour"],
    ["olafia", "Ólafía Brekkan"],
    ["Olafía Breckan", "Ólafía Brekkan"],
    ["kettel comit", "Kettle & Comet"],
    ["senora buho", "Señora Búho"],
    ["girafes", "The Paper Giraffes"],
  ];
  for (const [typed, first] of ARTIST_CASES) {
    it(`finds the artist ${first} for "${typed}", and the songs`, async () => {
      const { artists, songs } = await search(`q=${encodeURIComponent(typed)}`);
      assert.deepEqual(
        artists?.items.map(({ name }) => name),
        [first],
      );
      assert.equal(songs?.total, 4);
      assert.ok(songs.items.every(({ artist_name }) => artist_name === first));
    });
  }

  it("answers the kinds that are asked for", async () => {
    assert.deepEqual(Object.keys(await search("q=delta")), ["songs", "artists"]);
    assert.deepEqual(Object.keys(await search("q=delta&type=artist")), ["artists"]);
    assert.deepEqual(Object.keys(await search("q=delta&type=artist,song")), ["songs", "artists"]);
  });

  it("finds the artist of just that name first, then who begins so, whoever else fits", async () => {
    await music.database.query(
      `insert into artists (id, name)
       select gen_random_uuid(), 'Aardvark ' || n || ' and the Zeppelin' from generate_series(1, 600) n
       union all select gen_random_uuid(), name
       from unnest('{Zeppelin Over Several Quiet Villages,Zeppelin,Zeppelin Nine}'::text[]) as name`,
    );
    const { artists } = await search("q=zeppelin&type=artist&limit=4");
    assert.equal(artists?.total, 500);
    assert.deepEqual(
      artists.items.map(({ name }) => name.replace(/\d+/, "n")),
      [
        "Zeppelin",
        "Zeppelin Nine",
        "Zeppelin Over Several Quiet Villages",
        "Aardvark n and the Zeppelin",
      ],
    );
  });

  it("finds nothing for what is nothing", async () => {
    for (const typed of [
      "xylophonquartz",
      "%",
      "_",
      "'",
      '"',
      "\\",
      ":*",
      "!&|()",
      "<->",
      "a' & 'b",
    ]) {
      const { songs, artists } = await search(`q=${encodeURIComponent(typed)}`);
      const expected = { items: [], total: 0 };
      assert.deepEqual([songs, artists], [expected, expected], typed);
    }
  });
});

describe(`A-MUSIC: search of ${SONGS} songs`, function () {
  this.timeout(1_800_000);
  let music: MusicService;
  const search = searchIn(() => music);

  before(async () => {
    music = await musicService({ seeded: false });
    await generateCatalogue(music.databaseUrl, SONGS);
  });

  after(() => music.stop());

  it("pages have no song twice and leave none out, and tell the same total", async () => {
    const query = fc.record({
      words: fc.array(fc.constantFrom(...VOCABULARY.slice(0, 200)), { minLength: 1, maxLength: 2 }),
      cut: fc.integer({ min: 1, max: 12 }),
      limit: fc.integer({ min: 7, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ words, cut, limit }) => {
        const q = words.join(" ").slice(0, cut).trim();
        const whole: string[] = [];
        let total = Infinity;
        for (let offset = 0; offset < total; offset += limit) {
          const page = await search(`q=${q}&type=song&limit=${limit}&offset=${offset}`);
          assert.ok(page.songs);
          if (total !== Infinity) assert.equal(page.songs.total, total);
          total = page.songs.total;
          assert.equal(page.songs.items.length, Math.max(0, Math.min(limit, total - offset)));
          whole.push(...page.songs.items.map(({ id }) => id));
        }
        assert.ok(total <= 500);
        assert.equal(whole.length, total);
        assert.equal(new Set(whole).size, total);
        if (total < 500) {
          const fitting = await music.database.query<{ id: string }>(
            "select id from songs where search @@ music_query(music_fold($1))",
            [q],
          );
          if (fitting.length > 0 && fitting.length <= 400) {
            assert.deepEqual(whole.toSorted(), fitting.map(({ id }) => id).sort());
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("finds a song by its whole title first, however many have its words", async () => {
    const titles = await music.database.query<{ title: string }>(
      "select title from songs order by id limit 25",
    );
    for (const { title } of titles) {
      const { songs } = await search(`q=${encodeURIComponent(title)}&limit=1`);
      assert.equal(songs?.items[0]?.title, title);
    }
  });

  it("compares no more than eight words with those that it knows", async () => {
    const database = await CountingDatabase.of(music);
    const words = Array.from({ length: 50 }, () => "x");
    try {
      for (const [count, looked] of [
        [3, 3],
        [50, 8],
      ] as const) {
        const question = { user: randomUUID(), text: words.slice(0, count).join(" ") };
        const kinds = ["song"] as const;
        const store = new SearchStore(database);
        const found = await store.find({ ...question, kinds, limit: 20, offset: 0 });
        assert.deepEqual(found, { song: { items: [], total: 0 } });
        assert.equal(database.looked, looked);
      }
    } finally {
      await database.close();
    }
  });

  it("never finds more than it looks at, even for one letter", async () => {
    const { songs } = await search("q=m&limit=50&offset=450");
    assert.equal(songs?.total, 400);
    assert.deepEqual(songs.items, []);
  });
});
