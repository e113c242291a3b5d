import * as pulumi from "@pulumi/pulumi";

import type { InjectedSecret } from "../../components/compute/containerDefinition.ts";
import type { MemoryDb } from "../../components/data/memoryDb.ts";
import type { Peer } from "../../components/network/securityGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import type { TrackerBase } from "./base.ts";
import { type BackendEnvironment, type BackendSecret, DATABASE_NAME } from "./contract.ts";
import { TrackerDatabaseHost } from "./databaseHost.ts";
import { TrackerManagedCache } from "./managedCache.ts";
import { type RdsSettings, TrackerManagedDatabase } from "./managedDatabase.ts";
import {
  injected,
  POSTGRES_PASSWORD_PATH,
  REDIS_PASSWORD_PATH,
  SECRET_KEY_PATH,
  TrackerSecrets,
} from "./secrets.ts";

/** What the stores stand on, and of which kind they are. */
export interface TrackerStoresArgs {
  /** Key, vault and place. */
  readonly base: TrackerBase;
  /** Its private tier holds them, or its peer. */
  readonly vpc: Vpc;
  /** The stack file's `tracker` block. */
  readonly settings: TrackerSettings;
}

/** A store as services reach it. */
interface Reached {
  /** Whom services connect to. */
  readonly peer: Peer;
  /** What backup plans name; none where the store keeps its own, or is others'. */
  readonly arns: readonly pulumi.Input<string>[];
  /** What tasks are told as it is. */
  readonly variables: Fields;
  /** What they are told by a secret. */
  readonly secrets: TrackerStores["secrets"];
}

type Fields = Readonly<Record<string, string>>;

/**
 * The tracker's PostgreSQL and Valkey (S-TRACKER-8, S-TRACKER-9): on a host of its own, as services of
 * AWS, or in a peered network; and the passwords that services get in by. Cost: that of
 * {@link TrackerDatabaseHost}, or of {@link TrackerManagedDatabase} and {@link TrackerManagedCache}, and
 * 1.20 USD a month for secrets.
 *
 * @throws Error when a store is in a peered network and the VPC has no peer.
 */
