import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";

import type { DoorName } from "../contract.ts";
import type { Logger } from "../log.ts";
import { migrate } from "../migrate.ts";
import { seedAac, seedMusic } from "../music/seed.ts";
import { Database } from "../parts/database.ts";
import { accessInUrl } from "../parts/databaseAccess.ts";
import { type LocalCache, startCache } from "./parts/cache.ts";
import { makeDocumentsTable } from "./parts/documentsTable.ts";
import { type LocalDynamoDb, startDynamoDb } from "./parts/dynamodb.ts";
import { type Issuer, startIssuer } from "./parts/issuer.ts";
import { type Postgres, startPostgres } from "./parts/postgres.ts";
import { type LocalS3, startS3 } from "./parts/s3.ts";
import { seedOnce } from "./seed.ts";
import type { Started } from "./started.ts";

/** What a person may choose. */
export interface LocalOptions {
  /** Where all data stays. */
  readonly folder: string;
  /** Of the application; 0 for any free one. */
  readonly port: number;
  /** What it serves. */
  readonly doors: readonly DoorName[];
  /** Forget all data first. */
  readonly reset: boolean;
  /** Told what happens, line by line. */
  readonly tell: (line: string) => void;
  /** Ends the start where it is. */
  readonly signal: AbortSignal;
}

export const TABLE = "local-documents";
export const BUCKET = "local-audio";

/** All that the service stands on. */
export interface Parts {
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly dynamoDb: LocalDynamoDb;
  readonly s3: LocalS3;
  readonly cache: LocalCache;
  readonly issuer: Issuer;
}

/** Starts what keeps data and what signs tokens, all at once. */
export async function startParts(folder: string, started: Started): Promise<Parts> {
  const own = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const postgres = started.add("PostgreSQL", async () => {
    const server = await startPostgres({ folder: join(folder, "postgres") });
    return { ...server, stop: () => server.stop("SIGINT") };
  });
  const dynamoDb = started.add("DynamoDB", () => startDynamoDb(own("dynamodb")));
  const s3 = started.add("S3 and SNS", () => startS3({ folder: own("s3"), secrets: KEYS }));
  const cache = started.add("cache", () => startCache(own("cache")));
  const issuer = started.add("issuer of tokens", () => startIssuer(join(folder, "issuer.json")));
  // Those that did start are to be stopped, so none may still be on its way.
  await Promise.allSettled([postgres, dynamoDb, s3, cache, issuer]);
  const { port, superuser } = await postgres;
  return {
    postgres: await postgres,
    databaseUrl: `postgres://${superuser}@127.0.0.1:${port}/postgres`,
    dynamoDb: await dynamoDb,
    s3: await s3,
    cache: await cache,
    issuer: await issuer,
  };
}

const ACCESS_KEY = "local";
const SECRET_KEY = "local-secret-key";
const KEYS = { [ACCESS_KEY]: SECRET_KEY };

/** Leads the AWS SDK of this process to the local parts, whatever account its user has. */
export function useLocally({ dynamoDb, s3 }: Parts): void {
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]) {
    Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: SECRET_KEY,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_S3: s3.url,
  });
}

/** Makes the tracks in AAC too while the application is used already. */
export function makeAac({ databaseUrl }: Parts, log: Logger): { stop: () => Promise<void> } {
  const access = accessInUrl(databaseUrl);
  const database = new Database({ access, authorities: undefined, connections: 1, log });
  const s3 = new S3Client({ forcePathStyle: true });
  const ending = new AbortController();
  const made = seedAac({ database, s3, bucket: BUCKET }, ending.signal)
    .catch((error: unknown) => {
      // The next start goes on with it.
      if (!ending.signal.aborted) log.warn({ error }, "tracks are not there in AAC");
    })
    .finally(async () => {
      s3.destroy();
      await database.close();
    });
  return {
    stop() {
      ending.abort();
      return made;
    },
  };
}

/** Brings schema, table and bucket up, and fills them the first time. */
export async function prepare(
  { folder, doors, tell, signal }: Omit<LocalOptions, "port" | "reset">,
  parts: Parts,
  log: Logger,
): Promise<void> {
  const source = accessInUrl(parts.databaseUrl);
  const access = await source.current();
  await migrate({ access, authorities: undefined, doors, log });
  await makeDocumentsTable(TABLE, parts.dynamoDb.url);
  const database = new Database({ access: source, authorities: undefined, connections: 4, log });
  const s3 = new S3Client({ forcePathStyle: true });
  try {
    await seedOnce(folder, database, TABLE);
    if (!doors.includes("music")) return;
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    if (!Buckets.some(({ Name }) => Name === BUCKET)) {
      await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    }
    await seedMusic({
      database,
      s3,
      bucket: BUCKET,
      progress(done, of) {
        signal.throwIfAborted();
        if (done === of || done % 7 === 0) tell(`  ${done} of ${of} tracks made`);
      },
    });
  } finally {
    s3.destroy();
    await database.close();
  }
}
