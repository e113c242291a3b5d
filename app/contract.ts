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
