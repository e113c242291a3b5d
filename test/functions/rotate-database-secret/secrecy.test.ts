import assert from "node:assert/strict";

import { connectTrusting } from "../../../functions/rotate-database-secret/database.ts";
import { describeFailure } from "../../../functions/shared/failure.ts";
import { selfSigned } from "../../support/certificate.ts";
import { rejection } from "../shared/rejection.ts";
import { makeWorld, MASTER_PASSWORD, type World } from "./world.ts";

/** Every password that any version ever had, the master's among them. */
function passwordsOf({ secrets }: World): string[] {
  const passwords = secrets.values.map((text) => {
    const { password = "" } = JSON.parse(text) as { password?: string };
    return password;
  });
  return [...new Set(passwords)].filter((password) => password !== "");
}

describe("rotate-database-secret, and what it tells", () => {
  it("P-KEY-3: no password is in its log, its errors or any statement that the server saw", async () => {
    const world = await makeWorld();
    for (let turn = 0; turn < 3; turn += 1) await world.rotate();
    const told: string[] = [];
    const token = world.secrets.startRotation(world.secretId);
    await world.step("createSecret", token);
    told.push(await rejection(world.step("testSecret", token)));
    world.secrets.create(world.masterId, { username: "nobody", password: "canary-wrong-4711" });
    told.push(await rejection(world.step("setSecret", token)));

    const passwords = passwordsOf(world);
    assert.ok(passwords.length >= 6 && passwords.includes(MASTER_PASSWORD));
    const server = world.server.log();
    assert.match(server, /ALTER ROLE "app\d+_clone" LOGIN PASSWORD 'SCRAM-SHA-256\$4096:/);
    const seen = [JSON.stringify(world.log), told.join("\n"), server];
    for (const password of passwords) {
      assert.ok(!seen.some((text) => text.includes(password)), "a password was told");
    }
  });

  for (const [what, value, message] of [
    ["no JSON", 'canary-7f3a {"password":', "The current secret is no JSON."],
    ["a list", '["canary-7f3a"]', "The current secret is no JSON object."],
    [
      "fields missing",
      '{"engine":"mysql","password":"canary-7f3a"}',
      "The current secret has no usable engine, username, host, port, dbname, masterarn.",
    ],
  ] as const) {
    it(`P-KEY-3: a secret that holds ${what} is refused without being quoted`, async () => {
      const world = await makeWorld();
      await world.rotate();
      const token = world.secrets.startRotation(world.secretId);
      const getSecretValue: World["secrets"]["getSecretValue"] = (input) =>
        input.VersionStage === "AWSCURRENT"
          ? Promise.resolve({ SecretString: value })
          : world.secrets.getSecretValue(input);
      const secrets = Object.assign(Object.create(world.secrets) as World["secrets"], {
        describeSecret: world.secrets.describeSecret.bind(world.secrets),
        getSecretValue,
      });
      assert.equal(await rejection(world.step("createSecret", token, { secrets })), message);
      assert.ok(!JSON.stringify(world.log).includes("canary"));
    });
  }

  it("P-KEY-3: of a library's error only name, code and request are told", () => {
    const quoting = (extra: object) => Object.assign(new SyntaxError("near canary-7f3a"), extra);
    assert.equal(describeFailure(quoting({})), "SyntaxError");
    assert.equal(
      describeFailure(quoting({ code: "42601", detail: "canary" })),
      "SyntaxError (42601)",
    );
    assert.equal(
      describeFailure(quoting({ name: "AccessDenied", $metadata: { requestId: "r-1" } })),
      "AccessDenied (r-1)",
    );
    assert.equal(describeFailure("canary-7f3a"), "an unknown failure");
  });

  it("P-OBS-1: writes one line a step: what was done, to which version, how long", async () => {
    const world = await makeWorld();
    const version = await world.rotate();
    assert.deepEqual(
      world.log.map(({ durationMs, ...line }) => ({ ...line, timed: Number(durationMs) >= 0 })),
      ["createSecret", "setSecret", "testSecret", "finishSecret"].map((step) => ({
        level: "info",
        message: "step",
        step,
        secret: world.secretId,
        version,
        outcome: "done",
        timed: true,
      })),
    );
  });
});

describe("rotate-database-secret, and whom it trusts", () => {
  it("T69: a server by another authority gets no password", async () => {
    const world = await makeWorld();
    const token = world.secrets.startRotation(world.secretId);
    await world.step("createSecret", token);
    const connect = connectTrusting(selfSigned("localhost").certificate);
    assert.equal(
      await rejection(world.step("setSecret", token, { connect })),
      "Error (DEPTH_ZERO_SELF_SIGNED_CERT)",
    );
  });

  it("T69: nor does a server whose certificate is for another host", async () => {
    const { server, connect } = await makeWorld();
    const login = { port: server.port, database: "postgres", user: "postgres", password: "" };
    await assert.rejects(connect({ ...login, host: "127.0.0.1" }), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    const session = await connect({ ...login, host: server.host });
    const { rows } = await session.query(
      "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    await session.end();
    assert.deepEqual(rows, [{ ssl: true, version: "TLSv1.3" }]);
  });
});
