import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { RequestHandler } from "express";

import { startS3 } from "../../../../app/local/parts/s3.ts";
import { writeSeed } from "../../../../app/music/seed/people.ts";
import { withVariables } from "../../../support/variables.ts";
import { type TestService, testService } from "../../support/service.ts";

export const BUCKET = "music-test-audio";
const SECRETS = { local: "localsecret" };

/** The door `music` on a database of its own, with a bucket. */
export interface MusicService extends TestService {
  /** Asks as a user, and gives status and body. */
  readonly get: (user: string, path: string) => Promise<unknown>;
  readonly send: (
    user: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Sent>;
  readonly s3: S3Client;
  /** Moves the clock by which addresses end. */
  readonly advance: (seconds: number) => void;
}

export interface Sent {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

interface MusicOptions {
  /** Whether the seed's rows are in the database. */
  readonly seeded: boolean;
  /** Serves what no door does. */
  readonly rest?: RequestHandler;
}

export async function musicService({ seeded, rest }: MusicOptions): Promise<MusicService> {
  const folder = mkdtempSync(join(tmpdir(), "music-"));
  let ahead = 0;
  const local = await startS3({ folder, secrets: SECRETS, now: () => Date.now() + ahead * 1000 });
  const s3 = new S3Client({
    endpoint: local.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: SECRETS.local },
    forcePathStyle: true,
  });
  const stopParts = async () => {
    s3.destroy();
    await local.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const service = await startedOn(local.url, s3, seeded, rest).catch(async (error: unknown) => {
    // What stays open would keep the tests from ending.
    await stopParts();
    throw error;
  });
  const send: MusicService["send"] = async (user, method, path, body, headers = {}) => {
    const response = await service.ask(user, path, {
      method,
      redirect: "manual",
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  };
  return {
    ...service,
    send,
    async get(user, path) {
      const { status, body } = await send(user, "GET", path);
      assert.equal(status, 200, JSON.stringify(body));
      return body;
    },
    s3,
    advance(seconds) {
      ahead += seconds;
    },
    async stop() {
      await service.stop();
      await stopParts();
    },
  };
}

async function startedOn(
  s3Url: string,
  s3: S3Client,
  seeded: boolean,
  rest: RequestHandler | undefined,
): Promise<TestService> {
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return withAws(s3Url, async () => {
    const variables = { DOORS: "music", AUDIO_BUCKET: BUCKET, S3_PATH_STYLE: "true" };
    const service = await testService(variables, rest);
    try {
      await service.database.transaction((queries) => writeSeed(queries, new Date()));
      // The SDK reads its variables when it is first asked.
      const [song] = await service.database.query<{ id: string }>("select id from songs limit 1");
      const first = await service.ask("warm-up", `/api/songs/${song?.id ?? ""}`);
      assert.equal(first.status, 200, await first.text());
      if (!seeded) await service.database.query("truncate artists, songs, users cascade");
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  });
}

function withAws<T>(s3Url: string, task: () => Promise<T>): Promise<T> {
  const variables = {
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: SECRETS.local,
    AWS_REGION: "us-east-1",
  };
  return withVariables(variables, task);
}
