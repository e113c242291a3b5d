import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

import { makeLog } from "../../../app/log.ts";
import { Parts } from "../../../app/parts/parts.ts";
import { settingsOf } from "../../../app/settings.ts";

describe("A-COMMON: the parts of a process", () => {
  let silent: Server;
  const sockets: Socket[] = [];

  before(async () => {
    silent = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
  });

  after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it("are left behind at its end when they take too long to close", async () => {
    const { port } = silent.address() as AddressInfo;
    const written: string[] = [];
    const log = makeLog("warn", { write: (line: string) => written.push(line) });
    const url = `postgres://app@127.0.0.1:${port}/app`;
    const settings = settingsOf({ DOORS: "items", OPEN_DOORS: "items", DATABASE_URL: url });
    const parts = new Parts(settings, log);
    const database = await parts.database();
    // The pool closes once this has its connection or has given up.
    const query = database.query("select 1").catch(() => "the query");
    await once(silent, "connection");
    const first = await Promise.race([query, parts.close(10).then(() => "the parts")]);
    assert.equal(first, "the parts");
    assert.deepEqual(
      written.map((line) => (JSON.parse(line) as { msg: string }).msg),
      ["parts can't be closed"],
    );
  });

  it("wait for no secret for ever", async () => {
    const { port } = silent.address() as AddressInfo;
    const variables = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const usual = Object.keys(variables).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, variables);
    try {
      const settings = settingsOf({ DOORS: "items", OPEN_DOORS: "items", DATABASE_SECRET: "a" });
      const { secrets } = new Parts(settings, makeLog("fatal"));
      await assert.rejects(secrets.read("a"), { message: "Secret a can't be read" });
    } finally {
      for (const [name, value] of usual) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
  });
});
