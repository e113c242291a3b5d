import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { BackupVault } from "./backupVault.ts";

/** What is backed up, when, and for how long. */
export interface BackupPlanArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Where the backups go; its role makes them. */
  readonly vault: BackupVault;
  /** Last part of the names of plan and selection. */
  readonly identifier: string;
  /**
   * Hour (UTC) at which backups start, 0–23. AWS refuses those of a database in its own backup and
   * maintenance windows, and in the hour before each; see `hourBehindWindows`.
   */
  readonly hour: number;
  /**
   * Whether Saturday and Sunday are left out, for what is stopped then can't be backed up.
   * @default false
   */
  readonly weekdaysOnly?: boolean | undefined;
  /** Days for which each day's backup is kept. */
  readonly dailyDays: number;
  /** Days for which that of the first of a month is kept instead. @default no longer than others */
  readonly monthlyDays?: number | undefined;
  /**
   * ARNs of all that is backed up, one or more, without wildcards: what is named is backed up
   * whatever the account has opted in to (T82), and one can see what isn't.
   */
  readonly resourceArns: readonly pulumi.Input<string>[];
}

/** Minutes after the hour in which a backup must start; AWS takes 60 or more. */
const START_MINUTES = 60;

/** Minutes after which a backup that isn't done is given up; a first one is a full one. */
const COMPLETION_MINUTES = 12 * 60;

/**
 * A plan by which AWS Backup takes a snapshot of each resource every day (P-DATA-6).
 *
 * Snapshots only: with continuous backup, AWS Backup would take `backupRetentionPeriod` and
 * `backupWindow` of a database over, and the next update of either would be refused. RDS recovers to
 * a point in time by its own backups, DynamoDB by its own setting. Nothing moves to cold storage,
 * which RDS doesn't have.
 *
 * Cost (us-east-1, a GB and month): RDS 0.095 USD beyond the size of all databases in the region,
 * DynamoDB 0.10, EFS 0.05. Snapshots of RDS and EFS hold what changed since the one before.
 * Sources: pricing of AWS Backup and Amazon RDS; AWS Backup guide, "Troubleshooting AWS Backup".
 *
 * @throws Error when nothing is selected, `hour` is not 0–23, monthly backups are not kept longer
 *   than daily ones or may fall on a day that is left out, or the vault's lock refuses the days.
 */
export class BackupPlan extends pulumi.ComponentResource {
  public static readonly token = "rampart:data:BackupPlan";
  /** AWS's id of the plan; known once it exists. */
  public readonly planId: pulumi.Output<string>;

  constructor(name: string, args: BackupPlanArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BackupPlan.token, name, {}, opts);
    const { environment, vault, identifier } = args;
    checkArgs(name, args);
    const parent = { parent: this };

    const plan = new aws.backup.Plan(
      nameOf(environment, "backup-plan", identifier),
      { rules: rulesOf(args) },
      parent,
    );
    new aws.backup.Selection(
      nameOf(environment, "backup-selection", identifier),
      { planId: plan.id, iamRoleArn: vault.role.arn, resources: [...args.resourceArns] },
      // AWS tries the role at once.
      { ...parent, dependsOn: vault.role },
    );

    this.planId = plan.id;
    this.registerOutputs({ planId: this.planId });
  }
}

/** Where two rules meet in an hour, AWS Backup takes one backup, by that which keeps it longer. */
function rulesOf({
  vault,
  hour,
  weekdaysOnly = false,
  dailyDays,
  monthlyDays,
}: BackupPlanArgs): aws.types.input.backup.PlanRule[] {
  const rule = (ruleName: string, days: string, deleteAfter: number) => ({
    ruleName,
    targetVaultName: vault.vaultName,
    schedule: `cron(0 ${hour} ${days} *)`,
    scheduleExpressionTimezone: "Etc/UTC",
    startWindow: START_MINUTES,
    completionWindow: COMPLETION_MINUTES,
    enableContinuousBackup: false,
    lifecycle: { deleteAfter },
  });
  return [
    rule("daily", weekdaysOnly ? "? * MON-FRI" : "* * ?", dailyDays),
    ...(monthlyDays === undefined ? [] : [rule("monthly", "1 * ?", monthlyDays)]),
  ];
}

function checkArgs(name: string, args: BackupPlanArgs): void {
  const { vault, hour, weekdaysOnly, dailyDays, monthlyDays, resourceArns } = args;
  if (resourceArns.length === 0) {
    throw new Error(`resourceArns of ${name} is empty; allowed: 1 or more.`);
  }
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) {
    throw new Error(`hour of ${name} is ${hour}; allowed: whole hours 0–23.`);
  }
  if (monthlyDays !== undefined && monthlyDays <= dailyDays) {
    throw new Error(
      `monthlyDays of ${name} is ${monthlyDays}; allowed: more than the ${dailyDays} of dailyDays.`,
    );
  }
  if (monthlyDays !== undefined && weekdaysOnly) {
    throw new Error(
      `monthlyDays of ${name} is ${monthlyDays}; allowed: none beside weekdaysOnly, since the ` +
        "first of a month may be a Sunday.",
    );
  }
  const { minimumDays, maximumDays } = vault.lock ?? { minimumDays: 1, maximumDays: Infinity };
  for (const days of [dailyDays, monthlyDays ?? dailyDays]) {
    if (days < minimumDays || days > maximumDays) {
      throw new Error(
        `${name} keeps backups ${days} days; the lock of its vault allows ` +
          `${minimumDays}–${maximumDays}, and AWS would fail each backup.`,
      );
    }
  }
}
