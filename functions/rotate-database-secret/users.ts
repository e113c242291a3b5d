import pg from "pg";

import { roleNames } from "./credentials.ts";
import type { Session } from "./database.ts";
import { scramVerifier } from "./scram.ts";

const name = pg.escapeIdentifier;

/** Any number will do that no other program locks. */
const LOCK = 7_301_905;

/** The schema that migrations fill. */
const SCHEMA = "public";

/**
 * Makes one of the application's two users, or gives it another password, and all that both stand
 * on, in one transaction: it is done whole or not at all, and done again it changes nothing but the
 * password.
 *
 * - `{name}_owner` owns what migrations make. The master is a member, to set what its new tables
 *   grant. It must never be in `rds_iam`: RDS would count the master in, and refuse its password.
 * - `{name}_group` may read and write rows of the owner's tables, and nothing else.
 * - The users are members of the group, own nothing, and have no right of their own.
 */
export async function ensureUser(
  session: Session,
  { username, password, dbname }: { username: string; password: string; dbname: string },
): Promise<void> {
  const { group, owner } = roleNames(username);
  await session.query("BEGIN");
  // A second run that overlaps would fail on a role that the first has just made.
  await session.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
  const existing = await existingRoles(session, [group, owner, username]);
  for (const role of [group, owner]) {
    if (!existing.has(role)) await session.query(`CREATE ROLE ${name(role)} NOLOGIN`);
  }
  if (!existing.has(username)) await session.query(`CREATE ROLE ${name(username)} LOGIN`);
  for (const statement of grants(group, owner, dbname)) await session.query(statement);
  await session.query(`GRANT ${name(group)} TO ${name(username)}`);
  const verifier = pg.escapeLiteral(scramVerifier(password));
  await session.query(`ALTER ROLE ${name(username)} LOGIN PASSWORD ${verifier}`);
  await session.query("COMMIT");
}

/** Whether the user that is logged in is the one that is meant, with the group's rights. */
export async function isReady(session: Session, username: string): Promise<boolean> {
  const { group } = roleNames(username);
  const { rows } = await session.query(
    "SELECT current_user = $1 AND pg_has_role(current_user, $2, 'USAGE') AS ready",
    [username, group],
  );
  return rows[0]?.["ready"] === true;
}

async function existingRoles(
  session: Session,
  roles: readonly string[],
): Promise<ReadonlySet<unknown>> {
  const { rows } = await session.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1)", [
    roles,
  ]);
  return new Set(rows.map((row) => row["rolname"]));
}

function grants(group: string, owner: string, dbname: string): string[] {
  const database = name(dbname);
  const schema = name(SCHEMA);
  const byDefault = `ALTER DEFAULT PRIVILEGES FOR ROLE ${name(owner)} IN SCHEMA ${schema} GRANT`;
  return [
    `GRANT ${name(owner)} TO CURRENT_USER`,
    // By default everyone may connect and make temporary tables.
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${name(group)}`,
    // Extensions that PostgreSQL trusts need this on the database.
    `GRANT CONNECT, CREATE ON DATABASE ${database} TO ${name(owner)}`,
    `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${name(owner)}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${name(group)}`,
    `${byDefault} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${name(group)}`,
    `${byDefault} USAGE, SELECT ON SEQUENCES TO ${name(group)}`,
  ];
}
