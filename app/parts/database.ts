import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import { DatabaseError, Pool, type PoolClient, type QueryResultRow } from "pg";

import type { PoolState } from "../http/metrics.ts";
import { Problem } from "../http/problem.ts";
import type { Logger } from "../log.ts";
import type { AccessSource, DatabaseAccess } from "./databaseAccess.ts";

export interface DatabaseOptions {
  readonly access: AccessSource;
  /** Authorities (PEM) that the database's certificate must come from; undefined: no TLS, locally. */
  readonly authorities: string | undefined;
  /** Most connections of this process. */
  readonly connections: number;
  readonly log: Logger;
}

/** Whoever runs statements: the database itself, or a transaction. */
export interface Queries {
  /** Runs one statement; values only ever travel beside it. */
  query<R extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/**
 * Longest wait for a free connection, and for a new one: a database that has just come up again, or
 * grown, is slow at its first handshakes over TLS, and a client that gives up early begins anew.
 */
const CONNECT_MS = 10_000;
/** Longest time of a statement; the service's own limit is longer. */
const STATEMENT_MS = 10_000;
/** A connection is renewed after this, so that an old user's connections end by themselves. */
const LIFETIME_SECONDS = 1800;

/** The user is unknown, or the password wrong: it may have been rotated. */
const REFUSED = new Set(["28P01", "28000"]);
/**
 * Not about the statement: the connection broke, the server ends or has run out of something, it is
 * no longer the one that takes writes, or it gave up on a statement that took too long.
 */
const AWAY = /^(?:08|25006|53|57)/;
/** A serialization failure or a deadlock: the same transaction may succeed now. */
const COLLISIONS = new Set(["40001", "40P01"]);
const ATTEMPTS = 4;

/** PostgreSQL, by a bounded pool whose access is renewed when the database refuses it. */
export class Database implements Queries {
  readonly #options: DatabaseOptions;
  #pool: Promise<Pool> | undefined;
  /** The pool once its access is known. */
  #known: Pool | undefined;
  /** By what it makes connections. */
  #access: DatabaseAccess | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  async query<R extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<R[]> {
    return this.#connected((queries) => queries.query<R>(text, values));
  }

  /** Runs statements all or none, and again when another transaction was in the way. */
  async transaction<T>(task: (queries: Queries) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#connected((queries) => inTransaction(queries, task));
      } catch (error) {
        if (!COLLISIONS.has(codeOf(error))) throw error;
        if (attempt >= ATTEMPTS) throw unavailable(error);
        await sleep(attempt * 10);
      }
    }
  }

  /** How its connections are used now. */
  get connections(): PoolState {
    const { totalCount = 0, idleCount = 0, waitingCount = 0 } = this.#known ?? {};
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await (await pool)?.end();
  }

  async #connected<T>(task: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await this.#client();
    let broken: Error | undefined;
    const lost = (error: Error) => {
      broken ??= error;
    };
    // The pool listens to idle connections alone, and an error that nobody hears ends the process.
    client.on("error", lost);
    try {
      return await task({
        async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
          try {
            return (await client.query<R>(text, [...values])).rows;
          } catch (error) {
            if (error instanceof DatabaseError && !AWAY.test(codeOf(error))) throw error;
            lost(error as Error);
            throw unavailable(error);
          }
        },
      });
    } finally {
      client.off("error", lost);
      client.release(broken);
    }
  }

  async #client(): Promise<PoolClient> {
    try {
      const pool = await this.#made();
      const before = this.#access;
      try {
        return await pool.connect();
      } catch (error) {
        if (!REFUSED.has(codeOf(error))) throw error;
        this.#options.log.warn({ error }, "database refused the credentials");
        const access = await this.#options.access.renewed();
        if (isDeepStrictEqual(access, before)) throw error;
        this.#access = access;
        // By these the pool makes connections from now on, for those who wait for one as well. What
        // is open serves on as the user who opened it.
        Object.assign(pool.options, access);
        return await pool.connect();
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** The pool, once its access is known; one that can't be read is asked for again the next time. */
  #made(): Promise<Pool> {
    return (this.#pool ??= this.#options.access.current().then(
      (access) => (this.#known = this.#poolOf(access)),
      (error: unknown) => {
        this.#pool = undefined;
        throw error;
      },
    ));
  }

  #poolOf(access: DatabaseAccess): Pool {
    this.#access = access;
    const { authorities, connections, log } = this.#options;
    const pool = new Pool({
      ...access,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: 60_000,
      maxLifetimeSeconds: LIFETIME_SECONDS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 1000,
      application_name: "rampart",
      keepAlive: true,
      ...(authorities === undefined ? {} : { ssl: { ca: authorities, minVersion: "TLSv1.2" } }),
    });
    // An idle connection broke: the pool drops it by itself.
    pool.on("error", (error) => {
      log.warn({ error }, "database connection lost");
    });
    return pool;
  }
}

async function inTransaction<T>(
  queries: Queries,
  task: (queries: Queries) => Promise<T>,
): Promise<T> {
  await queries.query("begin");
  try {
    const result = await task(queries);
    await queries.query("commit");
    return result;
  } catch (error) {
    // A connection that is gone has rolled back already.
    await queries.query("rollback").catch(() => undefined);
    throw error;
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

function unavailable(cause: unknown): Problem {
  return new Problem(503, "The database is away for a moment.", {
    headers: { "Retry-After": "1" },
    cause,
  });
}
