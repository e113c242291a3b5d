import assert from "node:assert/strict";

import pg from "pg";

import { makeWorld, type World } from "./world.ts";

/** PostgreSQL's code for a wrong password, and for a user that is not there. */
const WRONG_PASSWORD = "28P01";

/**
 * A client as decisions ask of the application: a pool that reads the secret when it connects,
 * keeps it, and reads it again when the database refuses it.
 */
function application(world: World) {
  const { server, secrets, secretId, dbname: database } = world;
  let pool = open();
  let refusals = 0;

  function open(): pg.Pool {
    const { username: user = "", password = "" } = secrets.value(secretId);
    return new pg.Pool({
      user,
      password,
      database,
      host: server.host,
      port: server.port,
      ssl: { ca: server.authorities },
      max: 3,
      // Connections wear out, so that new ones are made all the time.
      maxUses: 4,
    });
  }

  async function query(text: string, values: unknown[]): Promise<void> {
    const used = pool;
    try {
      await used.query(text, values);
    } catch (error) {
      if ((error as { code?: string }).code !== WRONG_PASSWORD) throw error;
      refusals += 1;
      // The first to be refused reads again; the others find its pool.
      if (used === pool) {
        pool = open();
        void used.end();
      }
      await query(text, values);
    }
  }
  return { query, refusals: () => refusals, end: () => pool.end() };
}

describe("rotate-database-secret, under load", () => {
  it("P-KEY-4: an application that reads the secret again when it is refused loses no statement", async () => {
    const world = await makeWorld();
    await world.rotate();
    await world.asSuperuser(async (client) => {
      await client.query(`SET ROLE ${world.user}_owner`);
      await client.query("CREATE TABLE written (worker int, turn int)");
    });
    const app = application(world);
    let rotating = true;
    const workers = [1, 2, 3, 4].map(async (worker) => {
      let turn = 0;
      while (rotating || turn < 20) {
        await app.query("INSERT INTO written VALUES ($1, $2)", [worker, (turn += 1)]);
      }
      return turn;
    });
    for (let turn = 0; turn < 5; turn += 1) await world.rotate();
    rotating = false;
    const turns = await Promise.all(workers);
    await app.end();

    const { rows } = await world.asCurrent((client) =>
      client.query<{ count: number; distinct: number }>(
        "SELECT count(*)::int AS count, count(DISTINCT (worker, turn))::int AS distinct FROM written",
      ),
    );
    const total = turns.reduce((sum, turn) => sum + turn, 0);
    assert.deepEqual(rows, [{ count: total, distinct: total }]);
    assert.ok(app.refusals() > 0, "no connection was ever refused, so nothing was shown");
  }).timeout(60_000);

  it("P-KEY-4: connections made before a rotation stay good through it", async () => {
    const world = await makeWorld();
    await world.rotate();
    await world.asCurrent(async (client) => {
      await world.rotate();
      await world.rotate();
      await client.query("SELECT 1");
    });
  });
});
