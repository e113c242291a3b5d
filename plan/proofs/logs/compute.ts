import type { Resource } from "../../graph/resource.ts";
import { isProperties, isUnknown, textOf, UNKNOWN, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { type Path, unknown } from "../path.ts";
import { contextOf } from "../sender.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";
import { groupFound, logPath, roleWriterHops } from "./writers.ts";

const CLUSTER = "aws:ecs/cluster:Cluster";
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

const WRITING = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** From each function to its log group. */
export function functionLogPaths(world: World): Path[] {
  return world.ofType(TYPE.function).map((fn) => {
    const { loggingConfig, role } = fn.inputs;
    const named = valueAt(loggingConfig, "logGroup") ?? `/aws/lambda/${nameOf(fn) ?? fn.name}`;
    return logPath(
      "Function logs",
      fn,
      roleWriterHops(world, {
        label: world.label(fn),
        role: world.find(fn, "role", TYPE.role, role),
        service: "lambda.amazonaws.com",
        context: contextOf({}, ["aws:source*"]),
        group: groupFound(world, fn, "loggingConfig", named),
        actions: WRITING,
      }),
    );
  });
}

/** What ECS says of itself. Source: ECS guide, "Prevent cross-service confused deputy". */
function taskContext(world: World, region: string) {
  return contextOf({
    "aws:SourceAccount": world.account,
    "aws:SourceArn": world.arn("ecs", region, "task/*"),
  });
}

/** From each container to its log group, by the role that starts the task. */
export function containerLogPaths(world: World): Path[] {
  return world.ofType(TASK).flatMap((task) => {
    const label = `task ${nameOf(task) ?? task.name}`;
    return groupsOf(task).map((group) => {
      if (group === undefined) {
        const why =
          "where its containers log is unknown, so it can't be shown that the log arrives";
        const remedy = `Build containerDefinitions of ${label} from values that are known before anything exists.`;
        return logPath("Container logs", task, [
          unknown({ from: label, to: "a log group" }, why, remedy),
        ]);
      }
      return logPath(
        "Container logs",
        task,
        roleWriterHops(world, {
          label,
          role: world.find(task, "executionRoleArn", TYPE.role, task.inputs["executionRoleArn"]),
          service: "ecs-tasks.amazonaws.com",
          context: taskContext(world, world.region(task)),
          group: groupFound(world, task, "containerDefinitions", group),
          actions: WRITING,
        }),
      );
    });
  });
}

/** The groups that a task's containers name, each once; undefined for what can't be read. */
function groupsOf({ inputs }: Resource): (Value | undefined)[] {
  const text = inputs["containerDefinitions"];
  if (isUnknown(text)) return [UNKNOWN];
  const containers = typeof text === "string" ? (JSON.parse(text) as Value) : (text ?? null);
  const groups = listOf(containers).flatMap((container): (Value | undefined)[] => {
    const settings = valueAt(container, "logConfiguration");
    if (valueAt(settings, "logDriver") !== "awslogs") return [];
    return [isProperties(settings) ? valueAt(settings, "options", "awslogs-group") : undefined];
  });
  return [...new Set(groups)];
}

/** From each service whose tasks can be entered to the log of what is typed there. */
export function shellLogPaths(world: World): Path[] {
  return world
    .ofType(SERVICE)
    .filter(({ inputs }) => inputs["enableExecuteCommand"] === true)
    .flatMap((service) => {
      const [cluster] = [
        ...world.inventory.sources(service, "cluster", CLUSTER),
        ...world.ofType(CLUSTER),
      ];
      const settings = valueAt(cluster?.inputs["configuration"], "executeCommandConfiguration");
      const group = valueAt(settings, "logConfiguration", "cloudWatchLogGroupName");
      const [task] = world.inventory.sources(service, "taskDefinition", TASK);
      if (cluster === undefined || task === undefined || group === undefined) return [];
      return [
        logPath(
          "Shell sessions",
          service,
          roleWriterHops(world, {
            label: `shell of service ${textOf(service.inputs["name"])}`,
            role: world.find(task, "taskRoleArn", TYPE.role, task.inputs["taskRoleArn"]),
            service: "ecs-tasks.amazonaws.com",
            context: taskContext(world, world.region(task)),
            group: groupFound(world, cluster, "configuration", group),
            actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          }),
        ),
      ];
    });
}
