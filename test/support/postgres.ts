import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPostgres } from "../../app/local/parts/postgres.ts";
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
  ssl: "on",
  log_statement: "all",
  // Nothing here outlives the process.
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
};

async function start(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const { key, certificate } = selfSigned("localhost");
  const files = { "server.key": key, "server.crt": certificate, "pg_hba.conf": HBA };
  const { port, superuser, log } = await startPostgres({ folder, settings: SETTINGS, files });
  process.once("exit", () => {
    // It takes its lock away when it has ended; before, it would write on.
    const clock = new Int32Array(new SharedArrayBuffer(4));
    const lock = join(folder, "postmaster.pid");
    for (let turn = 0; turn < 200 && existsSync(lock); turn += 1) Atomics.wait(clock, 0, 0, 10);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { host: "localhost", port, authorities: certificate, superuser, log };
}
