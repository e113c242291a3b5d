import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { answered } from "../shared/answered.ts";
import { namingGroup } from "./groupRules.ts";
import {
  DEFAULT_SECURITY_GROUP,
  EGRESS_RULE,
  INGRESS_RULE,
  RULE,
  SECURITY_GROUP,
} from "./types.ts";

export const sgNoRuleManagementConflict = defineControl({
  id: "sg-no-rule-management-conflict",
  title: "The rules of a security group are written in one way",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CM-2", "CM-3"] },
  cause: "Each form takes the other's rules for drift: updates close and open ports by turns.",
  remedy: "Write all rules of the group as SecurityGroupIngressRule and SecurityGroupEgressRule",
  types: [SECURITY_GROUP, DEFAULT_SECURITY_GROUP],
  related: [RULE, INGRESS_RULE, EGRESS_RULE],
  scope: "stack",
  check({ resource, stack }) {
    const has = (type: string) => namingGroup(stack, resource, type, "securityGroupId").length > 0;
    // An empty list is a statement too: it removes every rule. The default group always makes it.
    const states = (direction: string) =>
      resource.type === DEFAULT_SECURITY_GROUP || resource.at(direction).present;
    const questions = [
      ["inline rules", () => states("ingress")],
      ["inline rules", () => states("egress")],
      ["SecurityGroupRule", () => has(RULE)],
      ["rules of the newer types", () => has(INGRESS_RULE)],
      ["rules of the newer types", () => has(EGRESS_RULE)],
    ] as const;
    const { answers, open } = answered(
      questions.map(
        ([form, isUsed]) =>
          () =>
            isUsed() ? [form] : [],
      ),
    );
    const forms = [...new Set(answers.flat())];
    return [expect(forms.length < 2, `The group mixes ${forms.join(" and ")}`), ...open];
  },
});
