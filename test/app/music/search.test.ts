import assert from "node:assert/strict";

import * as fc from "fast-check";

import { generateCatalogue, SONGS, VOCABULARY } from "./support/catalogue.ts";
import { type MusicService, musicService } from "./support/music.ts";

interface Found {
  readonly songs?: { items: { id: string; title: string; artist_name: string }[]; total: number };
  readonly artists?: { items: { id: string; name: string }[]; total: number };
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

  it("never finds more than it looks at, even for one letter", async () => {
    const { songs } = await search("q=m&limit=50&offset=450");
    assert.equal(songs?.total, 400);
    assert.deepEqual(songs.items, []);
  });
});
