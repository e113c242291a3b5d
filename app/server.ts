import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";

import type { Health } from "./http/health.ts";
import { answerToUnreadable } from "./http/unreadable.ts";
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
  /** Time to finish what has begun, once it shall end. ECS waits 30 s before it kills. */
  readonly drainMilliseconds: number;
}

export interface RunningServer {
  readonly port: number;
  /** Takes no new requests, finishes those that it has, and ends. */
  readonly stop: () => Promise<void>;
}

/** Listens, and says so in the log. */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const { health, log } = options;
  const server = createServer(
    {
      keepAliveTimeout: options.keepAliveSeconds * 1000,
      headersTimeout: options.headersSeconds * 1000,
      // An upload may take as long as it flows; the silence is what ends it.
      requestTimeout: 0,
      connectionsCheckingInterval: 1000,
    },
    options.handler,
  );
  server.setTimeout(options.silenceSeconds * 1000);
  const connections = connectionsOf(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  health.phase = "serving";
  const { port } = server.address() as AddressInfo;
  log.info({ port }, "listening");
  return {
    port,
    async stop() {
      health.phase = "draining";
      log.info("draining");
      await drained(server, connections, options.drainMilliseconds);
    },
  };
}

interface Connections {
  /** Ends all that are not being answered, now and whenever one has its answer. */
  readonly leave: () => void;
}

/** Knows which connections wait for an answer, and answers those on which nothing readable comes. */
function connectionsOf(server: Server): Connections {
  const all = new Set<Socket>();
  const answering = new Set<ServerResponse>();
  let leaving = false;
  const leave = () => {
    leaving = true;
    const busy = new Set([...answering].map(({ req }) => req.socket));
    for (const socket of all) if (!busy.has(socket)) socket.destroySoon();
  };
  server.on("connection", (socket) => {
    all.add(socket);
    socket.once("close", () => all.delete(socket));
  });
  server.on("request", (_request, response: ServerResponse) => {
    answering.add(response);
    response.once("close", () => {
      answering.delete(response);
      if (leaving) leave();
    });
  });
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    // Half an answer may be out already: more bytes would pass for its rest.
    const begun = [...answering].some(
      ({ req, headersSent }) => headersSent && req.socket === socket,
    );
    if (socket.writable && !begun) socket.write(answerToUnreadable(code));
    socket.destroySoon();
  });
  return { leave };
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
