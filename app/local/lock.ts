import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Holds a folder for this process. */
export interface Lock {
  /** Tells whoever comes second what to say of this run. */
  readonly tell: (text: string) => void;
  readonly release: () => Promise<void>;
}

/** Another process holds the folder. */
export class LockedError extends Error {
  override readonly name = "LockedError";
}

/**
 * Holds a folder by a socket that its holder answers on: a lock that a killed process can't leave
 * behind, and that no other process with its id could seem to hold.
 *
 * @throws LockedError with what the holder tells.
 */
export async function lock(folder: string): Promise<Lock> {
  const path = socketOf(folder);
  const holder = await answerAt(path);
  if (holder !== undefined) throw new LockedError(holder);
  // Nobody answers there any more.
  rmSync(path, { force: true });
  let told = "It is starting.";
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(told);
  });
  await listening(server, path);
  server.unref();
  return {
    tell(text) {
      told = text;
    },
    release: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The path of a socket may not be long, and a folder's may. */
function socketOf(folder: string): string {
  const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 16);
  return process.platform === "win32"
    ? `\\\\.\\pipe\\rampart-${name}`
    : join(tmpdir(), `rampart-${name}.sock`);
}

function answerAt(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path);
    socket.setEncoding("utf8");
    socket.setTimeout(2000, () => socket.destroy());
    socket.on("data", (chunk: string) => (text += chunk));
    socket.once("end", () => {
      resolve(text);
    });
    socket.once("error", () => {
      resolve(undefined);
    });
    socket.once("close", () => {
      resolve("It does not answer.");
    });
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}
