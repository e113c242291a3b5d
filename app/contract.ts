/**
 * What the HTTP service needs of the infrastructure that runs it, and what it promises in return.
 * The infrastructure fills these types, so a variable renamed here stops compiling there.
 */

/** Environment variables of a process of role `api`; every value is known before anything exists. */
export interface ApiEnvironment {
  /** Puts libraries into their production form, whatever the environment is called. */
  readonly NODE_ENV: "production";
  /** Where the SDK looks for secrets. */
  readonly AWS_REGION: string;
  /** TCP port to listen on. */
  readonly PORT: string;
  /** Seconds for which idle connections stay open; longer than the load balancer keeps its own. */
  readonly KEEP_ALIVE_SECONDS: string;
  /** Secret with the database's host and the application's user, read when connecting. */
  readonly DATABASE_SECRET: string;
  /** Secret with the cache's host and token, read when connecting. */
  readonly REDIS_SECRET: string;
  /** Secret with the key that signs session tokens. */
  readonly JWT_SECRET: string;
  /** Secret with the keys of other companies' APIs. */
  readonly EXTERNAL_API_KEYS_SECRET: string;
}

/** Answers 200 with the state of each dependency, 503 only while starting or draining. */
export const HEALTH_PATH = "/health";

/** The container's own check: whether the process answers at all, whatever its dependencies do. */
export function healthCommand(port: number): readonly string[] {
  const url = `http://127.0.0.1:${port}/health/live`;
  const script = `fetch("${url}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return ["CMD", "node", "-e", script];
}

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
