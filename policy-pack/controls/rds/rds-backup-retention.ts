import { defineControl } from "../../engine/control.ts";
import { numberOf } from "../../engine/parameters.ts";
import { fail, notApplicable, pass } from "../../engine/verdict.ts";
import { CLUSTER, INSTANCE, isReplica } from "../shared/databases.ts";

export const rdsBackupRetention = defineControl({
  id: "rds-backup-retention",
  title: "Databases keep a week of automated backups",
  severity: "medium",
  frameworks: {
    fsbp: ["RDS.11"],
    cis3: [],
    cis7: [],
    nist: ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12"],
  },
  cause: "Damage that is noticed late can't be undone: no earlier point in time is left.",
  remedy: "Set backupRetentionPeriod to 7 days or more",
  types: [INSTANCE, CLUSTER],
  parameters: {
    minimumDays: numberOf(7, "Fewest days that backups are kept.", { minimum: 1, maximum: 35 }),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const { minimumDays } = parameters;
    const kept = resource.at("backupRetentionPeriod");
    // The provider's own: none for an instance, one day for a cluster. Both are too few.
    if ((kept.number ?? 0) >= minimumDays) return pass;
    if (isReplica(resource)) return notApplicable;
    return fail(`backupRetentionPeriod is less than ${minimumDays} days`, kept);
  },
});
