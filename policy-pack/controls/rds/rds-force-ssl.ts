import { defineControl } from "../../engine/control.ts";
import { every, expect, fail, notApplicable } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { CLUSTER, engineOf, INSTANCE } from "../shared/databases.ts";

const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
const CLUSTER_PARAMETER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup";

/** Where a database names its parameter group, and that group's type. */
const GROUPS: Readonly<Record<string, readonly [property: string, type: string]>> = {
  [INSTANCE]: ["parameterGroupName", PARAMETER_GROUP],
  [CLUSTER]: ["dbClusterParameterGroupName", CLUSTER_PARAMETER_GROUP],
};

// Newer versions have these on by default. They must be stated: a group without is another's choice.
const FORCE_SSL = "rds.force_ssl";
const REQUIRE_TRANSPORT = "require_secure_transport";

export const rdsForceSsl = defineControl({
  id: "rds-force-ssl",
  title: "Databases refuse connections without TLS",
  severity: "high",
  frameworks: {
    fsbp: [],
    securityHub: ["RDS.38"],
    cis3: [],
    cis7: [],
    nist: ["SC-8", "SC-8(1)", "SC-13"],
  },
  cause: "Passwords and data can be read on their way to the database.",
  remedy: "Set rds.force_ssl to 1 in the parameter group that the database uses",
  types: [INSTANCE, CLUSTER],
  related: [PARAMETER_GROUP, CLUSTER_PARAMETER_GROUP],
  scope: "stack",
  check({ resource, stack }) {
    const wanted = parametersFor(engineOf(stack, resource));
    if (wanted.length === 0) return notApplicable;
    const [property, type] = GROUPS[resource.type] ?? ["", ""];
    const groups = stack.references(resource, property, type);
    if (groups.length === 0) {
      const name = resource.at(property).text ?? "none";
      return fail(`${property} names no group of this stack, but ${name}`, property);
    }
    const demanded = every(groups, (group) => demandsTls(group, wanted));
    return expect(demanded, `The parameter group does not set ${wanted.join(" or ")} to 1`);
  },
});

/** What makes an engine refuse plain connections; nothing where no parameter does. */
function parametersFor(engine: string | undefined): readonly string[] {
  if (engine === undefined) return [FORCE_SSL, REQUIRE_TRANSPORT];
  if (/oracle|db2|^custom-/.test(engine)) return [];
  return [/mysql|mariadb/.test(engine) ? REQUIRE_TRANSPORT : FORCE_SSL];
}

/** Where a parameter stands twice, nobody knows which value wins. */
function demandsTls(group: View, wanted: readonly string[]): boolean {
  const entries = group
    .at("parameters")
    .items()
    .filter((entry) => wanted.includes(entry.at("name").text?.toLowerCase() ?? ""));
  return entries.length > 0 && every(entries, (entry) => isOn(entry.at("value").text));
}

function isOn(value: string | undefined): boolean {
  return value === "1" || value?.toLowerCase() === "on";
}
