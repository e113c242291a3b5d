import {
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  StopTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";

import { isRefusal } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import type { Changes } from "./changes.ts";

/** What the response to a compromised task works with. */
export interface StopTaskParts {
  readonly ecs: ECSClient;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Statuses in which a task ends by itself. */
const ENDING = ["DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"];

/** How the reason begins by which the function knows its own stops again. */
const REASON = "GuardDuty finding ";

/**
 * Stops of a service's tasks within an hour. Who can make tasks look taken over must not get the
 * service stopped again and again: from then on people decide.
 */
const STOPS_AN_HOUR = 3;
const HOUR = 3_600_000;

/**
 * Stops a task, the last one of its service too: one that is taken over is no healthy one, and its
 * service starts another. ECS forgets a stopped task after an hour, so what ran is written to the
 * log as evidence first: a task's disk can't be kept.
 */
export async function stopTask(
  parts: StopTaskParts,
  { cluster, task, id }: { readonly cluster: string; readonly task: string; readonly id: string },
  changes: Changes,
): Promise<void> {
  const { ecs, log } = parts;
  try {
    const { tasks = [] } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: [task], include: ["TAGS"] }),
    );
    const [running] = tasks;
    if (running === undefined || ENDING.includes(running.lastStatus ?? "")) return;
    const change = `stop task ${task}`;
    if (changes.refuse(change, running.tags)) return;
    log({ level: "info", message: "evidence", finding: id, task, ...evidenceOf(running) });
    const stops = await stopsOf(parts, cluster, running.group);
    if (stops >= STOPS_AN_HOUR) {
      changes.leave(
        change,
        `limit: ${stops} tasks of ${running.group ?? cluster} were stopped within the hour`,
      );
      return;
    }
    await changes.make(change, () =>
      ecs.send(new StopTaskCommand({ cluster, task, reason: `${REASON}${id}` })),
    );
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function evidenceOf({ taskDefinitionArn, group, startedBy, startedAt, ...task }: Task) {
  return {
    taskDefinition: taskDefinitionArn,
    group,
    startedBy,
    startedAt: startedAt?.toISOString(),
    containers: (task.containers ?? []).map(({ name, image, imageDigest, runtimeId }) => ({
      name,
      image,
      imageDigest,
      runtimeId,
    })),
    interfaces: (task.attachments ?? []).flatMap(({ details = [] }) =>
      details
        .filter(({ name }) => name === "networkInterfaceId" || name === "privateIPv4Address")
        .map(({ value }) => value),
    ),
  };
}

/** How many tasks of a group the function stopped within the hour, for which ECS shows them. */
async function stopsOf(
  { ecs, now }: StopTaskParts,
  cluster: string,
  group: string | undefined,
): Promise<number> {
  const since = now() - HOUR;
  let stops = 0;
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(
      new ListTasksCommand({
        cluster,
        desiredStatus: "STOPPED",
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    ({ nextToken } = page);
    const { taskArns: tasks = [] } = page;
    if (tasks.length === 0) continue;
    const { tasks: stopped = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
    stops += stopped.filter(
      (task) =>
        task.group === group &&
        task.stoppedReason?.startsWith(REASON) === true &&
        // Without a time it is stopping now.
        ((task.stoppingAt ?? task.stoppedAt)?.getTime() ?? since) >= since,
    ).length;
  } while (nextToken !== undefined);
  return stops;
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
