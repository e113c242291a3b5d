import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RequestHandler } from "express";
import { Client } from "pg";

import { makeLog } from "../../../app/log.ts";
import { migrate } from "../../../app/migrate.ts";
import { Database } from "../../../app/parts/database.ts";
import { accessInUrl } from "../../../app/parts/databaseAccess.ts";
import { serve } from "../../../app/service.ts";
import { settingsOf } from "../../../app/settings.ts";
import { testPostgres } from "../../support/postgres.ts";
import { CLIENT, POOL, testIssuer } from "./issuer.ts";

/** A service that runs on real parts, with a database of its own. */
export interface TestService {
  readonly url: string;
  /** Of its metrics; undefined unless `METRICS_PORT` is among its variables. */
  readonly metricsUrl: string | undefined;
  /** Asks as a user; `undefined` asks without a token. */
  readonly ask: (user: string | undefined, path: string, init?: RequestInit) => Promise<Response>;
  readonly databaseUrl: string;
  /** Its database, by connections of the test's own. */
  readonly database: Database;
  /** Lines that it has logged. */
  readonly lines: () => Record<string, unknown>[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts the service with those variables beside what every test needs.
 *
 * @param rest Serves what no door does.
 */
export async function testService(
  variables: Readonly<Record<string, string>>,
  rest?: RequestHandler,
): Promise<TestService> {
  const issuer = await testIssuer();
  const { host, port, superuser, authorities } = await testPostgres();
  const folder = mkdtempSync(join(tmpdir(), "app-"));
  const authoritiesFile = join(folder, "authorities.pem");
  writeFileSync(authoritiesFile, authorities);
  const written: string[] = [];
  const log = makeLog("debug", { write: (line: string) => written.push(line) });
  const databaseUrl = `postgres://${superuser}@${host}:${port}/${await ownDatabase()}`;
  const settings = settingsOf({
    PORT: "0",
    HOST: "127.0.0.1",
    AWS_REGION: "us-east-1",
    DATABASE_URL: databaseUrl,
    DATABASE_AUTHORITIES_FILE: authoritiesFile,
    COGNITO_USER_POOL_ID: POOL,
    COGNITO_CLIENT_IDS: CLIENT,
    JWKS_URL: issuer.jwksUrl,
    REQUESTS_PER_MINUTE: "1000000",
    TRUSTED_PROXIES: "0",
    DRAIN_DELAY_SECONDS: "0",
    ...variables,
  });
  const access = accessInUrl(databaseUrl);
  const database = new Database({ access, authorities, connections: 2, log: makeLog("fatal") });
  const service = await serve(settings, log, rest);
  const url = `http://127.0.0.1:${service.port}`;
  const { metricsPort } = service;
  return {
    url,
    metricsUrl: metricsPort === undefined ? undefined : `http://127.0.0.1:${metricsPort}/metrics`,
    ask: async (user, path, init = {}) => {
      const headers = new Headers(init.headers);
      if (user !== undefined) headers.set("Authorization", `Bearer ${await issuer.token(user)}`);
      return fetch(url + path, { ...init, headers });
    },
    databaseUrl,
    database,
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    async stop() {
      await service.stop();
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let template: Promise<string> | undefined;

/** A database of its own, with the whole schema. */
async function ownDatabase(): Promise<string> {
  const from = await (template ??= migrated());
  const name = `app_${randomBytes(6).toString("hex")}`;
  await asSuperuser(`create database ${name} template ${from}`);
  return name;
}

async function migrated(): Promise<string> {
  const name = `app_template_${process.pid}`;
  await asSuperuser(`create database ${name}`);
  const { host, port, superuser: user, authorities } = await testPostgres();
  const access = { host, port, database: name, user, password: "" };
  await migrate({ access, authorities, doors: ["items", "music"], log: makeLog("fatal") });
  return name;
}

async function asSuperuser(statement: string): Promise<void> {
  const { host, port, superuser: user, authorities } = await testPostgres();
  const client = new Client({ host, port, user, database: "postgres", ssl: { ca: authorities } });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
