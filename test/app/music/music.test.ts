import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { seedId } from "../../../app/music/seed/id.ts";
import { seedSongs } from "../../../app/music/seed/people.ts";
import { ROOT } from "../../support/fixtures.ts";
import { CLIENT, testIssuer } from "../support/issuer.ts";
import { type MusicService, musicService } from "./support/music.ts";

interface SongBody {
  readonly id: string;
  readonly title: string;
  readonly genre: string;
  readonly liked: boolean;
}

const NOBODY = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
const SONG = seedId("song", "Glass Ferry");
const ARTIST = seedId("artist", "Velvet Harbour");

describe("A-MUSIC: songs, artists, likes and follows over HTTP", () => {
  let music: MusicService;

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  it("tells of a song, with an address of each tier for 15 minutes", async () => {
    for (const tier of [64, 128, 320]) {
      const answered = await music.send("ada", "GET", `/api/songs/${SONG}?tier=${tier}`);
      assert.equal(answered.headers.get("cache-control"), "no-store");
      const { audio, ...song } = answered.body as { audio: Record<string, unknown> };
      assert.deepEqual(song, {
        id: SONG,
        title: "Glass Ferry",
        artist_id: ARTIST,
        artist_name: "Velvet Harbour",
        duration_ms: 20_000,
        genre: "ambient",
        format: "ogg",
        formats: ["ogg"],
        bitrate: 320,
        liked: false,
      });
      const { url, expires_at, ...rest } = audio;
      assert.deepEqual(rest, { tier, format: "ogg", media_type: "audio/ogg" });
      const left = Date.parse(String(expires_at)) - Date.now();
      assert.ok(left > 890_000 && left <= 900_000, String(left));
      const address = new URL(String(url));
      assert.equal(address.pathname, `/music-test-audio/seed/${SONG}/${tier}.ogg`);
      assert.equal(address.searchParams.get("X-Amz-Expires"), "900");
    }
    const { audio } = (await music.get("ada", `/api/songs/${SONG}`)) as { audio: { tier: number } };
    assert.equal(audio.tier, 128);
  });

  it("404 for a song that is not there, or not in that format", async () => {
    for (const path of ["", "/stream"]) {
      const unknown = await music.send("ada", "GET", `/api/songs/${NOBODY}${path}`);
      assert.equal(unknown.status, 404);
      const aac = await music.send("ada", "GET", `/api/songs/${SONG}${path}?format=aac`);
      assert.deepEqual(
        [aac.status, (aac.body as { detail: string }).detail],
        [404, "The song is not there in that form, but as ogg of up to 320 kbit/s."],
      );
    }
  });

  it("plays in another format of which it is known that it is there", async () => {
    const other = seedId("song", "Anchor Sleep");
    await music.database.query("update songs set other_formats = '{aac}' where id = $1", [other]);
    const path = `/api/songs/${other}`;
    const read = async (query: string) =>
      (await music.get("ada", path + query)) as {
        formats: string[];
        audio: Record<string, unknown>;
      };
    assert.deepEqual((await read("")).formats, ["ogg", "aac"]);
    assert.equal((await read("")).audio["format"], "ogg");
    const { url, format, media_type } = (await read("?format=aac&tier=64")).audio;
    assert.deepEqual([format, media_type], ["aac", "audio/mp4"]);
    assert.equal(new URL(String(url)).pathname, `/music-test-audio/seed/${other}/64.aac`);
    const twice = "update songs set other_formats = '{ogg}' where id = $1";
    await assert.rejects(music.database.query(twice, [other]), { code: "23514" });
  });

  it("404 for a tier above the song's own", async () => {
    const low = seedId("song", "Anchor Sleep");
    await music.database.query("update songs set bitrate = 64 where id = $1", [low]);
    assert.equal((await music.send("ada", "GET", `/api/songs/${low}`)).status, 404);
    assert.equal((await music.send("ada", "GET", `/api/songs/${low}?tier=64`)).status, 200);
  });

  it("streams by a redirect that counts as a play, once within the song's length", async () => {
    const plays = async () => {
      const rows = await music.database.query<{ plays: string }>(
        "select plays from song_stats where song_id = $1",
        [SONG],
      );
      return Number(rows[0]?.plays);
    };
    const before = await plays();
    const asked = await music.send("cleo", "HEAD", `/api/songs/${SONG}/stream`);
    assert.deepEqual([asked.status, await plays()], [302, before]);
    for (const user of ["ada", "ada", "bob"]) {
      const { status, headers } = await music.send(
        user,
        "GET",
        `/api/songs/${SONG}/stream?tier=64`,
      );
      assert.equal(status, 302);
      assert.match(String(headers.get("location")), /\/64\.ogg\?.*X-Amz-Signature=/);
    }
    assert.equal((await music.send("ada", "POST", `/api/songs/${SONG}/plays`)).status, 204);
    assert.equal(await plays(), before + 2);
    await music.database.query("update song_plays set last_at = last_at - interval '20 s'");
    assert.equal((await music.send("ada", "POST", `/api/songs/${SONG}/plays`)).status, 204);
    assert.equal(await plays(), before + 3);
    assert.equal((await music.send("ada", "POST", `/api/songs/${NOBODY}/plays`)).status, 404);
  });

  it("trends by likes and plays of late, in all and by genre", async () => {
    const trending = async (query: string) =>
      ((await music.get("ada", `/api/songs/trending${query}`)) as { songs: SongBody[] }).songs;
    const all = await trending("");
    assert.ok(all.length > 20);
    const jazz = await trending("?genre=jazz");
    assert.deepEqual(
      jazz.map(({ id }) => id),
      all.filter(({ genre }) => genre === "jazz").map(({ id }) => id),
    );
    assert.deepEqual(await trending("?genre=polka"), []);
    assert.deepEqual(await trending("?limit=3"), all.slice(0, 3));

    const last = all.at(-1);
    for (let user = 0; user < 60; user++) {
      await music.send(`fan-${user}`, "POST", `/api/songs/${String(last?.id)}/like`);
    }
    assert.equal((await trending("?limit=1"))[0]?.id, last?.id);
    for (let user = 0; user < 60; user++) {
      await music.send(`fan-${user}`, "POST", `/api/songs/${String(last?.id)}/like`);
    }
    assert.deepEqual(await trending(""), all);
  });

  it("names the genres that something is heard of, and none twice", async () => {
    const { genres } = (await music.get("ada", "/api/genres")) as { genres: string[] };
    const rows = await music.database.query<{ genre: string }>(
      "select distinct genre from song_stats order by genre",
    );
    assert.deepEqual(
      genres,
      rows.map(({ genre }) => genre),
    );
    assert.ok(genres.length > 5 && genres.includes("jazz"));
  });

  it("lists liked songs, the latest first, to their user alone", async () => {
    const liked = seedSongs().slice(0, 5);
    for (const { id } of liked) await music.send("lea", "POST", `/api/songs/${id}/like`);
    const path = "/api/users/me/liked-songs";
    const all = (await music.get("lea", path)) as { songs: SongBody[]; total: number };
    assert.deepEqual(
      [all.songs.map(({ id }) => id), all.total],
      [liked.map(({ id }) => id).reverse(), 5],
    );
    assert.ok(all.songs.every((song) => song.liked));
    const page = await music.get("lea", `${path}?limit=2&offset=3`);
    assert.deepEqual(page, { songs: all.songs.slice(3), total: 5 });
    assert.deepEqual(await music.get("mia", path), { songs: [], total: 0 });
  });

  it("makes one row of a user whose first requests come at the same moment", async () => {
    const asked = Array.from({ length: 20 }, () => music.get("crowd", "/api/users/me/playlists"));
    await Promise.all(asked);
    const rows = await music.database.query(
      "select display_name from users where cognito_sub = 'crowd'",
    );
    assert.deepEqual(rows, [{ display_name: "crowd" }]);
  });

  it("shows no id in place of a name that it has not been told", async () => {
    const { token } = await testIssuer();
    const names = async (sub: string, claims: Readonly<Record<string, unknown>>) => {
      const headers = { Authorization: `Bearer ${await token(sub, claims)}` };
      assert.equal((await fetch(`${music.url}/api/users/me/playlists`, { headers })).status, 200);
      const rows = await music.database.query<{ display_name: string }>(
        "select display_name from users where cognito_sub = $1",
        [sub],
      );
      return rows.map((row) => row.display_name);
    };
    const [one, other] = [randomUUID(), randomUUID()];
    assert.deepEqual(await names(one, { username: one }), ["Someone"]);
    const id = { token_use: "id", client_id: undefined, aud: CLIENT };
    const told = { ...id, "cognito:username": other, name: "Ada" };
    assert.deepEqual(await names(other, told), ["Ada"]);
    // A name is taken as soon as a token tells one, and none is taken back.
    assert.deepEqual(await names(one, { username: "Google_103412345678" }), ["Someone"]);
    assert.deepEqual(await names(one, { ...id, "cognito:username": "grace", name: " " }), [
      "grace",
    ]);
    assert.deepEqual(await names(one, { ...id, name: "Hopper" }), ["grace"]);
    assert.deepEqual(await names(one, { username: one }), ["grace"]);
  });

  it("shows no id that it has kept for a name before", async () => {
    const before = [
      randomUUID(),
      randomUUID().toUpperCase(),
      "Google_103412345678",
      "R2_D2",
      "Ada",
    ];
    for (const name of before) {
      await music.database.query(
        "insert into users (id, cognito_sub, display_name) values ($1, $2, $3)",
        [randomUUID(), `before ${name}`, name],
      );
    }
    await music.database.query(
      readFileSync(join(ROOT, "app/music/migrations/0004_names.sql"), "utf8"),
    );
    const rows = await music.database.query<{ display_name: string }>(
      "select display_name from users where cognito_sub like 'before %' order by display_name",
    );
    assert.deepEqual(
      rows.map((row) => row.display_name),
      ["Ada", "R2_D2", "Someone", "Someone", "Someone"],
    );
  });
});
