import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { RequestHandler } from "express";

import { remembered } from "./auth/remembered.ts";
import { cognitoVerifier, sharedKeyVerifier, type TokenVerifier } from "./auth/verifier.ts";
import { CLOSE_SECONDS, type DoorName, DRAIN_SECONDS } from "./contract.ts";
import { createApp } from "./http/app.ts";
import { Health } from "./http/health.ts";
import { Metrics } from "./http/metrics.ts";
import type { Door } from "./http/route.ts";
import type { Logger } from "./log.ts";
import { serveMetrics } from "./metricsServer.ts";
import { Parts } from "./parts/parts.ts";
import { listen, type RunningServer } from "./server.ts";
import type { Settings } from "./settings.ts";

const MANIFEST = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8")) as {
  readonly version: string;
};

export interface RunningService extends RunningServer {
  /** Of `/metrics`; undefined where the settings name none. */
  readonly metricsPort: number | undefined;
}

/**
 * Serves the doors that the settings name.
 *
 * @param rest Serves what no door does.
 */
export async function serve(
  settings: Settings,
  log: Logger,
  rest?: RequestHandler,
): Promise<RunningService> {
  const metrics = new Metrics();
  const parts = new Parts(settings, log, metrics);
  const doors = await Promise.all(settings.DOORS.map((name) => doorOf(name, settings, parts)));
  const health = new Health(parts.dependencies);
  const handler = createApp({
    doors,
    health,
    log,
    metrics,
    verifier: verifierOf(settings, parts),
    version: MANIFEST.version,
    trustedProxies: settings.TRUSTED_PROXIES,
    requestsPerMinute: settings.REQUESTS_PER_MINUTE,
    answerMilliseconds: settings.ANSWER_SECONDS * 1000,
    ...(rest === undefined ? {} : { rest }),
  });
  const { HOST: host, METRICS_PORT: metricsPort } = settings;
  // Before the doors open: a port that is taken stops the process while nobody relies on it.
  const told =
    metricsPort === undefined
      ? undefined
      : await serveMetrics(metrics, { host, port: metricsPort });
  const server = await listen({
    handler,
    host,
    port: settings.PORT,
    keepAliveSeconds: settings.KEEP_ALIVE_SECONDS,
    headersSeconds: settings.HEADERS_SECONDS,
    silenceSeconds: settings.SILENCE_SECONDS,
    drainDelayMilliseconds: settings.DRAIN_DELAY_SECONDS * 1000,
    drainMilliseconds: DRAIN_SECONDS * 1000,
    health,
    log,
  });
  return {
    port: server.port,
    metricsPort: told?.port,
    async stop() {
      await server.stop();
      await parts.close(CLOSE_SECONDS * 1000);
      await told?.stop();
    },
  };
}

/** Loads a door only where it is served. */
async function doorOf(name: DoorName, settings: Settings, parts: Parts): Promise<Door> {
  const access = settings.OPEN_DOORS?.includes(name) === true ? "open" : "token";
  switch (name) {
    case "items": {
      const { itemsDoor } = await import("./items/door.ts");
      return itemsDoor(await parts.database(), await parts.cache(), access);
    }
    case "documents": {
      const { documentsDoor } = await import("./documents/door.ts");
      return documentsDoor(
        await parts.documents(),
        {
          bytes: settings.UPLOAD_BYTES,
          periodSeconds: settings.UPLOAD_PERIOD_SECONDS,
          periodBytes: settings.UPLOAD_PERIOD_BYTES,
        },
        settings.ANSWER_SECONDS * 1000,
        access,
      );
    }
    case "music": {
      const { musicDoor } = await import("./music/door.ts");
      return musicDoor(await parts.database(), await parts.audio(), access);
    }
  }
}

/** Who decides on tokens; undefined where no door asks for one. */
function verifierOf(settings: Settings, parts: Parts): TokenVerifier | undefined {
  const { COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_IDS: clientIds = [] } = settings;
  if (userPoolId !== undefined) {
    const pool = { userPoolId, clientIds, jwksUrl: settings.JWKS_URL };
    return remembered(cognitoVerifier(pool));
  }
  const { JWT_SECRET: secret, JWT_ISSUER: issuer = "", JWT_AUDIENCE: audience = "" } = settings;
  if (secret === undefined) return undefined;
  const { secrets } = parts;
  return sharedKeyVerifier({
    read: () => secrets.read(secret),
    renewed: () => secrets.renewed(secret),
    issuer,
    audience,
  });
}
