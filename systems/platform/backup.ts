import * as pulumi from "@pulumi/pulumi";

import { BackupPlan } from "../../components/data/backupPlan.ts";
import { hourBehindWindows } from "../../components/data/windows.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import type { PlatformData } from "./data.ts";

/** What is backed up, and when it is quiet. */
export interface PlatformBackupArgs {
  /** Its vault holds the backups. */
  readonly foundation: Foundation;
  /** What holds data. */
  readonly data: PlatformData;
  /** How long backups are kept, and whether the database is stopped at the weekend. */
  readonly operations: OperationsSettings;
  /** Hour (UTC) of the database's own backup. */
  readonly quietHour: number;
}

/**
 * The plan that takes in all of the platform's data that AWS Backup can (P-DATA-6): the database.
 * It knows neither ElastiCache nor MemoryDB, which keep snapshots of their own; buckets hold logs
 * and exports, with their old versions, and no data that is nowhere else. Cost: that of
 * {@link BackupPlan}.
 */
export class PlatformBackup extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformBackup";

  constructor(name: string, args: PlatformBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformBackup.token, name, {}, opts);
    const { foundation, data, operations, quietHour } = args;
    const { dailyDays, monthlyDays } = operations.backup;

    const plan = new BackupPlan(
      "backup-plan",
      {
        environment: foundation.environment,
        vault: foundation.backupVault,
        identifier: "platform",
        hour: hourBehindWindows(quietHour),
        weekdaysOnly: operations.shutdown !== undefined,
        dailyDays,
        monthlyDays,
        resourceArns: [data.database.arn],
      },
      { parent: this },
    );
    this.registerOutputs({ planId: plan.planId });
  }
}
