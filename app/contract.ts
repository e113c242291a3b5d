/**
 * What the HTTP service needs of the infrastructure that runs it, and what it promises in return.
 * The infrastructure fills these types, so a variable renamed here stops compiling there.
 */

/** Parts of the service that a process may serve. */
export const DOORS = ["items", "documents", "music"] as const;
/** One of the doors. */
export type DoorName = (typeof DOORS)[number];

/**
 * Environment variables of a process, whatever its role; every value is known before anything
 * exists. The AWS SDK reads its own beside them, such as `AWS_ENDPOINT_URL_S3`.
 */
export interface ApiEnvironment {
  /** Puts libraries into their production form, whatever the environment is called. */
  readonly NODE_ENV: "production";
  /** Such as {@link DOCUMENTS_NODE_OPTIONS}, for a process that serves documents alone. */
  readonly NODE_OPTIONS?: string;
  /** Where the SDK looks for secrets. */
  readonly AWS_REGION: string;
  /** TCP port to listen on. */
  readonly PORT: string;
  /** Seconds for which idle connections stay open; longer than the load balancer keeps its own. */
  readonly KEEP_ALIVE_SECONDS: string;
  /**
   * Seconds for which it still takes requests once it is told to end, and `/health` answers 503: a
   * balancer sends some until it has learnt of it. @default 5
   */
  readonly DRAIN_DELAY_SECONDS?: string;
  /**
   * Proxies in front, each of which appends whom it heard to `X-Forwarded-For`: the client is who
   * the first of them heard. One too many, and clients could call themselves what they like.
   * @default 1
   */
  readonly TRUSTED_PROXIES?: string;
  /** Doors to serve, with commas. */
  readonly DOORS: string;
  /** Doors that ask for no token, with commas. @default none */
  readonly OPEN_DOORS?: string;
  /** Secret with the database's host and the application's user, read when connecting. */
  readonly DATABASE_SECRET?: string;
  /** File with the authorities (PEM) that its certificate must come from. @default those of RDS */
  readonly DATABASE_AUTHORITIES_FILE?: string;
  /** Most connections of one process. @default 10 */
  readonly DATABASE_CONNECTIONS?: string;
  /** Secret with the cache's host and token, read when starting. @default no cache */
  readonly REDIS_SECRET?: string;
  /** Secret with the key that signs session tokens (HS256); needs issuer and audience. */
  readonly JWT_SECRET?: string;
  /** Who issues the session tokens: their `iss`. */
  readonly JWT_ISSUER?: string;
  /** For whom the session tokens are: their `aud`. */
  readonly JWT_AUDIENCE?: string;
  /** The Cognito user pool whose tokens count, in place of those of JWT_SECRET. */
  readonly COGNITO_USER_POOL_ID?: string;
  /** The pool's clients whose tokens count, with commas. */
  readonly COGNITO_CLIENT_IDS?: string;
  /** Table of the door `documents`, in the form of {@link DOCUMENTS_TABLE}. */
  readonly DOCUMENTS_TABLE?: string;
  /** Largest file that it takes, in bytes. @default 10 GB */
  readonly UPLOAD_BYTES?: string;
  /** Bucket with the tracks of the door `music`. */
  readonly AUDIO_BUCKET?: string;
  /** Port of `/metrics` in Prometheus' form, which no balancer reaches. @default none */
  readonly METRICS_PORT?: string;
  /** @default info */
  readonly LOG_LEVEL?: LogLevel;
}

/** Answers 200 with the state of each dependency, 503 only while starting or draining. */
export const HEALTH_PATH = "/health";

/** The same by the name under which the balancer of the documents' own host asks. */
export const STATUS_PATH = "/status";

/** The table of documents, as the service needs it. */
export const DOCUMENTS_TABLE = {
  hashKey: "id",
  /** All attributes that are keys, with their types. */
  attributes: { id: "S", list_shard: "S", list_place: "S" },
  /** The list, newest first; it holds whole items. */
  index: { name: "newest", hashKey: "list_shard", rangeKey: "list_place", projection: "ALL" },
  /** What idempotency keys end by. */
  timeToLiveAttribute: "expires_at",
  /** All that the service does: on the table, and `Query` on its index. */
  actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
} as const;

/**
 * For a process that takes uploads and does little else: the pieces of a file live for a moment, and
 * a small space for young objects frees them often. In a large one they wait until the whole heap is
 * searched for them, which takes twice the processor's time of the upload itself.
 */
export const DOCUMENTS_NODE_OPTIONS = "--max-semi-space-size=1";

/** The container's own check: whether the process answers at all, whatever its dependencies do. */
export function healthCommand(port: number): readonly string[] {
  const url = `http://127.0.0.1:${port}/health/live`;
  const script = `fetch("${url}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return ["CMD", "node", "-e", script];
}

/** Seconds in which a process finishes what has begun, once it takes no more requests. */
export const DRAIN_SECONDS = 25;
/** To close what it is connected to, after that. */
export const CLOSE_SECONDS = 5;
/** For a busy machine, on which all of it comes later. */
const SLACK_SECONDS = 5;

/** Seconds from SIGTERM in which a process ends by itself; whoever runs it kills it no earlier. */
export function stopSeconds(drainDelaySeconds: number): number {
  return drainDelaySeconds + DRAIN_SECONDS + CLOSE_SECONDS + SLACK_SECONDS;
}

/** Where the page asks for its settings: its files are the same everywhere. */
export const PAGE_SETTINGS_PATH = "/config.json";

/**
 * What is served to the page there. The page asks the service on its own host. Where `signIn.login`
 * is another one, the page's content security policy must name it in `connect-src`; in `media-src`,
 * the host of the presigned addresses of the audio bucket.
 */
export interface PageSettings {
  /** What the service serves: the page shows no way to anything else. */
  readonly doors: readonly DoorName[];
  /** Where people sign in. */
  readonly signIn: {
    /** The pool, as its tokens name it: `https://cognito-idp.{region}.amazonaws.com/{pool}`. */
    readonly issuer: string;
    /** A public client of the pool: one without a secret, for authorization codes with PKCE. */
    readonly clientId: string;
    /**
     * Where the pool's managed login answers: `https://{domain}.auth.{region}.amazoncognito.com`,
     * or a path of the page's own host.
     */
    readonly login: string;
  };
}

/** Path of the page to which the login leads back: the client's callback address, on its host. */
export const SIGNED_IN_PATH = "/signed-in";

/** The same after a sign-out. */
export const SIGNED_OUT_PATH = "/";

/** How grave a line of the log is. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "fatal";

/** A line of the log: one JSON object. More fields may follow. */
export interface LogLine {
  /** When, in UTC, ISO 8601. */
  readonly time: string;
  /** How grave it is. */
  readonly level: LogLevel;
  /** What happened; the same words each time, so that lines can be counted by it. */
  readonly msg: string;
  /** Request in which it happened. @default outside of any */
  readonly requestId?: string;
  /** Pattern of the request's path, such as `/items/:id`: a path itself would be one of millions. */
  readonly route?: string;
}

/** What `msg` says of each request that was answered. */
export const REQUEST_MESSAGE = "request";

/** The one line that tells of a request, once it is answered. */
export interface RequestLine extends LogLine {
  /** Always the same. */
  readonly msg: typeof REQUEST_MESSAGE;
  /** Which request it was. */
  readonly requestId: string;
  /** Pattern of its path. */
  readonly route: string;
  /** Such as `GET`. */
  readonly method: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Milliseconds from the request's arrival to the end of the answer. */
  readonly durationMs: number;
}
