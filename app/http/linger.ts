import type { IncomingMessage } from "node:http";

/** For a client to read its answer while it still sends. */
const LINGER_MS = 2000;

/**
 * Takes in the rest of a body that nobody wants, for a while: a connection that is broken while
 * bytes are on their way takes the answer with it. Then it breaks, for the rest may be endless.
 */
export function linger(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const limit = setTimeout(() => {
    request.socket.destroy();
  }, LINGER_MS);
  request.once("end", clear).once("close", clear).resume();
  function clear(): void {
    clearTimeout(limit);
  }
}
