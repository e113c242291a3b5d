/**
 * What the tracker's images are given and what they promise in return (S-TRACKER-10, S-TRACKER-11).
 * They are built elsewhere: this is the contract's one copy, and it names no more than they read.
 *
 * Every image runs as user and group 10001, writes to `/tmp` and, where it mounts one, to its file
 * system alone, logs to standard output, and has a shell with `cat` and `grep`.
 */

/** Variables of the services that use database and cache. */
export interface BackendEnvironment {
  /** Host name or address of PostgreSQL. Injected where AWS decides it. */
  readonly POSTGRES_SERVER?: string;
  /** Injected where rotation alternates between two users. */
  readonly POSTGRES_USER?: "tracker";
  /** Database of the user. */
  readonly POSTGRES_DB: "tracker";
  /** TCP port of PostgreSQL. */
  readonly POSTGRES_PORT: "5432";
  /** Host name or address of Valkey. Injected where AWS decides it. */
  readonly REDIS_HOST?: string;
  /** TCP port of Valkey. */
  readonly REDIS_PORT: "6379";
  /** Whether clients must speak the cluster protocol. */
  readonly REDIS_CLUSTER_MODE: "true" | "false";
  /** Whether it speaks TLS, and nothing else. */
  readonly REDIS_TLS_ENABLED: "true" | "false";
  /** Whose password it is, where that is not the default user's: MemoryDB knows no other way. */
  readonly REDIS_USERNAME?: string;
  /** Seconds. */
  readonly REDIS_CACHE_TTL: "3600";
  /** Number of the database for answers that are kept for a while. A cluster has 0 alone, for all. */
  readonly REDIS_CACHE_DB: "0";
  /** Number of the one for queued jobs. */
  readonly REDIS_TASKS_DB: "1" | "0";
  /** Number of the one for who is well. */
  readonly REDIS_HEALTH_DB: "2" | "0";
  /** Number of the one for what is to be told. */
  readonly REDIS_NOTIFICATIONS_DB: "3" | "0";
  /** Where the anisette server answers; for the one worker that asks it. */
  readonly ANISETTE_SERVER?: string;
}

/**
 * Variables that ECS fills from secrets when a task starts. A host name is no secret: it comes that way
 * where it is not known before the store exists, for it would leave the whole task undecided until then.
 */
export type BackendSecret =
  | "POSTGRES_PASSWORD"
  | "POSTGRES_SERVER"
  | "POSTGRES_USER"
  | "REDIS_HOST"
  | "REDIS_PASSWORD"
  | "SECRET_KEY";

/** Owner of the database `tracker`, and its name. */
export const DATABASE_NAME = "tracker";

/** Whom the images run as, and who owns what lies on the file system. */
export const IMAGE_USER = { uid: 10_001, gid: 10_001 } as const;

/** Where the file system is seen by those who mount it. */
export const FILES_PATH = "/data";

/** Under which name the anisette server is found: `anisette-v3.anisette-v3.local`. */
export const ANISETTE = { label: "anisette-v3", domain: "anisette-v3.local", port: 6969 } as const;

/**
 * Whether something listens on a port, asked of the kernel: no image need have a client for it.
 * Source: proc(5), `/proc/net/tcp`, where state 0A is to listen.
 */
export function listensCommand(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const listening = `:${hex} 0+:0000 0A`;
  return ["CMD-SHELL", `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -Eq '${listening}'`];
}
