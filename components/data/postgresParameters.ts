/** Major versions that can be chosen; the minor one comes by itself (T64). */
export type PostgresVersion = "15" | "16" | "17";

/** A parameter as RDS takes it. */
export interface PostgresParameter {
  /** As PostgreSQL spells it; RDS's own begin with `rds.`. */
  readonly name: string;
  /** Always text; its unit is the parameter's own. */
  readonly value: string;
  /** `pending-reboot` for static parameters; any other choice shows as a change for ever (T69). */
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** Family of the parameter group, which must equal the major version (T70). */
export function parameterFamily(version: PostgresVersion): string {
  return `postgres${version}`;
}

/**
 * What differs from RDS's defaults, and TLS, which is stated though newer versions have it on.
 *
 * `log_statement` is absent on purpose: it would write `ALTER ROLE … PASSWORD` to the log, in plain
 * text, at each rotation. Source: RDS guide, "Parameters for RDS for PostgreSQL".
 */
export const POSTGRES_PARAMETERS: readonly PostgresParameter[] = [
  { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
  { name: "log_connections", value: "1", applyMethod: "immediate" },
  { name: "log_disconnections", value: "1", applyMethod: "immediate" },
  { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
  // Milliseconds: statements slower than a second.
  { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
  { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
];