export class TrackerStores extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerStores";
  /** PostgreSQL. */
  public readonly database: Peer;
  /** Valkey. */
  public readonly cache: Peer;
  /** Variables of every service that uses them. */
  public readonly variables: Fields;
  /** Secrets of every service that uses them. */
  public readonly secrets: Readonly<Partial<Record<BackendSecret, InjectedSecret>>>;
  /** The host of PostgreSQL; undefined where it has none of its own. */
  public readonly host: TrackerDatabaseHost | undefined;
  /** PostgreSQL of RDS; undefined where it is none. */
  public readonly rds: TrackerManagedDatabase | undefined;
  /** Valkey of MemoryDB; undefined where it is none. */
  public readonly memoryDb: MemoryDb | undefined;
  /** What backup plans name. */
  public readonly backedUp: readonly pulumi.Input<string>[];

  readonly #args: TrackerStoresArgs;
  readonly #secrets: TrackerSecrets;

  constructor(name: string, args: TrackerStoresArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerStores.token, name, {}, opts);
    this.#args = args;
    const { base, settings } = args;
    const { environment } = base;
    this.#secrets = new TrackerSecrets(
      "tracker-secrets",
      { base, ownsDatabasePassword: settings.database.kind !== "rds" },
      { parent: this },
    );
    const { redisPassword, secretKey } = this.#secrets;

    const database = this.#database();
    const cache = this.#cache(database);
    this.database = database.peer;
    this.host = database.host;
    this.rds = database.rds;
    this.cache = cache.peer;
    this.memoryDb = cache.memoryDb;
    this.variables = { ...FIXED, ...database.variables, ...cache.variables };
    this.secrets = {
      ...database.secrets,
      ...cache.secrets,
      REDIS_PASSWORD: injected(environment, REDIS_PASSWORD_PATH, redisPassword.secretName),
      SECRET_KEY: injected(environment, SECRET_KEY_PATH, secretKey.secretName),
    };
    this.backedUp = [...database.arns, ...cache.arns];
    this.registerOutputs({});
  }

  #database(): Reached & { host?: TrackerDatabaseHost; rds?: TrackerManagedDatabase } {
    const { base, vpc, settings } = this.#args;
    const { database, cache } = settings;
    const { postgresPassword } = this.#secrets;
    const secrets = postgresPassword && {
      POSTGRES_PASSWORD: injected(
        base.environment,
        POSTGRES_PASSWORD_PATH,
        postgresPassword.secretName,
      ),
    };
    const named = (POSTGRES_SERVER: string) => ({
      variables: { POSTGRES_SERVER, POSTGRES_USER: DATABASE_NAME },
      secrets: { ...secrets },
    });
    switch (database.kind) {
      case "host": {
        const host = new TrackerDatabaseHost(
          "tracker-database",
          { base, vpc, database, cache, startsAfter: [this.#secrets] },
          { parent: this },
        );
        return { host, peer: host.securityGroup, arns: [host.arn], ...named(host.address) };
      }
      case "peered":
        return { peer: this.#peer(), arns: [], ...named(database.host) };
      case "rds":
        return this.#rds(database.settings);
    }
  }

  #rds(settings: RdsSettings): Reached & { rds: TrackerManagedDatabase } {
    const { base, vpc } = this.#args;
    const { interfaceEndpoints } = this.#args.settings.network;
    const rds = new TrackerManagedDatabase(
      "tracker-managed-database",
      { base, vpc, settings, interfaceEndpoints },
      { parent: this },
    );
    return {
      rds,
      peer: rds.database.securityGroup,
      arns: [rds.database.arn],
      variables: {},
      secrets: rds.secrets,
    };
  }

  #cache(database: Reached): Reached & { memoryDb?: MemoryDb } {
    const { base, vpc, settings } = this.#args;
    const { cache } = settings;
    const named = (peer: Peer, REDIS_HOST: string, served: CacheForm = {}) => ({
      peer,
      arns: [],
      variables: { ...cacheVariables(served), REDIS_HOST },
      secrets: {},
    });
    switch (cache.kind) {
      case "host":
        return named(database.peer, database.variables["POSTGRES_SERVER"] ?? "");
      case "peered":
        return named(this.#peer(), cache.host, cache);
      case "memorydb": {
        const { store, secrets } = new TrackerManagedCache(
          "tracker-managed-cache",
          { base, vpc, settings: cache, password: this.#secrets.redisValue },
          { parent: this },
        );
        const form = cacheVariables({ tls: true, clusterMode: true });
        return {
          memoryDb: store,
          peer: store.securityGroup,
          arns: [],
          variables: { ...form, REDIS_USERNAME: store.username },
          secrets,
        };
      }
    }
  }

  #peer(): Peer {
    const { peering } = this.#args.vpc;
    if (peering === undefined) throw new Error("A peered store needs network.peering.");
    return peering.network;
  }
}

/** What is the same wherever the stores are. */
const FIXED = {
  POSTGRES_DB: DATABASE_NAME,
  POSTGRES_PORT: "5432",
  REDIS_PORT: "6379",
  REDIS_CACHE_TTL: "3600",
} as const satisfies Partial<BackendEnvironment>;

interface CacheForm {
  readonly tls?: boolean;
  readonly clusterMode?: boolean;
}

/** A cluster has database 0 alone; a server by itself has 16, one for each use. */
function cacheVariables({ tls = false, clusterMode = false }: CacheForm) {
  return {
    REDIS_CLUSTER_MODE: clusterMode ? "true" : "false",
    REDIS_TLS_ENABLED: tls ? "true" : "false",
    REDIS_CACHE_DB: "0",
    REDIS_TASKS_DB: clusterMode ? "0" : "1",
    REDIS_HEALTH_DB: clusterMode ? "0" : "2",
    REDIS_NOTIFICATIONS_DB: clusterMode ? "0" : "3",
  } as const satisfies Partial<BackendEnvironment>;
}
