import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { seedSongs } from "../../../app/music/seed/people.ts";
import { testPostgres } from "../../support/postgres.ts";
import { type MusicService, musicService, type Sent } from "./support/music.ts";

describe("A-MUSIC: what is taken out of the catalogue while someone refers to it", () => {
  let music: MusicService;
  let keeper: Client;
  const [stays = "", ...songs] = seedSongs().map(({ id }) => id);
  const going = () => songs.pop() ?? "";

  before(async () => {
    music = await musicService({ seeded: true });
    const { authorities } = await testPostgres();
    keeper = new Client({ connectionString: music.databaseUrl, ssl: { ca: authorities } });
    await keeper.connect();
  });

  after(async () => {
    await keeper.end();
    await music.stop();
  });

  /** Takes it out for good as soon as the request waits for that. */
  const amid = async (table: "songs" | "artists", id: string, request: () => Promise<Sent>) => {
    await keeper.query("begin");
    await keeper.query(`delete from ${table} where id = $1`, [id]);
    const answer = request();
    for (;;) {
      const { rowCount } = await keeper.query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rowCount !== 0) break;
      await sleep(10);
    }
    await keeper.query("commit");
    return answer;
  };

  it("is named as no song when a playlist is set, which stays as it was", async () => {
    const song = going();
    const made = await music.send("ada", "POST", "/api/playlists", { name: "Mine" });
    const path = `/api/playlists/${(made.body as { id: string }).id}`;
    const list = [stays, song].map((song_id, position) => ({ song_id, position }));
    const { status, body } = await amid("songs", song, () =>
      music.send("ada", "PUT", `${path}/songs`, { songs: list }),
    );
    assert.deepEqual(
      [status, (body as { errors: unknown }).errors],
      [400, [{ in: "body", field: "songs[1].song_id", message: "is no song" }]],
    );
    assert.deepEqual(await music.get("ada", path), made.body);
  });

  it("can't be liked", async () => {
    const song = going();
    const { status } = await amid("songs", song, () =>
      music.send("eve", "POST", `/api/songs/${song}/like`),
    );
    assert.equal(status, 404);
  });

  it("counts no play", async () => {
    const song = going();
    const { status } = await amid("songs", song, () =>
      music.send("eve", "POST", `/api/songs/${song}/plays`),
    );
    assert.equal(status, 204);
    const stats = "select from song_stats where song_id = $1";
    assert.deepEqual(await music.database.query(stats, [song]), []);
  });

  it("has no followers", async () => {
    const artist = randomUUID();
    await music.database.query("insert into artists (id, name) values ($1, 'Leaving')", [artist]);
    const path = `/api/users/me/follow/${artist}`;
    const { status } = await amid("artists", artist, () => music.send("eve", "POST", path));
    assert.equal(status, 404);
    const followers = "select from user_follows where artist_id = $1";
    assert.deepEqual(await music.database.query(followers, [artist]), []);
  });
});
