import assert from "node:assert/strict";

import { otherUser, roleNames } from "../../../functions/rotate-database-secret/credentials.ts";
import { scramVerifier } from "../../../functions/rotate-database-secret/scram.ts";
import { session } from "./world.ts";
import { testPostgres } from "../../support/postgres.ts";

describe("names of the application's roles", () => {
  it("follow from either user", () => {
    const names = { users: ["app", "app_clone"], group: "app_group", owner: "app_owner" };
    assert.deepEqual(roleNames("app"), names);
    assert.deepEqual(roleNames("app_clone"), names);
    assert.deepEqual(["app", "app_clone"].map(otherUser), ["app_clone", "app"]);
  });

  it("fit PostgreSQL for the longest user that the program takes", () => {
    const { users, group, owner } = roleNames("a".repeat(57));
    for (const name of [...users, group, owner]) assert.ok(name.length <= 63, name);
  });
});

describe("scramVerifier", () => {
  it("is what PostgreSQL itself makes of the password with that salt", async () => {
    const server = await testPostgres();
    const password = "pencil-$1.a;b(c)";
    const login = { user: server.superuser, database: "postgres" };
    const stored = await session(server, login, async (client) => {
      await client.query(`CREATE ROLE scram_reference LOGIN PASSWORD '${password}'`);
      const { rows } = await client.query<{ rolpassword: string }>(
        "SELECT rolpassword FROM pg_authid WHERE rolname = 'scram_reference'",
      );
      await client.query("DROP ROLE scram_reference");
      return rows[0]?.rolpassword ?? "";
    });
    const salt = Buffer.from(/^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(stored)?.[1] ?? "", "base64");
    assert.equal(scramVerifier(password, salt), stored);
  });

  it("has another salt each time", () => {
    assert.notEqual(scramVerifier("pencil"), scramVerifier("pencil"));
  });

  for (const password of ["", "pâssword", "two words", "tab\t"]) {
    it(`refuses ${JSON.stringify(password)}, which would have to be normalised`, () => {
      assert.throws(() => scramVerifier(password), {
        message: "A password must be printable ASCII.",
      });
    });
  }
});

describe("the function's entry", () => {
  it("P-KEY-4: fails when it is loaded without the authorities, not in the middle of a rotation", async () => {
    assert.equal(process.env["DATABASE_AUTHORITIES_FILE"], undefined);
    await assert.rejects(import("../../../functions/rotate-database-secret/index.ts"), {
      message: "DATABASE_AUTHORITIES_FILE is not set.",
    });
  });
});
