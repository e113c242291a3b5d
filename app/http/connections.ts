import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import { answerToUnreadable } from "./unreadable.ts";

/** For a client to read its answer while it still sends. */
const LINGER_MS = 2000;

/** The connections of a server, which it ends when nothing comes of them any more. */
export interface Connections {
  /** Ends all that are not being answered, now and whenever one has its answer. */
  readonly leave: () => void;
}

/**
 * Knows which connections wait for an answer. It answers those on which nothing readable comes, and
 * ends those on which bytes flow and no request comes of them: Node.js times headers alone, and
 * takes any byte for a sign of life.
 *
 * @param idleMilliseconds From an answer to the whole headers of the next request.
 */
export function connectionsOf(server: Server, idleMilliseconds: number): Connections {
  const all = new Set<Socket>();
  const answering = new Set<ServerResponse>();
  const ends = new WeakMap<Socket, NodeJS.Timeout>();
  let leaving = false;
  const isAnswered = (socket: Socket) => [...answering].some(({ req }) => req.socket === socket);
  const leave = () => {
    leaving = true;
    const busy = new Set([...answering].map(({ req }) => req.socket));
    for (const socket of all) if (!busy.has(socket)) socket.destroySoon();
  };
  const endIn = (milliseconds: number, socket: Socket) => {
    clearTimeout(ends.get(socket));
    if (socket.destroyed) return;
    const end = setTimeout(() => {
      // Requests may follow each other without waiting for the answers.
      if (!isAnswered(socket)) socket.destroy();
    }, milliseconds);
    ends.set(socket, end.unref());
  };
  server.on("connection", (socket) => {
    all.add(socket);
    socket.once("close", () => {
      all.delete(socket);
      clearTimeout(ends.get(socket));
    });
  });
  const answered = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    clearTimeout(ends.get(socket));
    answering.add(response);
    response.once("close", () => {
      answering.delete(response);
      if (leaving) leave();
      else if (request.complete) endIn(idleMilliseconds, socket);
      else {
        // The rest of a body that nobody wants: to break the connection while it is on its way
        // would take the answer with it, and it may be endless.
        endIn(LINGER_MS, socket);
        request.once("end", () => {
          endIn(idleMilliseconds, socket);
        });
        request.resume();
      }
    });
  };
  server.on("request", answered);
  // Node.js answers this by itself only where nobody listens.
  server.on("checkExpectation", (request, response) => {
    answered(request, response);
    response.statusCode = 417;
    response.end();
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
