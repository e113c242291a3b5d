import { DescribeTasksCommand, type ECSClient, StopTaskCommand } from "@aws-sdk/client-ecs";

import { isRefusal } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import type { Changes } from "./changes.ts";

/** What the response to a compromised task works with. */
export interface StopTaskParts {
  readonly ecs: ECSClient;
  readonly log: Log;
}

/** Statuses in which a task ends by itself. */
const ENDING = ["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"];

/**
 * Stops a task; its service starts another one. ECS forgets a stopped task within the hour, so what
 * ran is written to the log as evidence first: a task's disk can't be kept.
 */
export async function stopTask(
  { ecs, log }: StopTaskParts,
  { cluster, task, id }: { readonly cluster: string; readonly task: string; readonly id: string },
  changes: Changes,
): Promise<void> {
  try {
    const { tasks = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: [task], include: ["TAGS"] }),
    );
    const [running] = tasks;
    if (running === undefined || ENDING.includes(running.lastStatus ?? "")) return;
    const change = `stop task ${task}`;
    if (changes.refuse(change, running.tags)) return;
    log({
      level: "info",
      message: "evidence",
      finding: id,
      task,
      taskDefinition: running.taskDefinitionArn,
      group: running.group,
      startedBy: running.startedBy,
      startedAt: running.startedAt?.toISOString(),
      containers: (running.containers ?? []).map(({ name, image, imageDigest, runtimeId }) => ({
        name,
        image,
        imageDigest,
        runtimeId,
      })),
      interfaces: (running.attachments ?? []).flatMap(({ details = [] }) =>
        details
          .filter(({ name }) => name === "networkInterfaceId" || name === "privateIPv4Address")
          .map(({ value }) => value),
      ),
    });
    await changes.make(change, () =>
      ecs.send(new StopTaskCommand({ cluster, task, reason: `GuardDuty finding ${id}` })),
    );
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** ECS forgets stopped tasks, and says so under a name that stands for other mistakes too. */
function isGone(error: unknown): boolean {
  if (isRefusal(error, "ClusterNotFoundException")) return true;
  return (
    isRefusal(error, "InvalidParameterException") &&
    error instanceof Error &&
    error.message.includes("task was not found")
  );
}
