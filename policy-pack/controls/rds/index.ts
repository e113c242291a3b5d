import type { Control } from "../../engine/control.ts";
import { rdsAutoMinorUpgrade } from "./rds-auto-minor-upgrade.ts";
import { rdsBackupRetention } from "./rds-backup-retention.ts";
import { rdsDeletionProtection } from "./rds-deletion-protection.ts";
import { rdsForceSsl } from "./rds-force-ssl.ts";
import { rdsIamAuthentication } from "./rds-iam-authentication.ts";
import { rdsLogExports } from "./rds-log-exports.ts";
import { rdsMasterSecretManaged } from "./rds-master-secret-managed.ts";
import { rdsNoPublicAccess } from "./rds-no-public-access.ts";
import { rdsStorageEncrypted } from "./rds-storage-encrypted.ts";

export const rdsControls: readonly Control[] = [
  rdsNoPublicAccess,
  rdsStorageEncrypted,
  rdsForceSsl,
  rdsMasterSecretManaged,
  rdsIamAuthentication,
  rdsBackupRetention,
  rdsDeletionProtection,
  rdsAutoMinorUpgrade,
  rdsLogExports,
];
