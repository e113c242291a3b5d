import { Cluster, Redis } from "ioredis";

import type { CacheOutcome } from "../http/metrics.ts";
import type { Logger } from "../log.ts";
import type { CacheAccess } from "./cacheAccess.ts";

export interface CacheOptions {
  /** Longest wait for it; longer, and the database is quicker. */
  readonly milliseconds: number;
  readonly log: Logger;
  /** Learns what comes of each read. */
  readonly told: (outcome: CacheOutcome) => void;
}

/**
 * A cache that may be away: then nothing is found and nothing is kept, and nobody waits for it.
 */
export class Cache {
  readonly #redis: Redis | Cluster;
  readonly #told: (outcome: CacheOutcome) => void;

  constructor(access: CacheAccess, { milliseconds, log, told }: CacheOptions) {
    this.#redis = clientOf(access, milliseconds);
    this.#told = told;
    let away = false;
    this.#redis.on("ready", () => {
      if (away) log.info("cache is back");
      away = false;
    });
    this.#redis.on("error", (error: Error) => {
      if (!away) log.warn({ error }, "cache is away");
      away = true;
    });
  }

  /** What is kept under a key; undefined if nothing is, or the cache is away. */
  async get(key: string): Promise<string | undefined> {
    const found = await this.#tried(() => this.#redis.get(key));
    this.#told(found === undefined ? "away" : found === null ? "miss" : "hit");
    return found ?? undefined;
  }

  /** Runs a script; undefined if the cache is away. */
  async run(
    script: Script,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    return this.#tried(() => this.#redis.eval(script.text, keys.length, ...keys, ...values));
  }

  async ping(): Promise<void> {
    await this.#redis.ping();
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #tried<T>(task: () => Promise<T>): Promise<T | undefined> {
    if (this.#redis.status !== "ready") return undefined;
    try {
      return await task();
    } catch {
      return undefined;
    }
  }
}

export interface Script {
  readonly text: string;
}

function clientOf(access: CacheAccess, commandTimeout: number): Redis | Cluster {
  const { host, port, username, password, tls, cluster } = access;
  const retry = (attempt: number) => Math.min(attempt * 100, 2000);
  const options = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    commandTimeout,
    connectTimeout: 2000,
    maxRetriesPerRequest: 0,
  };
  // What can't be asked now is not asked later: by then the answer has been given.
  const enableOfflineQueue = false;
  if (!cluster) {
    return new Redis({
      ...options,
      host,
      port,
      enableOfflineQueue,
      // What is asked at the same moment travels together.
      enableAutoPipelining: true,
      retryStrategy: retry,
    });
  }
  return new Cluster([{ host, port }], {
    redisOptions: options,
    enableOfflineQueue,
    clusterRetryStrategy: retry,
    // The certificate is for the servers' names, so they must not become addresses before TLS.
    dnsLookup: (name, found) => {
      found(null, name);
    },
  });
}
