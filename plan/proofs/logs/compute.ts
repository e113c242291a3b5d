import type { Resource } from "../../graph/resource.ts";
import { isUnknown, textOf, UNKNOWN, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { type Path, stops, unknown } from "../path.ts";
import { contextOf } from "../sender.ts";
import { TYPE } from "../types.ts";
import { nameOf, type World } from "../world.ts";
import { groupFound, logPath, roleWriterHops } from "./writers.ts";

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
  return world
    .ofType(TASK)
    .flatMap((task) =>
      logsOf(task).map((log) => logPath("Container logs", task, containerHops(world, task, log))),
    );
}

/** What a task's containers say of a log; all that is missing is undefined. */
interface ContainerLog {
  /** Name of a container that has no log in CloudWatch. */
  readonly name?: string;
  readonly driver?: Value | undefined;
  readonly group?: Value | undefined;
  readonly region?: Value | undefined;
}

function containerHops(
  world: World,
  task: Resource,
  { name, driver, group, region }: ContainerLog,
) {
  const label = `task ${nameOf(task) ?? task.name}`;
  if (name !== undefined) {
    const from = `container ${name} of ${label}`;
    if (driver !== undefined && driver !== "none") {
      const why = `where log driver ${textOf(driver)} takes what ${from} says is not known here`;
      return [unknown({ from, to: "a log" }, why, `Give ${from} the log driver awslogs.`)];
    }
    const why = `${from} has no log, so nobody would hear of what it says`;
    return [stops({ from, to: "nobody" }, why, `Give ${from} a logConfiguration.`)];
  }
  if (group === undefined) {
    const why = "where its containers log is unknown, so it can't be shown that the log arrives";
    const remedy = `Build containerDefinitions of ${label} from values that are known before anything exists.`;
    return [unknown({ from: label, to: "a log group" }, why, remedy)];
  }
  const found = groupFound(world, task, "containerDefinitions", group);
  const home = world.region(found.resource ?? task);
  if (region !== undefined && region !== home) {
    const to = found.resource ? world.label(found.resource) : (found.outside ?? "?");
    const why = `${label} logs to ${textOf(region)}, and ${to} is in ${home}`;
    return [stops({ from: label, to }, why, `Set awslogs-region of ${label} to ${home}.`)];
  }
  return roleWriterHops(world, {
    label,
    role: world.find(task, "executionRoleArn", TYPE.role, task.inputs["executionRoleArn"]),
    service: "ecs-tasks.amazonaws.com",
    context: taskContext(world, world.region(task)),
    group: found,
    actions: WRITING,
  });
}

/** The logs of a task's containers, each once. */
function logsOf({ inputs }: Resource): ContainerLog[] {
  const text = inputs["containerDefinitions"];
  if (isUnknown(text)) return [{ group: UNKNOWN }];
  const containers = typeof text === "string" ? (JSON.parse(text) as Value) : (text ?? null);
  const logs = listOf(containers).flatMap((container): ContainerLog[] => {
    if (isUnknown(container)) return [{}];
    const settings = valueAt(container, "logConfiguration") ?? null;
    if (settings === null) return [{ name: textOf(valueAt(container, "name")) }];
    const driver = valueAt(settings, "logDriver");
    if (driver !== "awslogs") return [{ name: textOf(valueAt(container, "name")), driver }];
    const option = (name: string) => valueAt(settings, "options", `awslogs-${name}`);
    return [{ group: option("group"), region: option("region") }];
  });
  return [...new Map(logs.map((log) => [JSON.stringify(log), log])).values()];
}

/** From each service whose tasks can be entered to the log of what is typed there. */
export function shellLogPaths(world: World): Path[] {
  return world
    .ofType(SERVICE)
    .filter(({ inputs }) => inputs["enableExecuteCommand"] === true)
    .flatMap((service) => {
      const [cluster] = [
        ...world.inventory.sources(service, "cluster", TYPE.cluster),
        ...world.ofType(TYPE.cluster),
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
