import type { ApiEnvironment } from "../../app/contract.ts";
import { DATABASE_SECRET_PATH } from "../../components/data/databaseCredentials.ts";
import { secretNameOf } from "../../components/keys/secret.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import { REDIS_SECRET_PATH } from "./data.ts";
import { JWT_SECRET_PATH } from "./secrets.ts";

/** Seconds by which the application outlasts the load balancer, or clients see 502 (T36). */
const KEEP_ALIVE_MARGIN = 5;

/** Seconds for which a task that ends still takes requests: the load balancer sends some. */
export const DRAIN_DELAY_SECONDS = 5;

/**
 * What the items API is told; of each secret, its name alone.
 *
 * @param edge What stands between it and the world.
 */
export function applicationEnvironment(
  environment: Environment,
  port: number,
  edge: Pick<PlatformSettings["edge"], "idleTimeoutSeconds" | "distribution">,
): ApiEnvironment {
  return {
    NODE_ENV: "production",
    AWS_REGION: environment.region,
    PORT: String(port),
    KEEP_ALIVE_SECONDS: String(edge.idleTimeoutSeconds + KEEP_ALIVE_MARGIN),
    DRAIN_DELAY_SECONDS: String(DRAIN_DELAY_SECONDS),
    // The load balancer, and CloudFront before it: its guard lets nobody else to the balancer.
    TRUSTED_PROXIES: edge.distribution === undefined ? "1" : "2",
    DOORS: "items",
    DATABASE_SECRET: secretNameOf(environment, DATABASE_SECRET_PATH),
    REDIS_SECRET: secretNameOf(environment, REDIS_SECRET_PATH),
    JWT_SECRET: secretNameOf(environment, JWT_SECRET_PATH),
    JWT_ISSUER: `${environment.project}-${environment.name}`,
    JWT_AUDIENCE: "items",
  };
}
