import { defineControl } from "../../engine/control.ts";
import { flagOf } from "../../engine/parameters.ts";
import { each, expect } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { CLUSTER, INSTANCE, isReplica } from "../shared/databases.ts";

export const rdsStorageEncrypted = defineControl({
  id: "rds-storage-encrypted",
  title: "Databases encrypt their storage",
  severity: "high",
  frameworks: {
    fsbp: ["RDS.3", "RDS.27"],
    cis3: ["2.3.1"],
    cis7: ["3.2.1"],
    nist: ["CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"],
  },
  cause: "Storage, snapshots and replicas can be read without a key; it can't be changed later.",
  remedy: "Set storageEncrypted to true and kmsKeyId to the environment's key",
  types: [INSTANCE, CLUSTER],
  parameters: {
    requireCustomerKey: flagOf(true, "Whether the key must be a customer's, and not AWS's own."),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const stored = resource.at("storageEncrypted");
    const encrypted = () => {
      const holds = stored.kind === "absent" ? isEncryptedUnstated(resource) : stored.flag === true;
      return expect(holds, "storageEncrypted is not true", stored);
    };
    const key = () =>
      expect(
        !parameters.requireCustomerKey || hasCustomerKey(resource, "kmsKeyId"),
        "kmsKeyId names no customer key",
        "kmsKeyId",
      );
    return each([encrypted, key], (part) => part());
  },
});

/** A serverless cluster always encrypts; a replica with a key of its own copies an encrypted source. */
function isEncryptedUnstated(database: View): boolean {
  if (database.type === CLUSTER) return database.at("engineMode").text === "serverless";
  return isReplica(database) && hasCustomerKey(database, "kmsKeyId");
}
