import { readdirSync } from "node:fs";
import { join } from "node:path";

import { runner } from "node-pg-migrate";

import type { DoorName } from "./contract.ts";
import type { Logger } from "./log.ts";
import type { DatabaseAccess } from "./parts/databaseAccess.ts";

/** Doors that keep data in PostgreSQL: each has its own migrations, table of them, and order. */
const KEEPERS: readonly DoorName[] = ["items", "music"];

export interface MigrateOptions {
  readonly access: DatabaseAccess;
  readonly authorities: string | undefined;
  readonly doors: readonly DoorName[];
  readonly log: Logger;
}

/**
 * Brings the schema of the doors up to date: forward only, each file in a transaction. A second run
 * at the same time waits for the first.
 *
 * @returns Names of the migrations that were run.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { access, authorities, doors, log } = options;
  const done: string[] = [];
  for (const door of KEEPERS.filter((one) => doors.includes(one))) {
    const folder = join(import.meta.dirname, door, "migrations");
    if (readdirSync(folder).length === 0) continue;
    const run = await runner({
      databaseUrl: {
        ...access,
        ...(authorities === undefined ? {} : { ssl: { ca: authorities, minVersion: "TLSv1.2" } }),
      },
      dir: folder,
      migrationsTable: `migrations_${door}`,
      direction: "up",
      advisoryLockMode: "wait",
      logger: { debug: quiet, info: quiet, warn: log.warn.bind(log), error: log.error.bind(log) },
    });
    done.push(...run.map(({ name }) => `${door}/${name}`));
  }
  log.info({ migrations: done }, "migrated");
  return done;
}

const quiet = () => undefined;
