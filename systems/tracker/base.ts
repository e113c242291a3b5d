import * as pulumi from "@pulumi/pulumi";

import { BackupVault } from "../../components/data/backupVault.ts";
import type { PermissionsBoundary } from "../../components/identity/permissionsBoundary.ts";
import { EncryptionKey } from "../../components/keys/encryptionKey.ts";
import { logsGrant } from "../../components/keys/grants.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { SecureBucket } from "../../components/storage/secureBucket.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";

/** Where the tracker is, and what holds for all roles of the environment. */
export interface TrackerBaseArgs {
  /** Its boundary admits the tracker's region. */
  readonly foundation: Foundation;
  /** The environment, in the tracker's region. */
  readonly environment: Environment;
  /** How long its deleted key can be saved. */
  readonly settings: TrackerSettings;
}

/** What the tracker is called in names of its own. */
export const TRACKER = "tracker";

/** The same where a name is short: of 32 characters, four are left in the longest environment. */
export const TRACKER_SHORT = "trkr";

/** Days for which S3's own access logs are kept. */
const ACCESS_LOG_DAYS = 365;

/**
 * What all of the tracker stands on in its region (S-TRACKER-1): its own key, for keys, log buckets
 * and vaults of another region can't be used there. Cost: 1 USD a month, and storage.
 */
export class TrackerBase extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerBase";
  /** The environment, in the tracker's region. */
  public readonly environment: Environment;
  /** Encrypts everything of the tracker. */
  public readonly key: EncryptionKey;
  /** Ceiling of its roles. */
  public readonly boundary: PermissionsBoundary;
  /** Where its buckets log their requests. */
  public readonly accessLogs: SecureBucket;
  /** Its backups. */
  public readonly backupVault: BackupVault;
  /** The account's limit of Lambda is one of each region; nobody stated the tracker's. */
  public readonly lambdaConcurrency = undefined;

  constructor(name: string, args: TrackerBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerBase.token, name, {}, opts);
    const { foundation, environment } = args;
    const { keyDeletionDays: deletionDays } = args.settings;
    const parent = { parent: this };

    this.environment = environment;
    this.boundary = foundation.boundary;
    this.key = new EncryptionKey(
      "tracker-key",
      {
        environment,
        identifier: TRACKER,
        description: "All data of the tracker",
        deletionDays,
        grants: [logsGrant(environment)],
      },
      parent,
    );
    this.accessLogs = new SecureBucket(
      "tracker-access-logs",
      {
        environment,
        key: this.key,
        identifier: `access-logs-${TRACKER_SHORT}`,
        role: "access-log-target",
        expireAfterDays: ACCESS_LOG_DAYS,
      },
      parent,
    );
    this.backupVault = new BackupVault(
      "tracker-vault",
      {
        environment,
        key: this.key,
        boundary: this.boundary,
        identifier: TRACKER,
        lock: foundation.backupVault.lock,
      },
      parent,
    );
    this.registerOutputs({ keyAlias: this.key.alias });
  }
}
