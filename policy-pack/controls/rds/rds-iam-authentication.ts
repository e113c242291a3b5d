import { defineControl } from "../../engine/control.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { CLUSTER, INSTANCE, statedEngine } from "../shared/databases.ts";

export const rdsIamAuthentication = defineControl({
  id: "rds-iam-authentication",
  title: "Databases accept users of IAM",
  severity: "medium",
  frameworks: {
    fsbp: ["RDS.10", "RDS.12"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "People share passwords that do not end by themselves and that nobody can trace.",
  remedy: "Set iamDatabaseAuthenticationEnabled to true",
  types: [INSTANCE, CLUSTER],
  scope: "resource",
  check({ resource }) {
    const enabled = resource.at("iamDatabaseAuthenticationEnabled");
    const holds = enabled.flag === true;
    // These engines know no users of IAM.
    const can = holds || !/oracle|sqlserver|db2|^custom-/.test(statedEngine(resource) ?? "");
    if (!can) return notApplicable;
    return expect(holds, "iamDatabaseAuthenticationEnabled is not true", enabled);
  },
});
