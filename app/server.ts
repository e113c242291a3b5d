import { createServer, type RequestListener, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { type Connections, connectionsOf } from "./http/connections.ts";
import type { Health } from "./http/health.ts";
import { listening } from "./http/listening.ts";
import type { Logger } from "./log.ts";

export interface ServerOptions {
  readonly handler: RequestListener;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly keepAliveSeconds: number;
  /** Headers that take longer come from a client that wants to hold the connection. */
  readonly headersSeconds: number;
  /** Without a byte for so long, a connection is closed: one that stalls among them. */
  readonly silenceSeconds: number;
  readonly health: Health;
  readonly log: Logger;
  /** For how long it still takes requests once it shall end: a balancer learns of it by and by. */
  readonly drainDelayMilliseconds: number;
  /** Time to finish what has begun, after that. */
  readonly drainMilliseconds: number;
}

export interface RunningServer {
  readonly port: number;
  /** Calls itself away, takes no new requests a while later, finishes those that it has, and ends. */
  readonly stop: () => Promise<void>;
}

/** Listens, and says so in the log. */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const { health, log } = options;
  const server = createServer(
    {
      keepAliveTimeout: options.keepAliveSeconds * 1000,
      headersTimeout: options.headersSeconds * 1000,
      // An upload may take as long as it flows; its own pace is what ends it.
      requestTimeout: 0,
      connectionsCheckingInterval: 1000,
    },
    options.handler,
  );
  server.setTimeout(options.silenceSeconds * 1000);
  const idleSeconds = options.keepAliveSeconds + options.headersSeconds;
  const connections = connectionsOf(server, idleSeconds * 1000);
  const port = await listening(server, options.port, options.host);
  health.phase = "serving";
  log.info({ port }, "listening");
  return {
    port,
    async stop() {
      health.phase = "draining";
      log.info("draining");
      await sleep(options.drainDelayMilliseconds);
      await drained(server, connections, options.drainMilliseconds);
    },
  };
}

async function drained(
  server: Server,
  connections: Connections,
  milliseconds: number,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const limit = setTimeout(() => {
      server.closeAllConnections();
    }, milliseconds);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    // The server's own closing spares those that have asked nothing yet, and those that stay open
    // after the answer that they have now.
    connections.leave();
  });
}
