import { defineControl } from "../../engine/control.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, isWindows, TASK_DEFINITION } from "./containers.ts";

export const ecsReadonlyRootFilesystem = defineControl({
  id: "ecs-readonly-root-filesystem",
  title: "Containers cannot write to their root file system",
  severity: "high",
  frameworks: {
    fsbp: ["ECS.5"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "Who takes over the container can change its program and bring tools along.",
  remedy: "Set readonlyRootFilesystem to true, and mount a volume or tmpfs where it must write",
  types: [TASK_DEFINITION],
  scope: "resource",
  check({ resource }) {
    if (isWindows(resource)) return notApplicable;
    return eachContainer(resource, (container, title) => {
      const readonly = partOf(container, "readonlyRootFilesystem");
      const message = `Container ${title} can write to its root file system`;
      return expect(readonly.flag === true, message, readonly);
    });
  },
});
