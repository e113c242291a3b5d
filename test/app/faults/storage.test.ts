import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { writeSeed } from "../../../app/music/seed/people.ts";
import { seedId } from "../../../app/music/seed/id.ts";
import { type TestService, testService } from "../support/service.ts";

const SONG = `/api/songs/${seedId("song", "Delta")}`;

/** How long the keys of a task hold. */
const HOUR_MS = 3_600_000;

describe("A-MUSIC: when the audio's storage is not well", () => {
  let service: TestService;
  let restore: () => void;
  let grants = false;
  let asked = 0;
  const keys = server(() => {
    const Expiration = new Date(Date.now() + HOUR_MS).toISOString();
    const granted = { AccessKeyId: "a", SecretAccessKey: "s", Token: "t", Expiration };
    return grants ? [200, granted] : [500, { message: "a secret of the task" }];
  });
  const bucket = server(() => {
    asked += 1;
    return [403, { message: "AccessDenied" }];
  });

  before(async () => {
    // As in a container of ECS: keys come from an address, and there are none but those.
    restore = variables({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${await keys.listen()}/keys`,
      AWS_ENDPOINT_URL_S3: await bucket.listen(),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: undefined,
    });
    service = await testService({ DOORS: "music", AUDIO_BUCKET: "audio", S3_PATH_STYLE: "true" });
    await service.database.transaction((queries) => writeSeed(queries, new Date()));
  });

  after(async () => {
    await service.stop();
    restore();
    await keys.close();
    await bucket.close();
  });

  it("answers 503 while there are no keys to sign with, tells nothing of them, and recovers", async () => {
    for (const path of [SONG, `${SONG}/stream`]) {
      const refused = await service.ask("ada", path, { redirect: "manual" });
      assert.equal(refused.status, 503);
      assert.equal(refused.headers.get("retry-after"), "2");
      const { detail } = (await refused.json()) as { detail: string };
      assert.equal(detail, "The audio is away for a moment.");
    }
    assert.equal((await service.ask("ada", "/api/search?q=delta")).status, 200);
    grants = true;
    assert.equal((await service.ask("ada", SONG)).status, 200);
  });

  it("does all but the playing while the bucket refuses, for it is never asked", async () => {
    grants = true;
    const song = (await (await service.ask("ada", SONG)).json()) as { audio: { url: string } };
    const stream = await service.ask("ada", `${SONG}/stream`, { redirect: "manual" });
    assert.equal(stream.status, 302);
    assert.equal((await service.ask(undefined, "/health/ready")).status, 200);
    assert.equal(asked, 0);
    assert.equal((await fetch(song.audio.url)).status, 403);
  });
});

/** A server of JSON on this machine. */
function server(answer: () => readonly [status: number, body: object]) {
  const made: Server = createServer((_request, response) => {
    const [status, body] = answer();
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  return {
    listen: () =>
      new Promise<string>((resolve) => {
        made.listen(0, "127.0.0.1", () => {
          resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        made.close(() => {
          resolve();
        });
        made.closeAllConnections();
      }),
  };
}

/** Sets variables of this process, or takes them away, until it is told to put all back. */
function variables(wanted: Readonly<Record<string, string | undefined>>): () => void {
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
  set(wanted);
  return () => {
    set(before);
  };
}
