import {
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

/** What the response to an opened group works with. */
export interface CloseGroupParts {
  readonly ec2: EC2Client;
  readonly declared: readonly DeclaredOpening[];
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
 * nor a tag of rule or group exempts. What they are now counts, not what the event said of them, so
 * a repeat finds nothing to do.
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
    const open = await undeclared(parts, groupId, rules.filter(admitsInternet), changes);
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

function admitsInternet({ IsEgress, CidrIpv4, CidrIpv6 }: SecurityGroupRule): boolean {
  return IsEgress !== true && [CidrIpv4, CidrIpv6].some((cidr) => cidr && isInternet(cidr));
}

/**
 * Rules without those that the program declares, by the group's name, which nobody can change, and
 * without those that are exempt; undefined while the group does not show, since then all of them
 * may be declared.
 */
async function undeclared(
  { ec2, declared }: CloseGroupParts,
  groupId: string,
  rules: readonly SecurityGroupRule[],
  changes: Changes,
): Promise<readonly SecurityGroupRule[] | undefined> {
  if (rules.length === 0) return [];
  const group = await groupOf(ec2, groupId);
  if (group === undefined) return undefined;
  const { GroupName: name = "", Tags: tags = [] } = group;
  const ports = declared.filter(({ group }) => isNamed(name, group)).map(({ port }) => port);
  return rules
    .filter(
      ({ IpProtocol, FromPort, ToPort, CidrIpv4 }) =>
        !(
          CidrIpv4 === "0.0.0.0/0" &&
          IpProtocol === "tcp" &&
          FromPort === ToPort &&
          ports.includes(FromPort ?? -1)
        ),
    )
    .filter(
      (rule) =>
        !changes.refuse(`revoke ${described(rule)} of ${groupId}`, [...tags, ...(rule.Tags ?? [])]),
    );
}

/** Behind the name that the program gives, Pulumi appends seven hexadecimal digits. */
function isNamed(name: string, prefix: string): boolean {
  return name.startsWith(`${prefix}-`) && /^[0-9a-f]{7}$/.test(name.slice(prefix.length + 1));
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
  return `${id} (${traffic} from ${rule.CidrIpv4 ?? rule.CidrIpv6 ?? ""})`;
}
