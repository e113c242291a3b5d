import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { type Environment, keepsData } from "../shared/environment.ts";
import type { PostgresVersion } from "./postgresParameters.ts";
import { quietWindows } from "./windows.ts";

/** What of a database is a choice; the rest is the same for all. */
export interface InstanceSettings {
  /** Opens the name; where data must survive, the instance is protected and leaves a snapshot. */
  readonly environment: Environment;
  /** Encrypts storage, backups, master secret, insights and logs. It can't be changed later (T71). */
  readonly key: EncryptionKey;
  /** Database that is made with the instance: a letter, then letters, digits and underscores. */
  readonly databaseName: string;
  /** Major version. RDS refuses a later one while major upgrades are not allowed, as here. */
  readonly engineVersion: PostgresVersion;
  /** Such as `db.t3.micro`. */
  readonly instanceClass: string;
  /** GiB of gp3 storage to start with, 20 or more. */
  readonly storageGiB: number;
  /** Up to which storage grows by itself; at least a tenth above `storageGiB`. */
  readonly maximumStorageGiB: number;
  /** Whether a standby waits in a second zone. */
  readonly multiZone: boolean;
  /** Days that automated backups are kept, 1–35. */
  readonly backupDays: number;
  /** Days that Performance Insights are kept; 7 are free of charge, 0 turns them off (T63). */
  readonly insightsDays: 0 | 7;
  /**
   * Hour (UTC) of the daily backup, before maintenance. RDS does neither with a stopped database,
   * so one that is stopped at night wants an hour by day.
   * @default 7
   */
  readonly quietHour?: number | undefined;
}

/** Owner of the databases. RDS keeps its password; `postgres` would be the first name tried (T67). */
const MASTER_USER = "platform_admin";

/** PostgreSQL's port, as network ACLs and security groups know it (P-NET-4). */
export const POSTGRES_PORT = 5432;

/**
 * The instance's inputs, without its name and surroundings. Each default of the provider that is
 * unsafe is stated (T62).
 */
export function instanceSettings(
  args: InstanceSettings,
  finalSnapshot: pulumi.Output<string> | undefined,
): aws.rds.InstanceArgs {
  return {
    ...engineOf(args),
    ...accessOf(args),
    ...storageOf(args),
    ...backupOf(args, finalSnapshot),
    ...insightsOf(args),
  };
}

type InstancePart = Partial<aws.rds.InstanceArgs>;

function engineOf(
  args: InstanceSettings,
): Pick<aws.rds.InstanceArgs, "instanceClass"> & InstancePart {
  return {
    engine: "postgres",
    // Major only: AWS takes minor versions away, and a pinned one drifts with each upgrade (T64).
    engineVersion: args.engineVersion,
    autoMinorVersionUpgrade: true,
    allowMajorVersionUpgrade: false,
    applyImmediately: false,
    instanceClass: args.instanceClass,
    multiAz: args.multiZone,
    dbName: args.databaseName,
  };
}

function accessOf({ key }: InstanceSettings): InstancePart {
  return {
    port: POSTGRES_PORT,
    publiclyAccessible: false,
    username: MASTER_USER,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: key.arn,
    iamDatabaseAuthenticationEnabled: true,
    caCertIdentifier: "rds-ca-rsa2048-g1",
  };
}

/** No iops and no throughput: below 400 GiB RDS refuses them for gp3 (T72). */
function storageOf({ key, storageGiB, maximumStorageGiB }: InstanceSettings): InstancePart {
  return {
    storageType: "gp3",
    allocatedStorage: storageGiB,
    maxAllocatedStorage: maximumStorageGiB,
    storageEncrypted: true,
    kmsKeyId: key.arn,
  };
}

function backupOf(
  { environment, backupDays, quietHour }: InstanceSettings,
  finalSnapshot: pulumi.Output<string> | undefined,
): InstancePart {
  const keep = keepsData(environment);
  const { backup, maintenance } = quietWindows(quietHour);
  return {
    backupRetentionPeriod: backupDays,
    backupWindow: backup,
    maintenanceWindow: maintenance,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !keep,
    deletionProtection: keep,
    skipFinalSnapshot: !keep,
    finalSnapshotIdentifier: finalSnapshot,
  };
}

/** The key is stated only where insights are on: RDS refuses it otherwise. */
function insightsOf({ key, insightsDays }: InstanceSettings): InstancePart {
  const databaseInsightsMode = "standard";
  if (insightsDays === 0) return { databaseInsightsMode, performanceInsightsEnabled: false };
  return {
    databaseInsightsMode,
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: insightsDays,
    performanceInsightsKmsKeyId: key.arn,
  };
}
