import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import express, { type RequestHandler } from "express";
import { pino } from "pino";

import { makeLog } from "../log.ts";
import { serve } from "../service.ts";
import { settingsOf } from "../settings.ts";
import {
  BUCKET,
  type LocalOptions,
  makeAac,
  type Parts,
  prepare,
  startParts,
  TABLE,
  useLocally,
} from "./data.ts";
import { lock } from "./lock.ts";
import { managedLogin } from "./managedLogin.ts";
import { buildPage, servePage } from "./page.ts";
import { CLIENT, type Issuer, POOL } from "./parts/issuer.ts";
import { postgresFolder } from "./parts/postgres.ts";
import { signIn } from "./signIn.ts";
import { Started } from "./started.ts";

/** The application with all that it stands on. */
export interface LocalRun {
  readonly url: string;
  /** Where each part answers, by its name. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Something is in the way that the person who started it can move. */
export class ObstacleError extends Error {
  override readonly name = "ObstacleError";
}

/**
 * Starts the application on this machine alone, with real or stand-in parts for all that AWS would
 * give it.
 *
 * @throws LockedError if the folder is in use, ObstacleError if the port is.
 */
export async function runLocally(options: LocalOptions): Promise<LocalRun> {
  const { folder, port, tell, signal } = options;
  mkdirSync(folder, { recursive: true });
  const held = await lock(folder);
  const started = new Started(tell);
  const stop = async () => {
    await started.stop();
    await held.release();
  };
  try {
    if (options.reset) empty(folder);
    await assertFree(port);
    tell("Starting:");
    const parts = await startParts(folder, started);
    signal.throwIfAborted();
    useLocally(parts);
    const log = makeLog(
      "info",
      pino.destination({ dest: join(folder, "service.log"), sync: true }),
    );
    await prepare(options, parts, log);
    signal.throwIfAborted();
    const settings = settingsOf(variablesOf(parts, options));
    const rest = await restOf(options, parts.issuer, started);
    const service = await started.add("the application", () => serve(settings, log, rest));
    signal.throwIfAborted();
    if (options.doors.includes("music")) started.keep(makeAac(parts, log));
    const url = `http://127.0.0.1:${service.port}`;
    held.tell(`It is at ${url}.`);
    return { url, addresses: addressesOf(parts), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What no door serves: the page, and the ways to sign in. */
async function restOf(
  { doors, signal }: LocalOptions,
  issuer: Issuer,
  started: Started,
): Promise<RequestHandler> {
  await started.time("the page", () => buildPage(signal));
  const router = express.Router();
  router.use(signIn(issuer), managedLogin(issuer));
  router.use(servePage(doors));
  return router;
}

function variablesOf(
  parts: Parts,
  { port, doors }: LocalOptions,
): Readonly<Record<string, string>> {
  return {
    HOST: "127.0.0.1",
    PORT: String(port),
    TRUSTED_PROXIES: "0",
    // Nobody is sent here by a balancer.
    DRAIN_DELAY_SECONDS: "0",
    DOORS: doors.join(","),
    DATABASE_URL: parts.databaseUrl,
    REDIS_URL: parts.cache.url,
    DOCUMENTS_TABLE: TABLE,
    AUDIO_BUCKET: BUCKET,
    S3_PATH_STYLE: "true",
    COGNITO_USER_POOL_ID: POOL,
    COGNITO_CLIENT_IDS: CLIENT,
    JWKS_URL: parts.issuer.jwksUrl,
  };
}

function addressesOf({ databaseUrl, dynamoDb, s3, cache, issuer }: Parts): Record<string, string> {
  return {
    PostgreSQL: databaseUrl,
    [`DynamoDB (${dynamoDb.kind})`]: dynamoDb.url,
    "S3 and SNS (fauxqs)": s3.url,
    [`cache (${cache.kind})`]: cache.url,
    "keys of the tokens": issuer.jwksUrl,
  };
}

function empty(folder: string): void {
  rmSync(postgresFolder(join(folder, "postgres")), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/** Better known before anything has been started. */
function assertFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "is taken by another program" : error.message;
      reject(
        new ObstacleError(
          `Port ${port}, where the application would answer, ${why}.\n` +
            "Give another one: npm run local -- --port 8081",
        ),
      );
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}
