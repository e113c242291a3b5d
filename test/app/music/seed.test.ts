import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { BufferSource, Input, MP4 } from "mediabunny";

import { seedAac, seedMusic } from "../../../app/music/seed.ts";
import { SEED_ARTISTS, SEED_NAMES } from "../../../app/music/seed/catalogue.ts";
import { SEED_USERS, seedSongs } from "../../../app/music/seed/people.ts";
import { type Files, record } from "../../../app/music/seed/record.ts";
import { audioKey, TIERS } from "../../../app/music/songs/song.ts";
import { sampled } from "../../support/size.ts";
import { BUCKET, type MusicService, musicService } from "./support/music.ts";
import { parseOgg } from "./support/ogg.ts";

describe("A-MUSIC: the seed", function () {
  this.timeout(600_000);
  let music: MusicService;
  const recorded = new Map<string, Files>();
  const songs = sampled(seedSongs(), 14);

  before(async () => {
    music = await musicService({ seeded: false });
    await record(songs, { format: "ogg" }, ({ id }, files) => {
      recorded.set(id, files);
      return Promise.resolve();
    });
  });

  after(() => music.stop());

  it("has 28 tracks and 50 users, with names of their own", () => {
    assert.equal(seedSongs().length, 28);
    assert.equal(new Set(seedSongs().map(({ title }) => title)).size, 28);
    assert.equal(new Set(SEED_ARTISTS.map(({ name }) => name)).size, SEED_ARTISTS.length);
    assert.equal(new Set(SEED_USERS.map(({ sub }) => sub)).size, 50);
    assert.equal(new Set(SEED_NAMES).size, 50);
  });

  it("has tunes of which no two are written alike", () => {
    const tunes = seedSongs().map(({ tune }) => JSON.stringify(tune));
    assert.equal(new Set(tunes).size, tunes.length);
  });

  it("plays 20 seconds of stereo, in each tier within an eighth of its bit rate", () => {
    assert.equal(recorded.size, songs.length);
    for (const [id, files] of recorded) {
      for (const tier of TIERS) {
        const info = parseOgg(files.get(tier) ?? Buffer.alloc(0));
        assert.deepEqual([info.channels, info.sampleRate], [2, 44_100]);
        assert.ok(Math.abs(info.seconds - 20) < 0.01, `${id} lasts ${info.seconds} s`);
        const off = Math.abs(info.kilobits - tier) / tier;
        assert.ok(off < 0.125, `${id} has ${info.kilobits} kbit/s in tier ${tier}`);
      }
    }
  });

  it("is the same each time", async () => {
    const [song] = songs;
    assert.ok(song);
    await record([song], { format: "ogg" }, ({ id }, files) => {
      assert.deepEqual(files, recorded.get(id));
      return Promise.resolve();
    });
  });

  it("makes the tracks that are missing, fills the database once, and then changes nothing", async () => {
    // Making all of them takes a minute; these are only there or not.
    for (const { id, s3Key } of seedSongs()) {
      for (const tier of TIERS) {
        const Body = recorded.get(id)?.get(tier) ?? Buffer.from("not made");
        const Key = audioKey(s3Key, tier, "ogg");
        await music.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      }
    }
    const [song] = songs;
    assert.ok(song);
    const Key = audioKey(song.s3Key, 64, "ogg");
    await music.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));

    const steps: unknown[] = [];
    const options = {
      database: music.database,
      s3: music.s3,
      bucket: BUCKET,
      progress: (done: number, of: number) => steps.push([done, of]),
    };
    assert.deepEqual(await seedMusic(options), { tracks: 1, isNewDatabase: true });
    assert.deepEqual(steps, [[1, 1]]);
    const before = await rows(music);
    assert.deepEqual(
      ["songs", "users", "artists", "playlists"].map((table) => before[table]?.length),
      [28, 50, 7, 8],
    );
    for (const table of ["user_likes", "user_follows", "playlist_songs", "song_stats"]) {
      assert.ok((before[table]?.length ?? 0) >= 20, table);
    }
    assert.deepEqual(await seedMusic(options), { tracks: 0, isNewDatabase: false });
    assert.deepEqual(await rows(music), before);
  });

  it("has tracks in AAC as well, each offered from when it is there; broken off, it goes on", async () => {
    const known = async () =>
      music.database.query<{ id: string; s3_key: string }>(
        "select id, s3_key from songs where other_formats = '{aac}' order by id",
      );
    const places = { database: music.database, s3: music.s3, bucket: BUCKET };
    const ending = new AbortController();
    const made = seedAac(places, ending.signal);
    for (let count = 0; count < 1; count = (await known()).length) await setTimeout(100);
    ending.abort();
    await assert.rejects(made);
    const [first, ...more] = await known();
    assert.ok(first);
    assert.ok(more.length < 27);
    for (const tier of TIERS) {
      const Key = audioKey(first.s3_key, tier, "aac");
      const { Body, ContentType } = await music.s3.send(
        new GetObjectCommand({ Bucket: BUCKET, Key }),
      );
      assert.equal(ContentType, "audio/mp4");
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const file = new Input({ source: new BufferSource(bytes), formats: [MP4] });
      const track = await file.getPrimaryAudioTrack();
      assert.ok(track);
      assert.equal(await track.getCodecParameterString(), "mp4a.40.2");
      assert.deepEqual(
        [await track.getNumberOfChannels(), await track.getSampleRate()],
        [2, 44_100],
      );
      const seconds = await file.computeDuration();
      assert.ok(Math.abs(seconds - 20) < 0.1, `${seconds} s`);
      const kilobits = (bytes.length * 8) / 20_000;
      assert.ok(Math.abs(kilobits - tier) / tier < 0.05, `${kilobits} kbit/s in tier ${tier}`);
    }
    await music.database.query("update songs set other_formats = '{aac}' where id <> $1", [
      first.id,
    ]);
    await music.database.query("update songs set other_formats = '{}' where id = $1", [first.id]);
    await seedAac(places, new AbortController().signal);
    assert.equal((await known()).length, 28);
  });

  it("S-MUSIC-6: its addresses play for 15 minutes, by parts as well, and then no more", async () => {
    const [song] = songs;
    assert.ok(song);
    const address = async (query: string) => {
      const body = await music.get("ada", `/api/songs/${song.id}${query}`);
      return (body as { audio: { url: string } }).audio.url;
    };
    for (const tier of TIERS) {
      const played = await fetch(await address(`?tier=${tier}`));
      assert.deepEqual([played.status, played.headers.get("content-type")], [200, "audio/ogg"]);
      const bytes = Buffer.from(await played.arrayBuffer());
      assert.deepEqual(bytes, recorded.get(song.id)?.get(tier));
    }
    const url = await address("");
    const part = await fetch(url, { headers: { Range: "bytes=100-199" } });
    assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 100]);
    const streamed = await music.ask("ada", `/api/songs/${song.id}/stream?tier=64`);
    assert.equal(streamed.status, 200);
    assert.equal((await streamed.arrayBuffer()).byteLength, recorded.get(song.id)?.get(64)?.length);

    const other = url.replace("128.ogg", "320.ogg");
    assert.equal((await fetch(other)).status, 403);
    assert.equal((await fetch(url.split("?")[0] ?? "")).status, 403);
    music.advance(890);
    assert.equal((await fetch(url)).status, 200);
    music.advance(20);
    assert.equal((await fetch(url)).status, 403);
  });
});

/** All that the door keeps, in the database's own words. */
async function rows(music: MusicService): Promise<Record<string, string[]>> {
  const tables = await music.database.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const entries = tables.map(async ({ name }) => {
    const all = await music.database.query<{ row: string }>(
      `select t::text as row from ${name} t order by 1`,
    );
    return [name, all.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
