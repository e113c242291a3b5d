import type { StackView } from "../../engine/associations.ts";
import type { ResourceSet } from "../../engine/resource.ts";
import { canonicalType } from "../../engine/tokens.ts";
import { every } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER, redirectsToHttps } from "../elb/balancer.ts";
import { GROUP_SOURCES, namingGroup } from "./groupRules.ts";
import { demandPlaced } from "./owners.ts";
import type { Ports } from "./ports.ts";
import { INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, SPOT_REQUEST } from "../ec2/machines.ts";
import {
  DEFAULT_SECURITY_GROUP,
  EGRESS_RULE,
  INGRESS_RULE,
  RULE,
  SECURITY_GROUP,
} from "./types.ts";

/** What else is often in a group, and by which property it names it: asked even of unknowns. */
const OTHER_USERS = [
  [INSTANCE, "vpcSecurityGroupIds"],
  [SPOT_REQUEST, "vpcSecurityGroupIds"],
  [LAUNCH_CONFIGURATION, "securityGroups"],
  [LAUNCH_TEMPLATE, "vpcSecurityGroupIds"],
  [LAUNCH_TEMPLATE, "networkInterfaces"],
  ["aws:ec2/networkInterface:NetworkInterface", "securityGroups"],
  [
    "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
    "securityGroupId",
  ],
  ["aws:ecs/service:Service", "networkConfiguration"],
  ["aws:elb/loadBalancer:LoadBalancer", "securityGroups"],
] as const;

/** Types that name a group and are not in it. */
const NO_MEMBERS = [
  LOAD_BALANCER,
  SECURITY_GROUP,
  DEFAULT_SECURITY_GROUP,
  RULE,
  INGRESS_RULE,
  EGRESS_RULE,
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
  "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
];

/** Properties by which something joins a group: `vpcSecurityGroupIds`, `vpcConfig`. */
const MEMBERSHIP = /securityGroup|network|vpc|launchSpecification/i;

/** Types that say what answers behind a group. */
export const REDIRECT_TYPES = [
  LOAD_BALANCER,
  LISTENER,
  LISTENER_RULE,
  ...new Set(OTHER_USERS.map(([type]) => type)),
  // Anything may be in a group.
  "*",
];

/**
 * Whether all that answers on some ports of the groups are redirections of load balancers to HTTPS.
 *
 * @param httpsPorts Where that is.
 */
export function onlyRedirects(
  stack: StackView,
  groups: readonly View[],
  ports: readonly Ports[],
  httpsPorts: readonly string[],
): boolean {
  const isAsked = (port: number | undefined) =>
    port !== undefined && ports.some(({ from, to }) => from <= port && port <= to);
  const redirects = (group: View) => {
    const balancers = namingGroup(stack, group, LOAD_BALANCER, "securityGroups");
    const used =
      joinedGroups(stack.resources).has(group.urn) ||
      OTHER_USERS.some(([type, property]) => namingGroup(stack, group, type, property).length > 0);
    return (
      !used &&
      balancers.length > 0 &&
      every(balancers, (balancer) => {
        // A balancer that may be in the group, or a listener that may be this one's, may forward.
        demandPlaced(stack, LOAD_BALANCER, "securityGroups", GROUP_SOURCES);
        demandPlaced(stack, LISTENER, "loadBalancerArn", [LOAD_BALANCER]);
        const listeners = stack
          .related(balancer, LISTENER, "loadBalancerArn")
          .filter((listener) => isAsked(listener.at("port").number));
        return (
          listeners.length > 0 && every(listeners, (one) => isRedirect(stack, one, httpsPorts))
        );
      })
    );
  };
  return groups.length > 0 && every(groups, redirects);
}

/** URNs of groups that something is in, as far as origins tell: each stack is gone through once. */
const JOINED = new WeakMap<ResourceSet, ReadonlySet<string>>();

function joinedGroups(resources: ResourceSet): ReadonlySet<string> {
  const known = JOINED.get(resources);
  if (known !== undefined) return known;
  const members = resources
    .ofType("*")
    .filter(({ type }) => !NO_MEMBERS.includes(canonicalType(type)));
  const origins = members.flatMap(({ propertyDependencies }) =>
    Object.entries(propertyDependencies).filter(([property]) => MEMBERSHIP.test(property)),
  );
  const joined = new Set(origins.flatMap(([, urns]) => urns));
  JOINED.set(resources, joined);
  return joined;
}

function isRedirect(stack: StackView, listener: View, httpsPorts: readonly string[]): boolean {
  demandPlaced(stack, LISTENER_RULE, "listenerArn", [LISTENER]);
  const actions = [
    listener.at("defaultActions"),
    ...stack.related(listener, LISTENER_RULE, "listenerArn").map((rule) => rule.at("actions")),
  ];
  return every(actions, (list) => {
    const items = list.items();
    return items.length > 0 && every(items, (action) => redirectsToHttps(action, httpsPorts));
  });
}
