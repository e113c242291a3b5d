import { createServer, type Socket } from "node:net";

import { listening } from "../../http/listening.ts";
import { type Command, CommandReader, encoded, type Reply } from "./resp.ts";

/** What the commands below read and write. */
export interface Store {
  readonly get: (key: string) => Buffer | undefined;
  readonly set: (key: string, value: Buffer, seconds: number) => void;
}

/** What a script of Lua does, for a server that has no Lua. */
export type ScriptTwin = (
  store: Store,
  keys: readonly string[],
  values: readonly Buffer[],
) => Reply;

export interface CacheServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Stands in for Redis on a machine that has none: the few commands that the service uses, and its
 * scripts, known by their text. All else is refused, as Redis refuses what it doesn't know.
 */
export async function startCacheServer(
  twins: ReadonlyMap<string, ScriptTwin>,
): Promise<CacheServer> {
  const store = expiringStore();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket, store, twins);
    socket.once("close", () => sockets.delete(socket));
  });
  const port = await listening(server, 0, "127.0.0.1");
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function expiringStore(): Store & { readonly remove: (key: string) => boolean } {
  const entries = new Map<string, { readonly value: Buffer; readonly until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry !== undefined && entry.until > Date.now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, seconds) {
      // A copy: the bytes are part of a larger buffer, which would stay as long.
      entries.set(key, { value: Buffer.from(value), until: Date.now() + seconds * 1000 });
    },
    remove: (key) => entries.delete(key),
  };
}

function serve(
  socket: Socket,
  store: ReturnType<typeof expiringStore>,
  twins: ReadonlyMap<string, ScriptTwin>,
): void {
  const reader = new CommandReader();
  let version = 2;
  const answers: Readonly<Record<string, (values: readonly Buffer[]) => Reply>> = {
    HELLO: ([asked]): Reply => {
      version = Number(asked ?? 2);
      return {
        pairs: [
          ["server", "redis"],
          ["version", VERSION],
          ["proto", version],
        ],
      };
    },
    CLIENT: () => ({ ok: "OK" }),
    SELECT: () => ({ ok: "OK" }),
    INFO: () => `redis_version:${VERSION}\r\nloading:0\r\nrole:master\r\n`,
    PING: () => ({ ok: "PONG" }),
    GET: ([key]) => store.get(String(key)) ?? null,
    SET: ([key, value = Buffer.alloc(0), option, seconds]) => {
      const expires = String(option ?? "EX").toUpperCase();
      if (expires !== "EX") return { error: "ERR syntax error" };
      store.set(String(key), value, Number(seconds ?? Infinity));
      return { ok: "OK" };
    },
    DEL: (keys) => keys.filter((key) => store.remove(String(key))).length,
    EVAL: ([script, count, ...rest]) => {
      const twin = twins.get(String(script));
      if (twin === undefined) return { error: "ERR this server knows no such script" };
      const keys = rest.slice(0, Number(count)).map(String);
      return twin(store, keys, rest.slice(Number(count)));
    },
  };
  const answer = ([name, ...values]: Command): Reply => {
    const command = answers[String(name).toUpperCase()];
    return command ? command(values) : { error: `ERR unknown command '${String(name)}'` };
  };
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    try {
      for (const command of reader.read(chunk)) {
        const reply = answer(command);
        socket.write(encoded(reply, version));
      }
    } catch {
      socket.end(encoded({ error: "ERR Protocol error" }, version));
    }
  });
}

/** Of the Redis whose answers these are. */
const VERSION = "7.0.15";
