import assert from "node:assert/strict";

import { STEPS } from "../../../functions/rotate-database-secret/event.ts";
import { rejection } from "../shared/rejection.ts";
import { makeWorld, strangeToken, type World } from "./world.ts";

const RIGHTS = {
  table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["USAGE", "SELECT", "UPDATE"],
  schema: ["USAGE", "CREATE"],
  database: ["CONNECT", "CREATE", "TEMPORARY"],
} as const;

/** Makes what a migration would make, as the role that owns it. */
async function migrate({ asSuperuser, user }: World): Promise<void> {
  await asSuperuser(async (client) => {
    await client.query(`SET ROLE ${user}_owner`);
    await client.query("CREATE TABLE items (id serial PRIMARY KEY, name text)");
  });
}

async function rightsOf({ asSuperuser, dbname }: World, user: string) {
  const objects = { table: "items", sequence: "items_id_seq", schema: "public", database: dbname };
  return asSuperuser(async (client) => {
    const rights: Record<string, string[]> = {};
    for (const kind of ["table", "sequence", "schema", "database"] as const) {
      rights[kind] = [];
      for (const right of RIGHTS[kind]) {
        const text = `SELECT has_${kind}_privilege($1, $2, $3) AS has`;
        const { rows } = await client.query<{ has: boolean }>(text, [user, objects[kind], right]);
        if (rows[0]?.has) rights[kind].push(right);
      }
    }
    return rights;
  });
}

