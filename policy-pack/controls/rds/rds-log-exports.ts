import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { each, expect, fail, some } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { CLUSTER, engineOf, INSTANCE } from "../shared/databases.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const EXPORTS = "enabledCloudwatchLogsExports";

export const rdsLogExports = defineControl({
  id: "rds-log-exports",
  title: "Databases send their logs to encrypted log groups of the stack",
  severity: "medium",
  frameworks: {
    fsbp: ["RDS.9", "RDS.36", "RDS.37"],
    cis3: [],
    cis7: [],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause:
    "Nobody sees who connected and what failed; a group that RDS makes itself has no key and no end.",
  remedy: "Export the engine's logs, and make a log group with a key and a retention for each",
  types: [INSTANCE, CLUSTER],
  related: [LOG_GROUP, INSTANCE],
  scope: "stack",
  check({ resource, stack }) {
    const isCluster = resource.type === CLUSTER;
    const exported = resource.at(EXPORTS).texts();
    if (exported.length === 0) return fail("No log is exported", EXPORTS);
    const missing = () =>
      requiredOf(engineOf(stack, resource))
        .filter((log) => !exported.includes(log))
        .map((log) => fail(`The ${log} log is not exported`, EXPORTS));
    const groups = () =>
      each(exported, (log) => {
        const id = resource.at(isCluster ? "clusterIdentifier" : "identifier");
        if (id.text === undefined) throw id.undecidable();
        const group = `/aws/rds/${isCluster ? "cluster" : "instance"}/${id.text}/${log}`;
        const message = `No log group with a key and a retention waits for the ${log} log`;
        return expect(isKept(stack, group), message);
      });
    return each([missing, groups], (part) => part());
  },
});

/** The logs of PostgreSQL; Aurora exports no upgrades. Others have one at least. */
function requiredOf(engine: string | undefined): readonly string[] {
  if (engine?.includes("postgres") !== true) return [];
  return engine.startsWith("aurora") ? ["postgresql"] : ["postgresql", "upgrade"];
}

/** Whether the stack makes the log group that RDS writes to, before RDS does. */
function isKept(stack: StackView, name: string): boolean {
  return some(
    stack.ofType(LOG_GROUP),
    (group) =>
      group.at("name").text === name &&
      group.at("retentionInDays").number !== undefined &&
      hasCustomerKey(group, "kmsKeyId"),
  );
}
