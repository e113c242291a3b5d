import assert from "node:assert/strict";

import type { Connect, Session } from "../../../functions/rotate-database-secret/database.ts";
import type { HandlerParts } from "../../../functions/rotate-database-secret/handler.ts";
import type { SecretsApi } from "../../../functions/rotate-database-secret/secretsApi.ts";
import { rejection } from "../shared/rejection.ts";
import { makeWorld, type World } from "./world.ts";

/**
 * Parts that end the process at the n-th moment: before or after a call of the service or of the
 * database has had its effect. What comes after a crash never happens.
 */
function crashing(world: World, moment: number) {
  let passed = 0;
  let crashed = false;
  const at = () => {
    if (crashed || passed++ === moment) {
      crashed = true;
      throw Object.assign(new Error("crash"), { name: "Crash" });
    }
  };
  const around = async <T>(run: () => Promise<T>): Promise<T> => {
    at();
    const answer = await run();
    at();
    return answer;
  };
  const { secrets: real } = world;
  const secrets: SecretsApi = {
    describeSecret: (input) => around(() => real.describeSecret(input)),
    getSecretValue: (input) => around(() => real.getSecretValue(input)),
    getRandomPassword: (input) => around(() => real.getRandomPassword(input)),
    putSecretValue: (input) => around(() => real.putSecretValue(input)),
    updateSecretVersionStage: (input) => around(() => real.updateSecretVersionStage(input)),
  };
  const connect: Connect = async (login) => {
    at();
    const open = await world.connect(login);
    const session: Session = {
      query: (text, values) => around(() => open.query(text, values)),
      // The server notices the end of a process by its socket, whatever it was doing.
      end: () => open.end(),
    };
    try {
      at();
    } catch (error) {
      await open.end();
      throw error;
    }
    return session;
  };
  const parts: Partial<HandlerParts> = { secrets, connect };
  return { parts, hasCrashed: () => crashed };
}

/** Rotations that crash at each moment in turn, until one gets through; how many there were. */
async function crashEverywhere(world: () => Promise<World>): Promise<number> {
  for (let moment = 0; ; moment += 1) {
    const here = await world();
    const { secrets, secretId } = here;
    const before = secrets.value(secretId);
    const token = secrets.startRotation(secretId);
    const crash = crashing(here, moment);
    const told = await here.rotate(crash.parts).then(
      () => "through",
      (error: unknown) => String(error),
    );
    if (!crash.hasCrashed()) return moment;
    assert.match(told, /^Error: Crash/, `moment ${moment}`);

    // Whatever happened, the application gets in with what it finds.
    if (secrets.value(secretId)["password"] !== "") {
      await here.asCurrent((client) => client.query("SELECT 1"));
    }
    // The service tries again from the first step, with the same token.
    const again = await here.rotate();
    if (secrets.versionOf(secretId, "AWSCURRENT") === token) {
      assert.notDeepEqual(secrets.value(secretId), before, `moment ${moment}`);
    }
    assert.equal(secrets.versionOf(secretId, "AWSCURRENT"), again, `moment ${moment}`);
    await here.asCurrent((client) => client.query("SELECT 1"));
  }
}

describe("rotate-database-secret, when its process ends", () => {
  it("P-KEY-4: at any moment of a rotation, the application still gets in, and the next run finishes", async () => {
    const world = await makeWorld();
    await world.rotate();
    const moments = await crashEverywhere(() => Promise.resolve(world));
    assert.ok(moments > 50, `${moments} moments`);
  }).timeout(120_000);

  it("P-KEY-4: at any moment of the first run, the next one makes the user", async () => {
    const { dbname } = await makeWorld();
    const moments = await crashEverywhere(() => makeWorld(dbname));
    assert.ok(moments > 50, `${moments} moments`);
  }).timeout(120_000);

  it("makes nothing of a user when a statement in the middle fails", async () => {
    const world = await makeWorld();
    const token = world.secrets.startRotation(world.secretId);
    await world.step("createSecret", token);
    const connect: Connect = async (login) => {
      const open = await world.connect(login);
      return {
        query: (text, values) => {
          if (text.startsWith("ALTER ROLE")) throw new Error("no more");
          return open.query(text, values);
        },
        end: () => open.end(),
      };
    };
    assert.equal(await rejection(world.step("setSecret", token, { connect })), "Error");
    const { rows } = await world.asSuperuser((client) =>
      client.query("SELECT rolname FROM pg_roles WHERE rolname LIKE $1", [`${world.dbname}%`]),
    );
    assert.deepEqual(rows, []);
  });
});
