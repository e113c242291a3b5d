import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { CLUSTER, CLUSTER_INSTANCE, INSTANCE } from "../shared/databases.ts";
import { switchOf } from "../shared/switches.ts";

export const rdsAutoMinorUpgrade = defineControl({
  id: "rds-auto-minor-upgrade",
  title: "Databases take minor versions by themselves",
  severity: "high",
  frameworks: {
    fsbp: ["RDS.13", "RDS.35"],
    cis3: ["2.3.2"],
    cis7: ["3.2.2"],
    nist: ["SI-2", "SI-2(2)", "SI-2(4)"],
  },
  cause: "Known weaknesses stay open until somebody remembers the upgrade.",
  remedy: "Leave autoMinorVersionUpgrade out, or set it to true",
  // A cluster of the Multi-AZ kind has the switch itself; Aurora's instances have their own.
  types: [INSTANCE, CLUSTER_INSTANCE, CLUSTER],
  scope: "resource",
  check({ resource }) {
    const upgrade = resource.at("autoMinorVersionUpgrade");
    return expect(switchOf(upgrade, true) === true, "autoMinorVersionUpgrade is not true", upgrade);
  },
});
