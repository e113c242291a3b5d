import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { GROUP_SOURCES } from "../vpc/groupRules.ts";
import { demandPlaced } from "../vpc/owners.ts";

export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

export const GROUP_TYPES = [SECURITY_GROUP, RULE, INGRESS];

/** Where a security group's callers are, other than in groups: addresses and prefix lists. */
export interface Admitted {
  readonly addresses: readonly Reading[];
  readonly prefixLists: readonly Reading[];
}

/** Whom a group admits, by rules of its own and by split ones, each to be asked for by itself. */
export function admittedBy(stack: StackView, group: View): (() => Admitted[])[] {
  return [
    () =>
      group
        .at("ingress")
        .items()
        .map((rule) => listsOf((property) => rule.at(property))),
    () =>
      stack
        .related(group, RULE, "securityGroupId")
        .filter((rule) => rule.at("type").text === "ingress")
        .map((rule) => listsOf((property) => rule.at(property))),
    () =>
      stack.related(group, INGRESS, "securityGroupId").map((rule) => ({
        addresses: [...rule.at("cidrIpv4").items(), ...rule.at("cidrIpv6").items()],
        prefixLists: rule.at("prefixListId").items(),
      })),
    // Beside the rules that are found there may be one that admits everyone.
    ...[RULE, INGRESS].map((type) => () => {
      demandPlaced(stack, type, "securityGroupId", GROUP_SOURCES);
      return [];
    }),
  ];
}

function listsOf(at: (property: string) => Reading): Admitted {
  return {
    addresses: [...at("cidrBlocks").items(), ...at("ipv6CidrBlocks").items()],
    prefixLists: at("prefixListIds").items(),
  };
}
