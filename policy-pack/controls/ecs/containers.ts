import type { Reading } from "../../engine/reading.ts";
import { each, notApplicable, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";

export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** The containers of a task, written as text or as objects, one or many. */
export function containersOf(task: View): Reading[] {
  return task.at("containerDefinitions").json().items();
}

/** Judges each container by itself. */
export function eachContainer(
  task: View,
  judge: (container: Reading, title: string) => Verdicts,
): Verdicts {
  const containers = containersOf(task);
  if (containers.length === 0) return notApplicable;
  return each(containers, (container) => judge(container, titleOf(container)));
}

/** Windows has no root, and no root file system that could be locked. */
export function isWindows(task: View): boolean {
  const family = task.at("runtimePlatform.operatingSystemFamily").text ?? "";
  return family.toUpperCase().startsWith("WINDOWS");
}

/** How a message calls a container: by its name, else by its place. */
function titleOf(container: Reading): string {
  const name = partOf(container, "name");
  return (name.kind === "known" ? name.text : undefined) ?? container.path;
}
