import { defineControl } from "../../engine/control.ts";
import { each, expect, notApplicable, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { CLUSTER, INSTANCE, isReplica } from "../shared/databases.ts";
import { isNamed } from "../shared/naming.ts";

const GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster";

/** Where the master password stands in the state, and where it is written and not kept. */
const PASSWORDS: Readonly<Record<string, readonly [kept: string, writeOnly: string]>> = {
  [INSTANCE]: ["password", "passwordWo"],
  [CLUSTER]: ["masterPassword", "masterPasswordWo"],
};

export const rdsMasterSecretManaged = defineControl({
  id: "rds-master-secret-managed",
  title: "No state holds the master password of a database",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["IA-5", "IA-5(7)", "SC-12"] },
  cause: "Whoever reads the state or its backups is the owner of the database.",
  remedy: "Set manageMasterUserPassword to true and leave the password out",
  types: [INSTANCE, CLUSTER],
  scope: "resource",
  check({ resource }) {
    const [kept, writeOnly] = PASSWORDS[resource.type] ?? ["", ""];
    // Whatever it holds, and also if nobody knows yet what: here it goes into the state.
    const stated = resource.at(kept).kind !== "absent";
    const isManaged = () =>
      some(
        [
          () => resource.at("manageMasterUserPassword").flag === true,
          () => resource.at(writeOnly).present,
        ],
        (question) => question(),
      );
    if (!stated && !isManaged() && followsAnother(resource)) return notApplicable;
    return each(
      [
        () => expect(!stated, `${kept} is written into the state`, kept),
        () => expect(isManaged(), "manageMasterUserPassword is not true"),
      ],
      (part) => part(),
    );
  },
});

/** A replica, and a second cluster of a global database, have the users of the first. */
function followsAnother(database: View): boolean {
  if (database.type === INSTANCE) return isReplica(database);
  const starts = () =>
    database.at("masterUsername").present || database.at("snapshotIdentifier").present;
  return (
    isNamed(database, "replicationSourceIdentifier", CLUSTER) ||
    (isNamed(database, "globalClusterIdentifier", GLOBAL_CLUSTER) && !starts())
  );
}
