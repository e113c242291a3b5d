import { defineControl } from "../../engine/control.ts";
import { each, expect, fail, pass, some } from "../../engine/verdict.ts";
import { gathered } from "../shared/answered.ts";
import { regionOf } from "../shared/region.ts";
import { SPLIT_RULES, splitRules } from "./groupRules.ts";
import { ofVpc } from "./owners.ts";
import { DEFAULT_SECURITY_GROUP, DEFAULT_VPC, VPC_TYPES } from "./types.ts";

const RULES = [...new Set([...SPLIT_RULES.ingress, ...SPLIT_RULES.egress])];

export const vpcDefaultSgClosed = defineControl({
  id: "vpc-default-sg-closed",
  title: "The default security group of a VPC has no rules",
  severity: "high",
  frameworks: {
    fsbp: ["EC2.2"],
    cis3: ["5.4"],
    cis7: ["6.5"],
    nist: ["AC-4", "AC-4(21)", "SC-7", "SC-7(5)", "SC-7(11)"],
  },
  cause: "What is started without a group of its own talks to everything else that was.",
  remedy: "Add a DefaultSecurityGroup for the VPC, with empty ingress and egress",
  types: [...VPC_TYPES, DEFAULT_SECURITY_GROUP],
  related: RULES,
  scope: "stack",
  check({ resource, stack }) {
    // A rule may name the group as the VPC's output, or as the group's own.
    const split = gathered(RULES.map((type) => () => splitRules(stack, resource, type)));
    const inline = ["ingress", "egress"].map((direction) => () => {
      const rules = resource.at(direction);
      return expect(rules.items().length === 0, `The group has ${direction} rules`, rules);
    });
    const adopted = () => {
      const groups = ofVpc(stack, resource, DEFAULT_SECURITY_GROUP);
      // Without a VPC the resource is about the region's default one.
      const implied =
        resource.type === DEFAULT_VPC &&
        some(
          stack.ofType(DEFAULT_SECURITY_GROUP),
          (group) =>
            group.at("vpcId").kind === "absent" &&
            regionOf(stack, group) === regionOf(stack, resource),
        );
      if (groups.length > 0 || implied) return pass;
      return fail("The VPC keeps its default security group, which admits its members");
    };
    const parts = resource.type === DEFAULT_SECURITY_GROUP ? inline : [adopted];
    return [
      ...each(parts, (part) => part()),
      ...split.answers.map((rule) => fail(`${rule.name} is a rule of the default security group`)),
      ...split.open,
    ];
  },
});
