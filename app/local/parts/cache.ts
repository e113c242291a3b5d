import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { KEEP_NEWER } from "../../items/cache.ts";
import { startCacheServer, type ScriptTwin } from "./cacheServer.ts";
import { freePort, startChild } from "./child.ts";

export interface LocalCache {
  readonly url: string;
  /** Which it is. */
  readonly kind: "redis-server" | "stand-in";
  /** Of the program; undefined if it runs in this process. */
  readonly pid?: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Redis where it is installed, and what stands in for it elsewhere.
 *
 * @param folder Where to tell the next start of this one, which may be killed. @default nowhere
 */
export async function startCache(folder?: string): Promise<LocalCache> {
  return isInstalled() ? startRedis(folder) : startStandIn();
}

/** The stand-in; it forgets when it ends, as a cache may. */
export async function startStandIn(): Promise<LocalCache> {
  const server = await startCacheServer(new Map([[KEEP_NEWER.text, keepNewer]]));
  return { ...server, kind: "stand-in" };
}

function isInstalled(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function startRedis(folder: string | undefined): Promise<LocalCache> {
  const port = await freePort();
  const child = await startChild({
    file: "redis-server",
    args: ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    ready: "Ready to accept connections",
    lastSignal: "SIGTERM",
    pidFile: folder && join(folder, "redis.pid"),
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    kind: "redis-server",
    pid: child.pid,
    stop: () => child.stop("SIGTERM"),
  };
}

/** What the script of that name does. */
const keepNewer: ScriptTwin = (store, [key = ""], [version, body, seconds]) => {
  const kept = /^\d+/.exec(String(store.get(key) ?? ""));
  if (kept && Number(kept[0]) >= Number(version)) return 0;
  store.set(key, Buffer.from(`${String(version)} ${String(body)}`), Number(seconds));
  return 1;
};