async function attributesOf({ asSuperuser }: World, role: string) {
  return asSuperuser(async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT rolcanlogin AS login, rolinherit AS inherit, rolconnlimit AS connections,
         rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS powers,
         array(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
           WHERE m.member = r.oid ORDER BY 1) AS member,
         (SELECT count(*)::int FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o') AS owns
       FROM pg_roles r WHERE rolname = $1`,
      [role],
    );
    return rows[0];
  });
}

describe("rotate-database-secret", () => {
  it("P-KEY-4: its first run makes the user that the secret names, with a password that works", async () => {
    const world = await makeWorld();
    const token = await world.rotate();
    assert.equal(world.secrets.versionOf(world.secretId, "AWSCURRENT"), token);
    const value = world.secrets.value(world.secretId);
    assert.deepEqual(
      { ...value, password: "" },
      {
        engine: "postgres",
        username: world.user,
        password: "",
        host: "localhost",
        port: world.server.port,
        dbname: world.dbname,
        masterarn: world.masterId,
      },
    );
    assert.match(value["password"] ?? "", /^[!-~]{32}$/);
    assert.doesNotMatch(value["password"] ?? "", /[/@"'\\`:?#%&+ ]/);
    const user = await world.asCurrent(async (client) => {
      const { rows } = await client.query<{ user: string }>("SELECT current_user AS user");
      return rows[0]?.user;
    });
    assert.equal(user, world.user);
  });

  it("P-KEY-4: alternates between two users, and the one before stays good", async () => {
    const world = await makeWorld();
    const users: (string | undefined)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await world.rotate();
      users.push(world.secrets.value(world.secretId)["username"]);
      await world.asCurrent((client) => client.query("SELECT 1"));
      if (turn > 0) await world.asCurrent((client) => client.query("SELECT 1"), "AWSPREVIOUS");
    }
    const { user } = world;
    assert.deepEqual(users, [user, `${user}_clone`, user, `${user}_clone`]);
  });

  it("P-KEY-4: both users may read and write rows of what migrations make, and nothing else", async () => {
    const world = await makeWorld();
    await world.rotate();
    await migrate(world);
    await world.rotate();
    for (const user of [world.user, `${world.user}_clone`]) {
      assert.deepEqual(await rightsOf(world, user), {
        table: ["SELECT", "INSERT", "UPDATE", "DELETE"],
        sequence: ["USAGE", "SELECT"],
        schema: ["USAGE"],
        database: ["CONNECT"],
      });
      assert.deepEqual(await attributesOf(world, user), {
        login: true,
        inherit: true,
        connections: -1,
        powers: false,
        member: [`${world.user}_group`],
        owns: 0,
      });
    }
  });

  it("P-KEY-4: nobody logs in as group or owner, and strangers don't get in", async () => {
    const world = await makeWorld();
    await world.rotate();
    for (const role of ["group", "owner"]) {
      const { login, powers, member } = (await attributesOf(world, `${world.user}_${role}`)) ?? {};
      assert.deepEqual({ login, powers, member }, { login: false, powers: false, member: [] });
    }
    const strange = await makeWorld();
    await strange.rotate();
    const { rows } = await world.asSuperuser((client) =>
      client.query<{ has: boolean }>("SELECT has_database_privilege($1, $2, 'CONNECT') AS has", [
        strange.user,
        world.dbname,
      ]),
    );
    assert.deepEqual(rows, [{ has: false }]);
  });

  it("does nothing more when the steps of a finished rotation come again", async () => {
    const world = await makeWorld();
    const token = await world.rotate();
    const before = world.secrets.value(world.secretId);
    world.log.length = 0;
    for (const step of STEPS) await world.step(step, token);
    assert.deepEqual(world.secrets.value(world.secretId), before);
    assert.deepEqual(
      world.log.map(({ outcome }) => outcome),
      ["nothing", "nothing", "nothing", "nothing"],
    );
  });

  it("keeps the password of a version when createSecret comes again", async () => {
    const world = await makeWorld();
    const token = world.secrets.startRotation(world.secretId);
    await world.step("createSecret", token);
    const before = world.secrets.value(world.secretId, "AWSPENDING");
    await world.step("createSecret", token);
    assert.deepEqual(world.secrets.value(world.secretId, "AWSPENDING"), before);
  });

  it("refuses a token that no version has, or whose version is not the next", async () => {
    const world = await makeWorld();
    const first = await world.rotate();
    await world.rotate();
    for (const step of STEPS) {
      assert.equal(
        await rejection(world.step(step, strangeToken())),
        "The secret has no version of this ClientRequestToken.",
      );
      assert.equal(
        await rejection(world.step(step, first)),
        "The version of this ClientRequestToken is not AWSPENDING.",
      );
    }
  });

  it("refuses a secret whose rotation is off", async () => {
    const world = await makeWorld();
    const token = world.secrets.startRotation(world.secretId);
    world.secrets.cancelRotation(world.secretId);
    assert.equal(
      await rejection(world.step("createSecret", token)),
      "The secret is not enabled for rotation.",
    );
  });

  it("refuses steps out of order, and leaves the current value alone", async () => {
    const world = await makeWorld();
    await world.rotate();
    const before = world.secrets.versionOf(world.secretId, "AWSCURRENT");
    const token = world.secrets.startRotation(world.secretId);
    for (const step of ["setSecret", "testSecret"]) {
      assert.equal(await rejection(world.step(step, token)), "createSecret has not run yet.");
    }
    await world.step("createSecret", token);
    // PostgreSQL says the same of a wrong password and of a user that is not there.
    assert.equal(await rejection(world.step("testSecret", token)), "error (28P01)");
    assert.equal(world.secrets.versionOf(world.secretId, "AWSCURRENT"), before);
  });

  for (const [what, change, message] of [
    ["another host", { host: "evil.example" }, "The next value has another host."],
    ["another master", { masterarn: "arn:x" }, "The next value has another masterarn."],
    ["no password", { password: "" }, "The next value has no password."],
    [
      "the master as user",
      { username: "platform_admin" },
      "User platform_admin is not the next one.",
    ],
    [
      "a name to break out with",
      { username: 'x"; DROP' },
      "The pending secret has no usable username.",
    ],
  ] as const) {
    it(`refuses a next value with ${what}, before it asks for the master's password`, async () => {
      const world = await makeWorld();
      await world.rotate();
      const token = world.secrets.startRotation(world.secretId);
      const next = { ...world.secrets.value(world.secretId), username: `${world.user}_clone` };
      await world.secrets.putSecretValue({
        SecretId: world.secretId,
        ClientRequestToken: token,
        SecretString: JSON.stringify({ ...next, ...change }),
        VersionStages: ["AWSPENDING"],
      });
      const asked: (string | undefined)[] = [];
      const secrets = Object.assign(Object.create(world.secrets) as typeof world.secrets, {
        describeSecret: world.secrets.describeSecret.bind(world.secrets),
        getSecretValue: (input: { SecretId: string | undefined }) => {
          asked.push(input.SecretId);
          return world.secrets.getSecretValue(input);
        },
      });
      assert.equal(await rejection(world.step("setSecret", token, { secrets })), message);
      assert.ok(!asked.includes(world.masterId));
    });
  }

  for (const [event, message] of [
    [undefined, "The event has no step of a rotation."],
    [{ Step: "dropSecret" }, "The event has no step of a rotation."],
    [{ Step: "setSecret" }, "The event has no SecretId."],
    [
      { Step: "setSecret", SecretId: "x", ClientRequestToken: "short" },
      "The event has no ClientRequestToken of 32–64 characters.",
    ],
  ] as const) {
    it(`refuses the event ${JSON.stringify(event)}`, async () => {
      const world = await makeWorld();
      assert.equal(await rejection(world.call(event)), message);
      assert.deepEqual(
        world.log.map(({ level, message: told }) => [level, told]),
        [["error", message]],
      );
    });
  }
});
