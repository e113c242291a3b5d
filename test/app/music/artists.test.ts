import assert from "node:assert/strict";

import { seedId } from "../../../app/music/seed/id.ts";
import { type MusicService, musicService } from "./support/music.ts";

interface SongBody {
  readonly title: string;
}

const NOBODY = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
const ARTIST = seedId("artist", "Velvet Harbour");

describe("A-MUSIC: artists", () => {
  let music: MusicService;

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  it("lists artists by name, whatever their accents, page by page", async () => {
    const names: string[] = [];
    let cursor = "";
    for (;;) {
      const page = (await music.get("ada", `/api/artists?limit=3${cursor}`)) as {
        artists: { name: string }[];
        next: string | null;
      };
      names.push(...page.artists.map(({ name }) => name));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    assert.deepEqual(names, [
      "Kettle & Comet",
      "Mirela Oxbow",
      "Ólafía Brekkan",
      "Relay Nine",
      "Señora Búho",
      "The Paper Giraffes",
      "Velvet Harbour",
    ]);
  });

  it("tells of an artist, and lists its songs, the heard-most first", async () => {
    const artist = (await music.get("ada", `/api/artists/${ARTIST}`)) as Record<string, unknown>;
    assert.deepEqual(artist, {
      id: ARTIST,
      name: "Velvet Harbour",
      bio: "Slow evenings by the water, played on two organs.",
      image_url: null,
      followed: false,
    });
    const { songs, total } = (await music.get("ada", `/api/artists/${ARTIST}/songs`)) as {
      songs: SongBody[];
      total: number;
    };
    assert.equal(total, 4);
    const titles = ["Anchor Sleep", "Glass Ferry", "Low Tide Lanterns", "Nine Kinds of Fog"];
    assert.deepEqual(songs.map(({ title }) => title).sort(), titles);
    const rest = (await music.get("ada", `/api/artists/${ARTIST}/songs?limit=2&offset=1`)) as {
      songs: SongBody[];
      total: number;
    };
    assert.deepEqual(rest, { songs: songs.slice(1, 3), total: 4 });
    for (const path of ["", "/songs"]) {
      assert.equal((await music.send("ada", "GET", `/api/artists/${NOBODY}${path}`)).status, 404);
    }
  });

  it("follows an artist once, however often it is asked, and no more", async () => {
    const path = `/api/users/me/follow/${ARTIST}`;
    const follows = async () =>
      ((await music.get("ada", `/api/artists/${ARTIST}`)) as { followed: boolean }).followed;
    for (let time = 0; time < 2; time++) {
      const { status, body } = await music.send("ada", "POST", path);
      assert.deepEqual([status, body], [200, { artist_id: ARTIST, following: true }]);
    }
    assert.equal(await follows(), true);
    const { body } = await music.send("ada", "DELETE", path);
    assert.deepEqual(body, { artist_id: ARTIST, following: false });
    assert.equal(await follows(), false);
    for (const method of ["POST", "DELETE"]) {
      const unknown = await music.send("ada", method, `/api/users/me/follow/${NOBODY}`);
      assert.equal(unknown.status, 404);
    }
  });

  it("lists followed artists, the latest first, to their user alone", async () => {
    const rows = await music.database.query<{ id: string }>("select id from artists order by id");
    const ids = rows.map(({ id }) => id);
    const follow = (method: string, id: string) =>
      music.send("kim", method, `/api/users/me/follow/${id}`);
    for (const id of ids) await follow("POST", id);
    interface Following {
      readonly artists: { id: string; followed: boolean; followed_at: string }[];
      readonly total: number;
    }
    const path = "/api/users/me/following";
    const listed = async (query = "") => (await music.get("kim", path + query)) as Following;
    const all = await listed();
    assert.deepEqual(
      all.artists.map(({ id }) => id),
      ids.toReversed(),
    );
    assert.equal(all.total, ids.length);
    assert.ok(all.artists.every(({ followed }) => followed));
    const [first] = all.artists;
    assert.ok(Math.abs(Date.parse(first?.followed_at ?? "") - Date.now()) < 60_000);
    const page = await listed("?limit=2&offset=1");
    assert.deepEqual(page, { artists: all.artists.slice(1, 3), total: ids.length });
    await follow("DELETE", ids.at(-1) ?? "");
    assert.equal((await listed()).total, ids.length - 1);
    assert.deepEqual(await music.get("lea", path), { artists: [], total: 0 });
  });
});
