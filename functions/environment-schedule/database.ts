import {
  DescribeDBInstancesCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import { type Parts, type Pending, told } from "./parts.ts";

// Statuses: RDS guide, "Viewing Amazon RDS DB instance status". Every one that is not named here
// passes by itself, and a later call finds another.

/** An application can work with it. */
const USABLE = new Set([
  "available",
  "backing-up",
  "configuring-enhanced-monitoring",
  "configuring-iam-database-auth",
  "configuring-log-exports",
  "storage-optimization",
]);

/** It stays so until somebody does something. */
const BROKEN = new Set([
  "deleting",
  "failed",
  "inaccessible-encryption-credentials",
  "inaccessible-encryption-credentials-recoverable",
  "incompatible-create",
  "incompatible-network",
  "incompatible-option-group",
  "incompatible-parameters",
  "incompatible-restore",
  "restore-error",
  "storage-full",
]);

/** Refusals that a later call may not get: another change was sooner, or no host is free now. */
const PASSING = ["InvalidDBInstanceStateFault", "InsufficientDBInstanceCapacityFault"];

/**
 * Stops the database. RDS stops one only when it is available, and starts it by itself after seven
 * days; then the next call of the night finds it available and stops it again.
 *
 * @throws PlainFailure when it is in a state that does not pass by itself
 */
export async function stopDatabase(parts: Parts): Promise<Pending> {
  const status = await statusOf(parts);
  if (status === "stopped") return undefined;
  if (status === "available") {
    await unlessPassing(parts, "stopped the database", () =>
      parts.rds.send(new StopDBInstanceCommand(named(parts))),
    );
  }
  return "the database to stop";
}

/**
 * Starts the database, and is done when an application can work with it.
 *
 * @throws PlainFailure when it is in a state that does not pass by itself
 */
export async function startDatabase(parts: Parts): Promise<Pending> {
  const status = await statusOf(parts);
  if (USABLE.has(status)) return undefined;
  if (status === "stopped") {
    await unlessPassing(parts, "started the database", () =>
      parts.rds.send(new StartDBInstanceCommand(named(parts))),
    );
  }
  return "the database to start";
}

const named = ({ settings }: Parts) => ({ DBInstanceIdentifier: settings.database });

async function statusOf(parts: Parts): Promise<string> {
  const { DBInstances = [] } = await parts.rds.send(new DescribeDBInstancesCommand(named(parts)));
  const status = DBInstances[0]?.DBInstanceStatus;
  const { database } = parts.settings;
  if (status === undefined) throw new PlainFailure(`Database ${database} has no status.`);
  if (BROKEN.has(status)) {
    throw new PlainFailure(`Database ${database} is ${status}, which does not pass by itself.`);
  }
  return status;
}

/** Runs a change, and leaves it to a later call where RDS refuses it for now. */
async function unlessPassing(
  parts: Parts,
  change: string,
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
    told(parts, change);
  } catch (error) {
    if (!isRefusal(error, ...PASSING)) throw error;
  }
}
