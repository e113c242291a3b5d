import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { CLUSTER_INSTANCE, INSTANCE } from "../shared/databases.ts";
import { switchOf } from "../shared/switches.ts";

export const rdsNoPublicAccess = defineControl({
  id: "rds-no-public-access",
  title: "Databases have no public address",
  severity: "critical",
  frameworks: {
    fsbp: ["RDS.2"],
    cis3: ["2.3.3"],
    cis7: ["3.2.3"],
    nist: ["AC-4", "AC-4(21)", "SC-7", "SC-7(5)", "SC-7(11)"],
  },
  cause: "The internet can reach the database as soon as one group or route is opened by mistake.",
  remedy: "Leave publiclyAccessible out, or set it to false",
  types: [INSTANCE, CLUSTER_INSTANCE],
  scope: "resource",
  check({ resource }) {
    const open = resource.at("publiclyAccessible");
    return expect(switchOf(open, false) === false, "publiclyAccessible is not false", open);
  },
});
