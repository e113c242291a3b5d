import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type Instance,
  type InstanceNetworkInterface,
  ModifyNetworkInterfaceAttributeCommand,
} from "@aws-sdk/client-ec2";

import { describeFailure, isRefusal, PlainFailure } from "../shared/failure.ts";
import type { Changes } from "./changes.ts";
import { TAGS } from "./contract.ts";
import { keepDisks } from "./keepDisks.ts";
import { isQuarantine } from "./names.ts";
import { tagsOf } from "./tags.ts";

/** What the response to a compromised instance works with. */
export interface IsolateInstanceParts {
  readonly ec2: EC2Client;
  /** Names of the groups that cut off, without what is appended to them. */
  readonly quarantineGroups: readonly string[];
}

/** An instance and the finding about it. */
export interface Suspect {
  readonly instanceId: string;
  readonly id: string;
}

/** States in which there is nothing left to isolate. */
const GONE = ["shutting-down", "terminated"];

/** A tag's value has 256 characters: twelve ids of groups. More are in the log and the message. */
const TAG_VALUE_LIMIT = 256;

/**
 * Cuts an instance off: each of its interfaces gets the quarantine group of its VPC, and no other.
 * The groups that it had stay in a tag, and its disks as snapshots. Connections that are open go
 * on until they are idle: EC2 tracks them. Then evidence: it is kept also where the instance can't
 * be cut off. An exempt one is left as it is.
 *
 * @throws PlainFailure with all that went wrong
 */
export async function isolateInstance(
  parts: IsolateInstanceParts,
  suspect: Suspect,
  changes: Changes,
): Promise<void> {
  const instance = await instanceOf(parts.ec2, suspect.instanceId);
  if (instance === undefined || GONE.includes(instance.State?.Name ?? "")) return;
  if (changes.refuse(`cut ${suspect.instanceId} off`, instance.Tags)) return;
  const interfaces = instance.NetworkInterfaces ?? [];
  const { wasIsolated, failures } = await cutOff(parts, interfaces, suspect, changes);
  try {
    await keepDisks(parts.ec2, instance, { ...suspect, wasIsolated }, changes);
  } catch (error) {
    failures.push(error);
  }
  if (failures.length === 0) return;
  throw new PlainFailure([...new Set(failures.map(describeFailure))].join("; "));
}

async function instanceOf(ec2: EC2Client, id: string): Promise<Instance | undefined> {
  try {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [id] }),
    );
    return Reservations.flatMap(({ Instances = [] }) => Instances)[0];
  } catch (error) {
    if (isRefusal(error, "InvalidInstanceID.NotFound")) return undefined;
    throw error;
  }
}

/**
 * Cuts off each interface that is not yet, also when another one can't be: whether all were before,
 * and what went wrong.
 */
async function cutOff(
  parts: IsolateInstanceParts,
  interfaces: readonly InstanceNetworkInterface[],
  suspect: Suspect,
  changes: Changes,
): Promise<{ readonly wasIsolated: boolean; readonly failures: unknown[] }> {
  let wasIsolated = interfaces.length > 0;
  const failures: unknown[] = [];
  for (const { NetworkInterfaceId: id, VpcId, Groups = [] } of interfaces) {
    if (id === undefined || VpcId === undefined) continue;
    try {
      const quarantine = await quarantineGroup(parts, VpcId);
      const groups = Groups.flatMap(({ GroupId }) => GroupId ?? []);
      if (groups.length === 1 && groups[0] === quarantine) continue;
      wasIsolated = false;
      const former = groups.join(" ");
      const change = `move ${id} of ${suspect.instanceId} from ${former} to ${quarantine}`;
      await changes.make(change, () => move(parts.ec2, { id, former, quarantine, suspect }));
    } catch (error) {
      if (isRefusal(error, "InvalidNetworkInterfaceID.NotFound")) continue;
      wasIsolated = false;
      failures.push(error);
    }
  }
  return { wasIsolated, failures };
}

interface Move {
  readonly id: string;
  readonly former: string;
  readonly quarantine: string;
  readonly suspect: Suspect;
}

async function move(ec2: EC2Client, { id, former, quarantine, suspect }: Move): Promise<void> {
  // First, so that the groups are known even if the function ends here.
  await unlessFull(() =>
    ec2.send(
      new CreateTagsCommand({
        Resources: [suspect.instanceId, id],
        Tags: tagsOf({
          [TAGS.finding]: suspect.id,
          [TAGS.formerGroups]: former.slice(0, TAG_VALUE_LIMIT),
        }),
      }),
    ),
  );
  await ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: [quarantine] }),
  );
}

/** Somebody who has put fifty tags on an instance must not keep it on the network by that. */
async function unlessFull(tag: () => Promise<unknown>): Promise<void> {
  try {
    await tag();
  } catch (error) {
    if (!isRefusal(error, "TagLimitExceeded")) throw error;
  }
}

/**
 * The group of a VPC that lets nothing in or out. Its id is not known before, and an intruder may
 * have made one that looks like it: where there are two, neither is taken.
 *
 * @throws PlainFailure when the VPC has none or several, or it has got rules
 */
async function quarantineGroup(
  { ec2, quarantineGroups: names }: IsolateInstanceParts,
  vpc: string,
): Promise<string> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpc] },
        { Name: "group-name", Values: names.map((name) => `${name}-*`) },
      ],
    }),
  );
  const [group, ...more] = SecurityGroups.filter((found) => isQuarantine(found, names));
  if (group?.GroupId === undefined) {
    throw new PlainFailure(`There is no quarantine group in ${vpc}.`);
  }
  if (more.length > 0) {
    const ids = [group, ...more].map(({ GroupId = "" }) => GroupId).join(" ");
    throw new PlainFailure(`Quarantine groups of ${vpc} are ${ids}; allowed: one.`);
  }
  const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group;
  if (IpPermissions.length + IpPermissionsEgress.length > 0) {
    throw new PlainFailure(`Quarantine group ${GroupId} of ${vpc} has rules; allowed: none.`);
  }
  return GroupId;
}
