import {
  CreateSnapshotsCommand,
  DescribeSnapshotsCommand,
  type EC2Client,
  type Instance,
  type Snapshot,
} from "@aws-sdk/client-ec2";

import { isRefusal } from "../shared/failure.ts";
import type { Changes } from "./changes.ts";
import { TAGS } from "./contract.ts";
import { tagsOf } from "./tags.ts";

/** An instance, what was found of it, and whether it had been cut off before this event. */
interface Case {
  readonly instanceId: string;
  readonly id: string;
  readonly wasIsolated: boolean;
}

/**
 * Snapshots of all disks of an instance at one moment, as evidence (P-RESP). GuardDuty tells of a
 * finding again and again, so there is one set for a finding, and no further one for an instance
 * that was cut off before: nothing new gets on its disks from outside.
 */
export async function keepDisks(
  ec2: EC2Client,
  instance: Instance,
  { instanceId, id, wasIsolated }: Case,
  changes: Changes,
): Promise<void> {
  const volumes = (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
  if (volumes.length === 0) return;
  const kept = await snapshotsOf(ec2, instanceId);
  const isKept = kept.some(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => Key === TAGS.finding && Value === id),
  );
  if (isKept || (wasIsolated && kept.length > 0)) return;
  const change = `take snapshots of ${volumes.join(" ")} of ${instanceId}`;
  try {
    await changes.make(change, () =>
      ec2.send(
        new CreateSnapshotsCommand({
          InstanceSpecification: { InstanceId: instanceId },
          Description: `Evidence: GuardDuty finding ${id}`,
          TagSpecifications: [
            {
              ResourceType: "snapshot",
              Tags: tagsOf({ [TAGS.finding]: id, [TAGS.instance]: instanceId }),
            },
          ],
        }),
      ),
    );
  } catch (error) {
    if (!isRefusal(error, "InvalidInstanceID.NotFound", "IncorrectState")) throw error;
    changes.leave(change, "the instance was ended meanwhile");
  }
}

async function snapshotsOf(ec2: EC2Client, instanceId: string): Promise<Snapshot[]> {
  const { Snapshots = [] } = await ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ["self"],
      Filters: [{ Name: `tag:${TAGS.instance}`, Values: [instanceId] }],
    }),
  );
  return Snapshots;
}
