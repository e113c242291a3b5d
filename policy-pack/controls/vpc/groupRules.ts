import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { type Answered, answered, gathered } from "../shared/answered.ts";
import { type AddressRange, possiblyIn } from "./addresses.ts";
import type { Limits } from "./internet.ts";
import { type Ports, portsOf } from "./ports.ts";
import { allNaming, naming } from "./owners.ts";
import { addressesOf, type NamedList } from "./prefixLists.ts";
import {
  DEFAULT_SECURITY_GROUP,
  EGRESS_RULE,
  INGRESS_RULE,
  RULE,
  SECURITY_GROUP,
  VPC_TYPES,
} from "./types.ts";

export type Direction = "ingress" | "egress";

/** One rule of a security group, however it is written. */
export interface GroupRule {
  readonly ports: Answered<Ports>;
  /** Who is on the other side, as far as it is no group. */
  readonly addresses: Answered<AddressRange>;
}

/** Properties of a rule, inline or in the older form, and in the newer one. */
const OLDER = {
  protocol: "protocol",
  addresses: ["cidrBlocks", "ipv6CidrBlocks"],
  lists: "prefixListIds",
};
const NEWER = {
  protocol: "ipProtocol",
  addresses: ["cidrIpv4", "cidrIpv6"],
  lists: "prefixListId",
};

/** Types of groups. */
export const GROUPS = [SECURITY_GROUP, DEFAULT_SECURITY_GROUP];

/** Types that the id of a group comes from: a VPC knows that of its default group. */
export const GROUP_SOURCES = [...GROUPS, ...VPC_TYPES];

/** Resources of a type that name a group. */
export function namingGroup(stack: StackView, group: View, type: string, property: string): View[] {
  return naming(stack, group, type, property, GROUP_SOURCES);
}

/** The rules of a group, or of a VPC's default group, that stand by themselves. */
export function splitRules(stack: StackView, group: View, type: string): Answered<View> {
  return allNaming(stack, group, type, "securityGroupId", GROUP_SOURCES);
}

/** Types of rules of a direction that stand by themselves. */
export const SPLIT_RULES = {
  ingress: [RULE, INGRESS_RULE],
  egress: [RULE, EGRESS_RULE],
} as const;

/** The rules within a group. */
export function inlineRules(
  stack: StackView,
  group: View,
  direction: Direction,
  limits: Limits,
): GroupRule[] {
  const places = group.at(direction).items();
  const all = () => places.flatMap((place) => idsIn(place.at(OLDER.lists)));
  const place = { stack, view: group, property: direction, limits, all };
  return places.map((rule) => ruleAt(place, rule, OLDER));
}

/** A rule that stands by itself. */
export function splitRule(stack: StackView, view: View, limits: Limits): GroupRule {
  const form = view.type === RULE ? OLDER : NEWER;
  const all = () => idsIn(view.at(form.lists));
  return ruleAt({ stack, view, property: form.lists, limits, all }, view, form);
}

/**
 * Whether a rule that stands by itself is of a direction; in the older form a property says so, and
 * what says nothing that is known may be either.
 */
export function isOf(rule: View, direction: Direction): boolean {
  if (rule.type !== RULE) return true;
  return rule.at("type").text !== (direction === "ingress" ? "egress" : "ingress");
}

/** The groups that a rule is part of; a group itself. */
export function groupsOf(stack: StackView, resource: View): View[] {
  if (GROUPS.includes(resource.type)) return [resource];
  return GROUPS.flatMap((type) => stack.references(resource, "securityGroupId", type));
}

/** A place that names prefix lists, but for the id. */
interface Place extends Omit<NamedList, "id" | "all"> {
  readonly all: () => readonly Reading[];
}

function ruleAt({ all, ...place }: Place, rule: Pick<View, "at">, form: typeof OLDER): GroupRule {
  const ports = answered([
    () => portsOf(rule.at(form.protocol), rule.at("fromPort"), rule.at("toPort")),
  ]);
  const blocks = form.addresses.map((path) => () => {
    const items = rule.at(path).items();
    const texts = answered(items.map((item) => () => item.text ?? ""));
    return { answers: texts.answers.flatMap(possiblyIn), open: texts.open };
  });
  const lists = () => {
    const ids = idsIn(rule.at(form.lists));
    return gathered(ids.map((id) => () => addressesOf({ ...place, id, ids, all: all() })));
  };
  return {
    ports: { answers: ports.answers.flat(), open: ports.open },
    addresses: gathered([...blocks, lists]),
  };
}

/** The ids in a property; one that is unknown as a whole counts as one, for its origin is known. */
function idsIn(lists: Reading): Reading[] {
  return lists.kind === "unknown" ? [lists] : lists.items();
}
