import { defineControl } from "../../engine/control.ts";
import { eachStatement } from "../../engine/policyDocument.ts";
import { expect, notApplicable, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasWildcard } from "../../engine/wildcard.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";

const BUS = "aws:cloudwatch/eventBus:EventBus";
const BUS_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";
const PERMISSION = "aws:cloudwatch/eventPermission:EventPermission";

export const eventbridgeBusPolicyBound = defineControl({
  id: "eventbridge-bus-policy-bound",
  title: "Event buses of one's own have a policy, and no bus admits everyone",
  severity: "medium",
  frameworks: { fsbp: ["EventBridge.3"], cis3: [], cis7: ["2.21"], nist: ["AC-3", "AC-6"] },
  cause: "Anyone with any AWS account can send events that start the stack's automation.",
  remedy: "Give the bus a policy that names its senders, or fixes them by aws:PrincipalOrgID",
  types: [BUS, BUS_POLICY, PERMISSION],
  related: [BUS_POLICY, PERMISSION],
  scope: "stack",
  check({ resource, stack }) {
    if (resource.type === PERMISSION) return judgePermission(resource);
    if (resource.type === BUS_POLICY) {
      return eachStatement(resource.at("policy"), (statement) => admitsNotEveryone(statement));
    }
    // To a partner's bus nobody but the partner can send.
    if (resource.at("eventSourceName").present) return notApplicable;
    const policies = [BUS_POLICY, PERMISSION].flatMap((type) =>
      stack.related(resource, type, "eventBusName"),
    );
    return expect(policies.length > 0, "The bus has no policy");
  },
});

/** The older form: one account or everyone, and at most one condition. */
function judgePermission(permission: View): Verdict {
  const condition = permission.at("condition");
  const value = () => condition.at("value").text ?? "";
  const bound = () =>
    condition.at("key").text === "aws:PrincipalOrgID" &&
    condition.at("type").text === "StringEquals" &&
    value() !== "" &&
    !hasWildcard(value());
  return expect(
    permission.at("principal").text !== "*" || bound(),
    "The permission admits everyone",
    "principal",
  );
}
