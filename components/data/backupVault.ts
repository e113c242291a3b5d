import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";

/**
 * What keeps a vault's backups from being deleted before their time, by anyone.
 *
 * - `governance`: whoever IAM lets may take the lock away again.
 * - `compliance`: nobody can, AWS and the root user included, once `changeableForDays` are over; the
 *   vault and its days then stand for ever.
 */
export type BackupLock = {
  /** Days for which a backup must be kept at least; a job that would keep it shorter fails. */
  readonly minimumDays: number;
  /** Days for which a backup may be kept at most; a job that would keep it longer fails. */
  readonly maximumDays: number;
} & (
  | { readonly mode: "governance" }
  | {
      readonly mode: "compliance";
      /** Days in which the lock can still be changed or taken away, 3 or more. */
      readonly changeableForDays: number;
    }
);

/** Where a vault is, and whether it is locked. */
export interface BackupVaultArgs {
  /** Opens the name; where data must survive, the vault outlives the stack. */
  readonly environment: Environment;
  /** Encrypts what AWS Backup stores itself; a database's snapshots keep the database's key. */
  readonly key: EncryptionKey;
  /** Ceiling of the role by which AWS Backup works (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** Last part of the vault's name, and of its role's. */
  readonly identifier: string;
  /** @default none: whoever IAM lets may delete backups */
  readonly lock?: BackupLock | undefined;
}

/**
 * The vault that holds backups (P-DATA-6), and the role by which AWS Backup makes and expires them.
 * Where data may be lost, the vault goes with all that is in it.
 *
 * The role has AWS's own policy for backups, not the one for restores: restoring makes and
 * overwrites resources, and is a person's business. The key's policy needs no grant for it, since
 * it leaves the account's use to IAM, and AWS's policy allows the grants that snapshots take.
 *
 * Cost: of what it holds; see `BackupPlan`. Sources: AWS Backup guide, "Vault Lock",
 * "Encryption for backups", "Identity and access management".
 *
 * @throws Error when the lock's days contradict each other, or a lock that can't be undone is asked
 *   for where a destroy must work.
 */
export class BackupVault extends pulumi.ComponentResource {
  public static readonly token = "rampart:data:BackupVault";
  /** Physical name; known before the vault exists. */
  public readonly vaultName: pulumi.Output<string>;
  /** Role by which AWS Backup works. */
  public readonly role: Role;
  /** As given; plans keep within its days. */
  public readonly lock: BackupLock | undefined;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BackupVault.token, name, {}, opts);
    const { environment, key, boundary, identifier, lock } = args;
    checkLock(name, args);
    const keep = keepsData(environment);
    const parent = { parent: this };

    this.lock = lock;
    this.role = new Role(
      `${name}-role`,
      {
        environment,
        boundary,
        identifier: `backup-${identifier}`,
        service: "backup.amazonaws.com",
        managedPolicies: ["service-role/AWSBackupServiceRolePolicyForBackup"],
      },
      parent,
    );
    const vault = new aws.backup.Vault(
      name,
      {
        name: nameOf(environment, "backup-vault", identifier),
        kmsKeyArn: key.arn,
        forceDestroy: !keep,
      },
      // AWS Backup deletes a backup as the role that made it: the role must be the last to go.
      { ...parent, protect: keep, retainOnDelete: keep, dependsOn: this.role },
    );
    if (lock !== undefined) {
      new aws.backup.VaultLockConfiguration(
        name,
        {
          backupVaultName: vault.name,
          minRetentionDays: lock.minimumDays,
          maxRetentionDays: lock.maximumDays,
          changeableForDays: lock.mode === "compliance" ? lock.changeableForDays : undefined,
        },
        // A change replaces it. Made first, the new lock would be the one that the deletion lifts.
        { ...parent, retainOnDelete: keep, deleteBeforeReplace: true },
      );
    }

    this.vaultName = vault.name;
    this.registerOutputs({ vaultName: this.vaultName, roleArn: this.role.arn });
  }
}

function checkLock(name: string, { environment, lock }: BackupVaultArgs): void {
  if (lock === undefined) return;
  const { minimumDays, maximumDays } = lock;
  if (minimumDays < 1 || maximumDays < minimumDays) {
    throw new Error(
      `lock of ${name} keeps backups ${minimumDays} to ${maximumDays} days; allowed: 1 or more, ` +
        "and a maximum that is not below the minimum.",
    );
  }
  if (lock.mode === "governance") return;
  if (lock.changeableForDays < 3) {
    throw new Error(
      `changeableForDays of ${name} is ${lock.changeableForDays}; allowed: 3 or more.`,
    );
  }
  if (!keepsData(environment)) {
    throw new Error(
      `lock of ${name} is in compliance mode, which can never be undone; allowed: governance, ` +
        "where data may be lost.",
    );
  }
}
