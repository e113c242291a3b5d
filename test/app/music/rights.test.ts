import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { Client } from "pg";

import { makeLog } from "../../../app/log.ts";
import { migrate } from "../../../app/migrate.ts";
import { LikeStore } from "../../../app/music/likes/store.ts";
import { PlaylistStore } from "../../../app/music/playlists/store.ts";
import { SearchStore } from "../../../app/music/search/store.ts";
import { writeSeed } from "../../../app/music/seed/people.ts";
import { seedId } from "../../../app/music/seed/id.ts";
import { Database } from "../../../app/parts/database.ts";
import { ensureUser } from "../../../functions/rotate-database-secret/users.ts";
import { testPostgres } from "../../support/postgres.ts";

describe("A-MUSIC: rights in the database", function () {
  this.timeout(60_000);

  it("is made by the owner of the tables, no superuser, and used by the application's user", async () => {
    const { host, port, superuser, authorities } = await testPostgres();
    const name = `music_${randomBytes(4).toString("hex")}`;
    const ssl = { ca: authorities };
    const connected = async (database: string) => {
      const client = new Client({ host, port, user: superuser, database, ssl });
      await client.connect();
      return client;
    };
    const admin = await connected("postgres");
    await admin.query(`create database ${name}`).finally(() => admin.end());
    const master = await connected(name);
    const password = "correct-horse";
    // As the rotation leaves the database, and then a login that may act as the owner.
    await ensureUser(master, { username: name, password, dbname: name });
    await master.query(
      `create role ${name}_migrations login password '${password}' in role ${name}_owner`,
    );
    await master.query(`alter role ${name}_migrations set role ${name}_owner`);
    await master.end();

    const log = makeLog("fatal");
    const access = (user: string) => ({ host, port, database: name, user, password });
    const owner = access(`${name}_migrations`);
    const first = await migrate({ access: owner, authorities, doors: ["music"], log });
    assert.deepEqual(first, [
      "music/0001_music",
      "music/0002_formats",
      "music/0003_heat",
      "music/0004_names",
    ]);
    assert.deepEqual(await migrate({ access: owner, authorities, doors: ["music"], log }), []);

    const same = () => Promise.resolve(access(name));
    const source = { current: same, renewed: same };
    const database = new Database({ access: source, authorities, connections: 2, log });
    try {
      await database.transaction((queries) => writeSeed(queries, new Date()));
      const user = seedId("user", "Ada");
      const song = seedId("song", "Delta");
      const likes = new LikeStore(database);
      const [one, two] = [await likes.toggle(user, song), await likes.toggle(user, song)];
      assert.equal(one, !two);
      const playlists = new PlaylistStore(database);
      const { playlist } = await playlists.create(user, { name: "Mine", is_public: false });
      assert.deepEqual(await playlists.replace(user, playlist.id, [1], [song]), { done: 2 });
      const question = {
        user,
        text: "velvt harbor",
        kinds: ["artist"] as const,
        limit: 5,
        offset: 0,
      };
      const found = await new SearchStore(database).find(question);
      assert.equal(found.artist?.items[0]?.id, seedId("artist", "Velvet Harbour"));
      await assert.rejects(database.query("drop table songs"), { code: "42501" });
    } finally {
      await database.close();
    }
  });
});
