import {
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import type { Changes } from "./changes.ts";
import type { DeclaredOpening } from "./contract.ts";
import { isInternet } from "./internet.ts";
import { isNamed, isQuarantine } from "./names.ts";

/** What the response to an opened group works with. */
export interface CloseGroupParts {
  readonly ec2: EC2Client;
  readonly declared: readonly DeclaredOpening[];
  readonly quarantineGroups: readonly string[];
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** How often the rules are read again, since EC2 may show them late or take them away meanwhile. */
const TRIES = 4;

/** Milliseconds before the second try; then twice as many. */
const FIRST_PAUSE = 1000;

/** Refusals that say that somebody was faster. */
const GONE = [
  "InvalidGroup.NotFound",
  "InvalidGroupId.NotFound",
  "InvalidPermission.NotFound",
  "InvalidSecurityGroupRuleId.NotFound",
];

/**
 * Revokes those of the named rules that admit the internet, and that neither the program declares
 * nor a tag of rule or group exempts; of a group that cuts instances off, all of them. What they are
 * now counts, not what the event said of them, so a repeat finds nothing to do. Of a rule by a
 * prefix list people are told: who owns the list may put the internet into it at any time.
 */
export async function closeGroup(
  parts: CloseGroupParts,
  { groupId, ruleIds }: { readonly groupId: string; readonly ruleIds: readonly string[] },
  changes: Changes,
): Promise<void> {
  const left = new Set(ruleIds);
  let settled = true;
  for (let attempt = 1; attempt <= TRIES && left.size > 0; attempt += 1) {
    if (attempt > 1) await parts.pause(FIRST_PAUSE * 2 ** (attempt - 2));
    const rules = (await rulesOf(parts.ec2, groupId)).filter(({ SecurityGroupRuleId: id }) =>
      left.has(id ?? ""),
    );
    const open = await openOf(parts, groupId, rules, changes);
    settled = await revoked(parts.ec2, groupId, open, changes);
    if (settled) for (const { SecurityGroupRuleId: id } of rules) left.delete(id ?? "");
  }
  // Rules that never showed were revoked by somebody else.
  if (!settled) throw new PlainFailure(`Rules of ${groupId} are still open.`);
}

/** All rules of a group; none when it is gone. */
async function rulesOf(ec2: EC2Client, groupId: string): Promise<SecurityGroupRule[]> {
  const rules: SecurityGroupRule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: "group-id", Values: [groupId] }],
        MaxResults: 1000,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    rules.push(...(page.SecurityGroupRules ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return rules;
}

function admitsInternet({ CidrIpv4, CidrIpv6 }: SecurityGroupRule): boolean {
  return [CidrIpv4, CidrIpv6].some((cidr) => cidr && isInternet(cidr));
}

/**
 * Rules to revoke: without those that the program declares, by the group's name, which nobody can
 * change, and without those that are exempt or left to people; undefined while the group does not
 * show, since then all of them may be declared.
 */
async function openOf(
  { ec2, declared, quarantineGroups }: CloseGroupParts,
  groupId: string,
  rules: readonly SecurityGroupRule[],
  changes: Changes,
): Promise<readonly SecurityGroupRule[] | undefined> {
  const inward = rules.filter(({ IsEgress }) => IsEgress !== true);
  if (inward.length === 0) return [];
  const group = await groupOf(ec2, groupId);
  if (group === undefined) return undefined;
  const isExempt = (rule: SecurityGroupRule) =>
    changes.refuse(`revoke ${described(rule)} of ${groupId}`, [
      ...(group.Tags ?? []),
      ...(rule.Tags ?? []),
    ]);
  if (isQuarantine(group, quarantineGroups)) return inward.filter((rule) => !isExempt(rule));
  for (const rule of await byUnknownList(ec2, inward)) {
    if (isExempt(rule)) continue;
    const why = "a prefix list that is not AWS's may come to hold the internet";
    changes.leave(`revoke ${described(rule)} of ${groupId}`, why);
  }
  const ports = declared
    .filter((opening) => isNamed(group.GroupName ?? "", opening.group))
    .map(({ port }) => port);
  return inward
    .filter(admitsInternet)
    .filter((rule) => !isDeclared(rule, ports))
    .filter((rule) => !isExempt(rule));
}

/** Rules that admit a prefix list of somebody's own. */
async function byUnknownList(
  ec2: EC2Client,
  rules: readonly SecurityGroupRule[],
): Promise<readonly SecurityGroupRule[]> {
  const ids = new Set(rules.flatMap(({ PrefixListId }) => PrefixListId ?? []));
  if (ids.size === 0) return [];
  // By a filter, since a list that is gone would be refused by its id.
  const { PrefixLists = [] } = await ec2.send(
    new DescribeManagedPrefixListsCommand({
      Filters: [{ Name: "prefix-list-id", Values: [...ids] }],
    }),
  );
  for (const { OwnerId, PrefixListId = "" } of PrefixLists) {
    if (OwnerId === "AWS") ids.delete(PrefixListId);
  }
  return rules.filter(({ PrefixListId = "" }) => ids.has(PrefixListId));
}

function isDeclared(
  { IpProtocol, FromPort, ToPort, CidrIpv4 }: SecurityGroupRule,
  ports: readonly number[],
): boolean {
  return (
    CidrIpv4 === "0.0.0.0/0" &&
    IpProtocol === "tcp" &&
    FromPort === ToPort &&
    ports.includes(FromPort ?? -1)
  );
}

/** A group; undefined when it is gone, or not to be seen yet. */
async function groupOf(ec2: EC2Client, groupId: string): Promise<SecurityGroup | undefined> {
  try {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }),
    );
    return SecurityGroups[0];
  } catch (error) {
    if (isRefusal(error, ...GONE)) return undefined;
    throw error;
  }
}

/** Whether no rule is left; false when one of them was gone, and EC2 then revokes none. */
async function revoked(
  ec2: EC2Client,
  GroupId: string,
  rules: readonly SecurityGroupRule[] | undefined,
  changes: Changes,
): Promise<boolean> {
  if (rules === undefined) return false;
  if (rules.length === 0) return true;
  const SecurityGroupRuleIds = rules.flatMap(({ SecurityGroupRuleId: id }) => id ?? []);
  const told = rules.map(described).join(", ");
  try {
    await changes.make(`revoke ${told} of ${GroupId}`, () =>
      ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds })),
    );
    return true;
  } catch (error) {
    if (isRefusal(error, ...GONE)) return false;
    throw error;
  }
}

/** `sgr-0a1b (tcp 22 from 0.0.0.0/0)` */
function described(rule: SecurityGroupRule): string {
  const { SecurityGroupRuleId: id = "", IpProtocol: protocol = "-1", FromPort, ToPort } = rule;
  const ports = FromPort === ToPort ? String(FromPort) : `${FromPort ?? 0}–${ToPort ?? 0}`;
  const traffic = protocol === "-1" ? "all traffic" : `${protocol} ${ports}`;
  const source =
    rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  return `${id} (${traffic} from ${source ?? ""})`;
}
