import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { type Postgres, startPostgres } from "../../../app/local/parts/postgres.ts";
import { makeLog } from "../../../app/log.ts";
import { migrate } from "../../../app/migrate.ts";
import { selfSigned } from "../../support/certificate.ts";
import { type Relay, startRelay } from "./relay.ts";

/** A PostgreSQL of its own, which a test may kill, at an address that stays. */
export interface MortalDatabase {
  /** For the service: where the server is, and whom to believe that it is. */
  readonly variables: Readonly<Record<string, string>>;
  readonly relay: Relay;
  /** Kills the server with all that it has open, as a machine that fails does. */
  readonly kill: () => Promise<void>;
  /** Starts it again on what it has kept. */
  readonly restart: () => Promise<void>;
  /** Leads to the server again after the relay was cut. */
  readonly restore: () => void;
  readonly stop: () => Promise<void>;
}

const HBA = "hostssl all postgres 127.0.0.1/32 trust\n";

/** What has been committed survives a kill: the defaults, but for a machine that loses power. */
const SETTINGS = { ssl: "on", fsync: "off" };

/** Starts one with the schema of the items. */
export async function mortalDatabase(): Promise<MortalDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "mortal-"));
  const { key, certificate } = selfSigned("localhost");
  const authoritiesFile = `${folder}.pem`;
  writeFileSync(authoritiesFile, certificate);
  const files = { "server.key": key, "server.crt": certificate, "pg_hba.conf": HBA };
  const start = () => startPostgres({ folder, settings: SETTINGS, files });
  let server: Postgres = await start();
  const { port, superuser: user } = server;
  const access = { host: "localhost", port, database: "postgres", user, password: "" };
  await migrate({ access, authorities: certificate, doors: ["items"], log: makeLog("fatal") });
  const relay = await startRelay(port);
  return {
    variables: {
      DATABASE_URL: `postgres://${user}@localhost:${relay.port}/postgres`,
      DATABASE_AUTHORITIES_FILE: authoritiesFile,
    },
    relay,
    kill: () => server.stop("SIGKILL"),
    async restart() {
      server = await again(start);
      relay.lead(server.port);
    },
    restore() {
      relay.lead(server.port);
    },
    async stop() {
      await relay.stop();
      await server.stop("SIGINT");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      rmSync(authoritiesFile);
    },
  };
}

/** Those whom the killed one has left behind hold its memory until they notice. */
async function again(start: () => Promise<Postgres>): Promise<Postgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
