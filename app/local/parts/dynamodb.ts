import { existsSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { ended, listening } from "../../http/listening.ts";
import { freePort, startChild } from "./child.ts";

/** A server that speaks DynamoDB's protocol, on this machine alone. */
export interface LocalDynamoDb {
  readonly url: string;
  /** Which it is. */
  readonly kind: "dynoxide" | "dynalite";
  /** Of the program; undefined if it runs in this process. */
  readonly pid?: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Dynoxide where npm has its program for this platform, and Dynalite elsewhere.
 *
 * @param folder Where its data stays. @default in memory
 */
export async function startDynamoDb(folder?: string): Promise<LocalDynamoDb> {
  const file = dynoxide();
  return file === undefined ? startDynalite(folder) : startDynoxide(file, folder);
}

/** The program; undefined where npm has none for this platform. */
function dynoxide(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json");
    const file = join(dirname(manifest), "dynoxide");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

async function startDynoxide(file: string, folder: string | undefined): Promise<LocalDynamoDb> {
  const port = await freePort();
  const kept = folder === undefined ? [] : ["--db-path", join(folder, "dynamodb.sqlite")];
  const child = await startChild({
    file,
    args: ["serve", "--port", String(port), ...kept],
    ready: "listening on",
    lastSignal: "SIGTERM",
    pidFile: folder && join(folder, "dynamodb.pid"),
  });
  return {
    url: `http://127.0.0.1:${port}`,
    kind: "dynoxide",
    pid: child.pid,
    stop: () => child.stop("SIGTERM"),
  };
}

type Listener = (value: never) => void;

/** What the package exports; it has no types. */
type Dynalite = (options: Readonly<Record<string, unknown>>) => Server;

export async function startDynalite(folder?: string): Promise<LocalDynamoDb> {
  const make = createRequire(import.meta.url)("dynalite") as Dynalite;
  const server = make({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder === undefined ? {} : { path: join(folder, "dynamodb.level") }),
  });
  // It throws when a client breaks off, which would end this process.
  server.prependListener("request", (request: IncomingMessage) => {
    const on = request.on.bind(request) as (event: string, listener: Listener) => IncomingMessage;
    request.on = (event: string, listener: Listener) =>
      on(event, event === "error" ? () => undefined : listener);
  });
  const port = await listening(server, 0, "127.0.0.1");
  return {
    url: `http://127.0.0.1:${port}`,
    kind: "dynalite",
    stop: () => ended(server),
  };
}
