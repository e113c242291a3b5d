import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";

import { seedSongs } from "../../../app/music/seed/people.ts";
import { type MusicService, musicService } from "./support/music.ts";

const HEAT = join(import.meta.dirname, "../../../app/music/migrations/0003_heat.sql");
const SONGS = seedSongs()
  .slice(0, 3)
  .map(({ id }) => id);
const USERS = ["ada", "bob"];

describe("A-MUSIC: likes", () => {
  let music: MusicService;

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  const toggle = async (user: string, song: string) => {
    const { status, body } = await music.send(user, "POST", `/api/songs/${song}/like`);
    assert.equal(status, 200, JSON.stringify(body));
    const { song_id, liked } = body as { song_id: string; liked: boolean };
    assert.equal(song_id, song);
    return liked;
  };

  it("turns round with each request, and says what it is now", async () => {
    const [song = ""] = SONGS;
    assert.deepEqual(
      [await toggle("eve", song), await toggle("eve", song), await toggle("eve", song)],
      [true, false, true],
    );
    const nobody = "/api/songs/3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11/like";
    assert.equal((await music.send("eve", "POST", nobody)).status, 404);
  });

  it("turns round exactly once for each of many at the same moment, and counts them", async () => {
    const asked = fc.array(fc.tuple(fc.constantFrom(...USERS), fc.constantFrom(...SONGS)), {
      minLength: 1,
      maxLength: 25,
    });
    const likes = async () =>
      new Set(
        (
          await music.database.query<{ cognito_sub: string; song_id: string }>(
            "select cognito_sub, song_id from user_likes join users on id = user_id",
          )
        ).map((row) => `${row.cognito_sub} ${row.song_id}`),
      );
    await fc.assert(
      fc.asyncProperty(asked, async (toggles) => {
        const before = await likes();
        const answers = await Promise.all(toggles.map(([user, song]) => toggle(user, song)));
        const after = await likes();
        for (const user of USERS) {
          for (const song of SONGS) {
            const mine = answers.filter((_, at) => String(toggles[at]) === String([user, song]));
            const key = `${user} ${song}`;
            assert.equal(after.has(key), before.has(key) !== (mine.length % 2 === 1));
            // Each answer is one step: those that say yes and those that say no take turns.
            const yes = mine.filter((liked) => liked).length;
            const ups = before.has(key) ? Math.floor(mine.length / 2) : Math.ceil(mine.length / 2);
            assert.equal(yes, ups);
          }
        }
        const wrong = await music.database.query(
          `select song_id from song_stats s where likes <>
             (select count(*) from user_likes l where l.song_id = s.song_id)
           or plays <> (select coalesce(sum(plays), 0) from song_plays p where p.song_id = s.song_id)`,
        );
        assert.deepEqual(wrong, []);
      }),
      { numRuns: 15 },
    );
  });

  it("leave a song with old plays among the trending ones, and none that has nothing left", async () => {
    const [old = "", quiet = "", sound = ""] = SONGS;
    const path = "/api/songs/trending?genre=nocturne";
    const trending = async () => {
      const { songs } = (await music.get("eve", path)) as { songs: { id: string }[] };
      return songs.map(({ id }) => id);
    };
    const played = (song: string, days: number) =>
      music.database.query("select music_count($1, 0, 1, now() - $2 * interval '1 day')", [
        song,
        days,
      ]);
    await music.database.query("delete from user_likes where song_id = any ($1)", [SONGS]);
    await music.database.query("delete from song_stats where song_id = any ($1)", [SONGS]);
    await music.database.query("update songs set genre = 'nocturne' where id = any ($1)", [SONGS]);
    await played(old, 400);
    await played(sound, 80);
    for (const song of [old, quiet]) {
      assert.deepEqual([await toggle("eve", song), await toggle("eve", song)], [true, false]);
    }
    assert.deepEqual(await trending(), [sound, old]);
    assert.equal(await toggle("eve", old), true);
    assert.deepEqual(await trending(), [old, sound]);
    // What the older way of counting has left is mended by the migration.
    await music.database.query("update song_stats set heat = '-infinity' where song_id = $1", [
      old,
    ]);
    assert.deepEqual(await trending(), [sound]);
    await music.database.query(readFileSync(HEAT, "utf8"));
    assert.deepEqual(await trending(), [old, sound]);
  });

  it("keep the heat that the plays and likes which are there make, whatever came and went", async () => {
    const event = fc.record({
      days: fc.integer({ min: 0, max: 400 }),
      weight: fc.constantFrom(1, 4),
      stays: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
        const start = Date.UTC(2026, 0, 1);
        const at = (days: number) => new Date(start + days * 86_400_000);
        let heat = "-Infinity";
        const step = async (how: "warmed" | "cooled", one: { days: number; weight: number }) => {
          const rows = await music.database.query<{ heat: number }>(
            `select music_${how}($1::float8, music_event_heat($2::float8, $3::timestamptz)) as heat`,
            [heat, one.weight, at(one.days)],
          );
          heat = String(rows[0]?.heat);
        };
        for (const one of events) await step("warmed", one);
        for (const one of events) if (!one.stays) await step("cooled", one);
        const left = events.filter(({ stays }) => stays);
        const latest = Math.max(...events.map(({ days }) => days));
        const expected = left.reduce(
          (sum, { days, weight }) => sum + weight * 2 ** ((days - latest) / 3),
          0,
        );
        const found = 2 ** (Number(heat) - (start / 1000 + latest * 86_400) / 259_200);
        // Of the heaviest event ever, not of what is left: that is what floating point can keep.
        assert.ok(Math.abs(found - expected) < 1e-8, JSON.stringify({ found, expected }));
      }),
      { numRuns: 30 },
    );
  });
});
