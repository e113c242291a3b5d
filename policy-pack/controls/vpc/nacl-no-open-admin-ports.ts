import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { fail, notApplicable, pass, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { type Answered, gathered } from "../shared/answered.ts";
import {
  ACL,
  ACL_RULE,
  admitted,
  ADMITS_ALL,
  type Bounds,
  DEFAULT_ACL,
  inlineAclRules,
  splitAclRule,
  splitAclRules,
} from "./aclRules.ts";
import { type Limits, limits } from "./internet.ts";
import { ofVpc } from "./owners.ts";
import { adminPorts, describePorts, type Ports, portsNamed } from "./ports.ts";
import { VPC_TYPES } from "./types.ts";

export const naclNoOpenAdminPorts = defineControl({
  id: "nacl-no-open-admin-ports",
  title: "No network ACL admits the internet to a port of administration",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.21"],
    cis3: ["5.1"],
    cis7: ["6.2"],
    nist: ["AC-4(21)", "CM-2", "CM-7", "SC-7", "SC-7(5)"],
  },
  cause: "One wrong security group is then enough to let strangers try passwords and keys.",
  remedy: "Deny the ports by a lower rule number, or allow fewer ports and addresses",
  types: [ACL, DEFAULT_ACL, ACL_RULE, ...VPC_TYPES],
  related: [ACL, DEFAULT_ACL, ACL_RULE],
  parameters: { ...limits, ports: adminPorts },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const ports = portsNamed(parameters.ports, "tcp", "udp");
    const rules = rulesOf(stack, resource);
    if (rules === undefined) return notApplicable;
    const who = VPC_TYPES.includes(resource.type) ? "The default ACL, which AWS fills," : "The ACL";
    return judge(rules, ports, parameters, who);
  },
});

/**
 * The rules that a resource answers for: an ACL for all of its own, a VPC for those of a default ACL
 * that the stack does not take over, and a rule for itself where its ACL is in no stack that we see.
 */
function rulesOf(stack: StackView, resource: View): Answered<Bounds> | undefined {
  const adopted = (vpc: View) => ofVpc(stack, vpc, DEFAULT_ACL, "defaultNetworkAclId").length > 0;
  const split = (owner: View) => () => splitAclRules(stack, owner);
  const whole = (bounds: readonly Bounds[]) => () => ({ answers: bounds, open: [] });
  if (VPC_TYPES.includes(resource.type)) {
    if (adopted(resource)) return undefined;
    const original = { least: [ADMITS_ALL], most: [ADMITS_ALL], open: [] };
    return gathered([whole([original]), split(resource)]);
  }
  if (resource.type === ACL_RULE) {
    const owners = [ACL, DEFAULT_ACL, ...VPC_TYPES].flatMap((type) =>
      stack.references(resource, "networkAclId", type),
    );
    if (owners.length > 0 || resource.at("egress").flag === true) return undefined;
    const acl = resource.at("networkAclId").text;
    const beside = stack
      .ofType(ACL_RULE)
      .filter((rule) => rule.at("networkAclId").text === acl && rule.at("egress").flag !== true);
    return whole(beside.map(splitAclRule))();
  }
  const inline = () => whole(inlineAclRules(resource))();
  // A rule may name the default ACL as the VPC's output, too.
  const vpcs =
    resource.type === DEFAULT_ACL
      ? VPC_TYPES.flatMap((type) => stack.references(resource, "defaultNetworkAclId", type))
      : [];
  return gathered([inline, ...[resource, ...vpcs].map(split)]);
}

function judge(
  { answers, open }: Answered<Bounds>,
  ports: readonly Ports[],
  limits: Limits,
  who: string,
): readonly Verdict[] {
  const doubts = [...open, ...answers.flatMap((rule) => rule.open)];
  // A rule that can't be placed may be the deny that comes first.
  if (open.length > 0) return doubts;
  const least = admitted(
    answers.flatMap((rule) => rule.least),
    ports,
    limits,
  );
  if (least.length > 0) return [fail(`${who} admits the internet to ${describePorts(least)}`)];
  const most = admitted(
    answers.flatMap((rule) => rule.most),
    ports,
    limits,
  );
  return most.length === 0 ? [pass] : doubts;
}
