import type { StackView } from "../../engine/associations.ts";
import type { Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { type Answered, answered } from "../shared/answered.ts";
import {
  type AddressRange,
  EVERYTHING,
  possiblyIn,
  subtract,
  surelyIn,
  union,
} from "./addresses.ts";
import { isInternet, type Limits } from "./internet.ts";
import { allNaming } from "./owners.ts";
import { ALL_PORTS, cut, includes, joined, type Ports, portsOf, surePortsOf } from "./ports.ts";
import { VPC_TYPES } from "./types.ts";

export const ACL = "aws:ec2/networkAcl:NetworkAcl";
export const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
export const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";

/** A rule of a network ACL: the first by number that fits a packet decides over it. */
export interface AclRule {
  readonly number: number;
  readonly allows: boolean;
  readonly ports: readonly Ports[];
  readonly addresses: readonly AddressRange[];
}

/** The least and the most that a rule may admit; the same where all of it is known. */
export interface Bounds {
  readonly least: readonly AclRule[];
  readonly most: readonly AclRule[];
  readonly open: readonly Verdict[];
}

/** What EC2 puts into the default ACL of a VPC, as long as nobody takes it over. */
export const ADMITS_ALL: AclRule = {
  number: 100,
  allows: true,
  ports: ALL_PORTS,
  addresses: EVERYTHING,
};

/** Where a rule without a number stands, at its worst. */
const FIRST = 0;
const LAST = Infinity;

/** Names of properties that differ, in an ACL and in a rule that stands by itself. */
const INLINE = { action: "action", number: "ruleNo" };
const SPLIT = { action: "ruleAction", number: "ruleNumber" };

/** The rules within an ACL. */
export function inlineAclRules(acl: View): Bounds[] {
  return acl
    .at("ingress")
    .items()
    .map((rule) => boundsOf(rule, INLINE));
}

/** A rule that stands by itself. */
export function splitAclRule(rule: View): Bounds {
  return boundsOf(rule, SPLIT);
}

function boundsOf(rule: Pick<View, "at">, form: typeof INLINE): Bounds {
  // Whatever is no deny counts as what it may be.
  const denies = answered([() => rule.at(form.action).text?.toLowerCase() === "deny"]);
  const number = answered([() => rule.at(form.number).number]);
  const parts = [rule.at("protocol"), rule.at("fromPort"), rule.at("toPort")] as const;
  // A deny shadows what it says for certain: without ports it is about port 0 alone.
  const ports = answered([() => ({ allow: portsOf(...parts), deny: surePortsOf(...parts) })]);
  const blocks = answered([
    () =>
      // Empty text is how a state tells that there is none.
      ["cidrBlock", "ipv6CidrBlock"].flatMap((path) =>
        rule
          .at(path)
          .texts()
          .filter((text) => text !== ""),
      ),
  ]);
  const open = [denies, number, ports, blocks].flatMap((part) => part.open);
  const [deny] = denies.answers;
  const known = (allows: boolean): AclRule => ({
    number: number.answers[0] ?? (allows ? FIRST : LAST),
    allows,
    ports: ports.answers[0]?.[allows ? "allow" : "deny"] ?? ALL_PORTS,
    addresses:
      blocks.answers[0]?.flatMap((text) => (allows ? possiblyIn(text) : surelyIn(text))) ??
      EVERYTHING,
  });
  if (open.length === 0 && deny !== undefined) {
    return { least: [known(!deny)], most: [known(!deny)], open };
  }
  return {
    least: deny === false ? [] : [{ ...known(false), number: FIRST }],
    most: deny === true ? [] : [{ ...known(true), number: FIRST }],
    open,
  };
}

/** Those of the ports for which rules admit the internet. */
export function admitted(
  rules: readonly AclRule[],
  ports: readonly Ports[],
  limits: Limits,
): Ports[] {
  // Of a deny and an allow with one number, nobody knows which of them EC2 keeps.
  const ordered = rules.toSorted(
    (a, b) => a.number - b.number || Number(b.allows) - Number(a.allows),
  );
  const bounds = ordered.flatMap((rule) => rule.ports);
  return joined(
    cut(ports, bounds).filter((piece) => {
      let decided: AddressRange[] = [];
      const admits: AddressRange[] = [];
      for (const rule of ordered) {
        if (!rule.ports.some((range) => includes(range, piece))) continue;
        if (rule.allows) admits.push(...subtract(rule.addresses, decided));
        decided = union([...decided, ...rule.addresses]);
      }
      return isInternet(admits, limits);
    }),
  );
}

/** Rules that stand by themselves and name an ACL, or a VPC's default one; inwards only. */
export function splitAclRules(stack: StackView, owner: View): Answered<Bounds> {
  const owners = [ACL, DEFAULT_ACL, ...VPC_TYPES];
  const found = allNaming(stack, owner, ACL_RULE, "networkAclId", owners);
  const rules = answered(
    found.answers.map(
      (rule) => () => (rule.at("egress").flag === true ? [] : [splitAclRule(rule)]),
    ),
  );
  return { answers: rules.answers.flat(), open: [...found.open, ...rules.open] };
}
