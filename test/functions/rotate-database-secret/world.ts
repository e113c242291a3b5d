import { randomUUID } from "node:crypto";

import pg from "pg";

import {
  type Connect,
  connectTrusting,
} from "../../../functions/rotate-database-secret/database.ts";
import { STEPS } from "../../../functions/rotate-database-secret/event.ts";
import {
  createHandler,
  type HandlerParts,
} from "../../../functions/rotate-database-secret/handler.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { testPostgres, type TestPostgres } from "../../support/postgres.ts";
import { SecretsManagerStandIn } from "../../support/secretsManager.ts";

const MASTER = "platform_admin";
export const MASTER_PASSWORD = "canary-master-0815";

/** A database as RDS makes it, its two secrets, and the function's handler. */
export interface World {
  readonly server: TestPostgres;
  readonly secrets: SecretsManagerStandIn;
  readonly connect: Connect;
  readonly secretId: string;
  readonly masterId: string;
  /** The database, and the first of the application's two users. */
  readonly dbname: string;
  readonly user: string;
  readonly log: LogRecord[];
  readonly call: (event: unknown, parts?: Partial<HandlerParts>) => Promise<void>;
  /** Steps of the open rotation, or of a new one. */
  readonly rotate: (parts?: Partial<HandlerParts>) => Promise<string>;
  readonly step: (Step: string, token: string, parts?: Partial<HandlerParts>) => Promise<void>;
  /** A session of the superuser, in this world's database. */
  readonly asSuperuser: <T>(use: (client: pg.Client) => Promise<T>) => Promise<T>;
  /** A session by the values of a secret's version. */
  readonly asCurrent: <T>(use: (client: pg.Client) => Promise<T>, label?: string) => Promise<T>;
}

let count = 0;

/** A world of its own users, and database unless one is given; they share server and master. */
export async function makeWorld(shared?: string): Promise<World> {
  const server = await testPostgres();
  const user = `app${(count += 1)}`;
  const dbname = shared ?? user;
  if (shared === undefined) await makeDatabase(server, dbname);
  const secrets = new SecretsManagerStandIn();
  const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}`;
  const masterId = arn("rds!db-1-AbCdEf");
  const secretId = arn("/dev/database/credentials-AbCdEf");
  secrets.create(masterId, { username: MASTER, password: MASTER_PASSWORD }, ["AWSCURRENT"]);
  const seed = { engine: "postgres", username: user, password: "", dbname, masterarn: masterId };
  secrets.create(secretId, { ...seed, host: server.host, port: server.port });
  const log: LogRecord[] = [];
  const connect = connectTrusting(server.authorities);
  const own: HandlerParts = { secrets, connect, log: (record) => log.push(record) };

  const call: World["call"] = (event, parts) => createHandler({ ...own, ...parts })(event);
  const step: World["step"] = (Step, token, parts) =>
    call({ Step, SecretId: secretId, ClientRequestToken: token }, parts);
  return {
    server,
    secrets,
    connect,
    secretId,
    masterId,
    dbname,
    user,
    log,
    call,
    step,
    rotate: async (parts) => {
      const token = secrets.startRotation(secretId);
      for (const name of STEPS) await step(name, token, parts);
      return token;
    },
    asSuperuser: (use) => session(server, { user: server.superuser, database: dbname }, use),
    asCurrent: (use, label) => {
      const { username: user = "", password = "" } = secrets.value(secretId, label);
      return session(server, { user, password, database: dbname }, use);
    },
  };
}

/** RDS's master is no superuser: it may make roles and databases, and owns the first database. */
async function makeDatabase(server: TestPostgres, dbname: string): Promise<void> {
  await session(server, { user: server.superuser, database: "postgres" }, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [MASTER]);
    if (rowCount === 0) {
      await client.query(`CREATE ROLE ${MASTER} LOGIN CREATEROLE CREATEDB`);
      // The server's log would have it, and no test could look for it there.
      await client.query("SET log_statement = 'none'");
      await client.query(`ALTER ROLE ${MASTER} PASSWORD '${MASTER_PASSWORD}'`);
      await client.query("RESET log_statement");
    }
    await client.query(`CREATE DATABASE ${dbname} OWNER ${MASTER}`);
  });
}

/** A session over TLS, ended in any case. */
export async function session<T>(
  server: TestPostgres,
  login: { user: string; password?: string; database: string },
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...login,
    host: server.host,
    port: server.port,
    ssl: { ca: server.authorities },
  });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** A token of the right form that no version has. */
export const strangeToken = (): string => randomUUID();
