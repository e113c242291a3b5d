import * as pulumi from "@pulumi/pulumi";

import { trailArnOf } from "../components/detection/trail.ts";
import { type BackupLock, BackupVault } from "../components/data/backupVault.ts";
import type { Guarded } from "../components/identity/guardrails.ts";
import { PermissionsBoundary } from "../components/identity/permissionsBoundary.ts";
import { EncryptionKey } from "../components/keys/encryptionKey.ts";
import {
  alertPublisherGrants,
  configGrant,
  hostGroupGrants,
  logsGrant,
  trailGrants,
} from "../components/keys/grants.ts";
import type { Environment } from "../components/shared/environment.ts";
import { SecureBucket } from "../components/storage/secureBucket.ts";

/** Where the environment is, and what its settings say of keys. */
export interface FoundationArgs {
  /** Place and name of everything in it. */
  readonly environment: Environment;
  /** Waiting time before a deleted key is gone, in days, 7–30. */
  readonly keyDeletionDays: number;
  /** Roles that may manage the keys, as `role/NAME`. */
  readonly keyAdministrators: readonly string[];
  /** What keeps backups from being deleted. @default nothing */
  readonly backupLock?: BackupLock | undefined;
  /** Whether the account's trail and AWS Config use the main key. */
  readonly ownsAccount: boolean;
  /** Whether EC2 Auto Scaling starts hosts whose volumes the main key encrypts. */
  readonly startsHosts: boolean;
  /** Whether the main key outlives the stack, for what does and is read by it. @default where data must survive */
  readonly retainsKey?: boolean | undefined;
  /** Regions of systems that are not in the environment's own. @default none */
  readonly otherRegions?: readonly string[] | undefined;
  /** What no role does whatever allows it (P-IAM-4). @default nothing but what holds everywhere */
  readonly guardrails?: Guarded | undefined;
  /** Calls at a time that Lambda gives the account (T87). @default not known: no function keeps any */
  readonly lambdaConcurrency?: number | undefined;
}

/** Identifier of the bucket for access logs. */
export const ACCESS_LOGS = "access-logs";

/** Days for which S3's own access logs are kept. */
const ACCESS_LOG_DAYS = 365;

/** Days after which a backup is rarely read again and moves to Glacier (P-DATA-3). */
const BACKUP_ARCHIVE_DAYS = 90;

/**
 * What every system of an environment stands on: its two keys, the ceiling of its roles, the
 * vault of its backups, and the buckets for access logs and exports. Cost: about 2 USD a month for
 * the keys, and storage.
 */
export class Foundation extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Foundation";
  /** Where it is; systems take it from here, so that all agree. */
  public readonly environment: Environment;
  /** Encrypts all data of the environment (P-KEY-2). */
  public readonly key: EncryptionKey;
  /** Encrypts topics and queues that AWS services write to. */
  public readonly alertsKey: EncryptionKey;
  /** Ceiling of every role (P-IAM-3). */
  public readonly boundary: PermissionsBoundary;
  /** Where buckets log their requests. */
  public readonly accessLogs: SecureBucket;
  /** Exports of databases and logs. */
  public readonly backups: SecureBucket;
  /** The account's limit of Lambda, where it is known; see `shareOf`. */
  public readonly lambdaConcurrency: number | undefined;
  /** Backups that AWS Backup takes by the systems' plans (P-DATA-6). */
  public readonly backupVault: BackupVault;

  constructor(name: string, args: FoundationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Foundation.token, name, {}, opts);
    const { environment } = args;
    const parent = { parent: this };
    const keys = {
      environment,
      deletionDays: args.keyDeletionDays,
      administrators: args.keyAdministrators,
    };

    this.environment = environment;
    this.lambdaConcurrency = args.lambdaConcurrency;
    this.key = new EncryptionKey(
      "main-key",
      {
        ...keys,
        description: "All data of the environment",
        retain: args.retainsKey,
        grants: [
          logsGrant(environment),
          ...(args.startsHosts ? hostGroupGrants(environment) : []),
          ...(args.ownsAccount
            ? [...trailGrants(environment, trailArnOf(environment)), configGrant(environment)]
            : []),
        ],
      },
      parent,
    );
    this.alertsKey = new EncryptionKey(
      "alerts-key",
      {
        ...keys,
        identifier: "alerts",
        description: "Topics and queues that AWS services write to",
        grants: alertPublisherGrants(environment),
      },
      parent,
    );
    this.boundary = new PermissionsBoundary(
      "boundary",
      { environment, otherRegions: args.otherRegions, guardrails: args.guardrails },
      parent,
    );
    this.accessLogs = new SecureBucket(
      "access-logs",
      {
        environment,
        key: this.key,
        identifier: ACCESS_LOGS,
        role: "access-log-target",
        expireAfterDays: ACCESS_LOG_DAYS,
      },
      parent,
    );
    this.backups = new SecureBucket(
      "backups",
      {
        environment,
        key: this.key,
        identifier: "backups",
        role: "data",
        accessLogs: this.accessLogs,
        archiveAfterDays: BACKUP_ARCHIVE_DAYS,
      },
      parent,
    );
    this.backupVault = new BackupVault(
      "backup-vault",
      {
        environment,
        key: this.key,
        boundary: this.boundary,
        identifier: "main",
        lock: args.backupLock,
      },
      parent,
    );

    this.registerOutputs({ keyAlias: this.key.alias, boundary: this.boundary.arn });
  }
}
