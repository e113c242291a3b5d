import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, type Verdict } from "../../engine/verdict.ts";

const TABLE = "aws:dynamodb/table:Table";
const REPLICA = "aws:dynamodb/tableReplica:TableReplica";

export const dynamodbPitr = defineControl({
  id: "dynamodb-pitr",
  title: "Tables can be put back to any second",
  severity: "medium",
  frameworks: {
    fsbp: ["DynamoDB.2"],
    cis3: [],
    cis7: [],
    nist: ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12"],
  },
  cause: "What a wrong program or person overwrites is lost.",
  remedy: "Turn on point-in-time recovery, in each replica as well",
  types: [TABLE, REPLICA],
  scope: "resource",
  check({ resource }) {
    if (resource.type === REPLICA) return isOn(resource.at("pointInTimeRecovery"));
    const own = () => isOn(resource.at("pointInTimeRecovery.enabled"));
    const replicas = () =>
      each(resource.at("replicas").items(), (replica) => isOn(replica.at("pointInTimeRecovery")));
    return each([own, replicas], (part) => part());
  },
});

function isOn(recovery: Reading): Verdict {
  return expect(recovery.flag === true, `${recovery.path} is not true`, recovery);
}
