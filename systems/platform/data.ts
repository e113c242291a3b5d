import * as pulumi from "@pulumi/pulumi";

import { Cache } from "../../components/data/cache.ts";
import { DatabaseCredentials } from "../../components/data/databaseCredentials.ts";
import { MemoryDb } from "../../components/data/memoryDb.ts";
import { Postgres } from "../../components/data/postgres.ts";
import type { RedisEndpoint } from "../../components/data/redisEndpoint.ts";
import { GeneratedPassword } from "../../components/keys/generatedPassword.ts";
import { Secret } from "../../components/keys/secret.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";

/** What the stores stand on, and how large they are. */
export interface PlatformDataArgs {
  /** Their keys, and the ceiling of the database's role. */
  readonly foundation: Foundation;
  /** Its data tier holds both. */
  readonly vpc: Vpc;
  /** The stack file's `database` block. */
  readonly database: PlatformSettings["database"];
  /** The stack file's `cache` block; its `kind` says which service runs it. */
  readonly cache: PlatformSettings["cache"];
}

/** What the instance is called in names. */
export const DATABASE_IDENTIFIER = "main";

/** Name of the application's database and of its user in it. */
const DATABASE_NAME = "app";

/** Path of the cache's secret behind `/{env}/` (P-KEY-3). */
export const REDIS_SECRET_PATH = "redis/auth-token";

/**
 * Database and cache of the platform, each with the secret by which the application gets in. Cost:
 * 0.80 USD a month for those two, and that of {@link Postgres} and of {@link Cache} or
 * {@link MemoryDb}.
 */
export class PlatformData extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformData";
  /** PostgreSQL, which only `credentials` let the application into. */
  public readonly database: Postgres;
  /** The application's user and password, in a secret. */
  public readonly credentials: DatabaseCredentials;
  /** ElastiCache or MemoryDB, as the settings say. */
  public readonly cache: RedisEndpoint;
  /** The cache's address and token. */
  public readonly cacheSecret: Secret;

  constructor(name: string, args: PlatformDataArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformData.token, name, {}, opts);
    const { environment, key, boundary } = args.foundation;
    const place = {
      environment,
      key,
      identifier: DATABASE_IDENTIFIER,
      vpcId: args.vpc.vpcId,
      subnetIds: args.vpc.dataSubnetIds,
    };
    const parent = { parent: this };

    this.database = new Postgres(
      "database",
      { ...args.database, ...place, boundary, databaseName: DATABASE_NAME },
      parent,
    );
    this.credentials = new DatabaseCredentials(
      "database-credentials",
      {
        environment,
        key,
        database: this.database,
        username: DATABASE_NAME,
        rotatesBySchedule: args.database.credentialRotationDays !== undefined,
      },
      parent,
    );
    const token = new GeneratedPassword("cache-token", {}, parent);
    this.cache = this.#cache(args, { ...place, authToken: token.value });
    this.cacheSecret = new Secret(
      "cache-secret",
      {
        environment,
        key,
        path: REDIS_SECRET_PATH,
        description: "Where the cache answers, and the token that it asks for",
        owner: "program",
        // The host too: it is unknown before the cache exists, and would hide the task definition.
        value: pulumi.jsonStringify({
          host: this.cache.primaryEndpoint,
          port: this.cache.port,
          username: this.cache.username,
          token: token.value,
          clusterMode: this.cache.clusterMode,
        }),
      },
      parent,
    );

    this.registerOutputs({
      databaseAddress: this.database.address,
      cacheAddress: this.cache.primaryEndpoint,
    });
  }

  #cache(
    { cache: { kind, engine, ...settings } }: PlatformDataArgs,
    place: Omit<ConstructorParameters<typeof MemoryDb>[1], keyof typeof settings>,
  ): RedisEndpoint {
    const args = { ...settings, ...place };
    return kind === "memorydb"
      ? new MemoryDb("cache", args, { parent: this })
      : new Cache("cache", { ...args, engine }, { parent: this });
  }
}
