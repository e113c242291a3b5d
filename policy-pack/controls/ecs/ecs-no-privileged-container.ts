import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, TASK_DEFINITION } from "./containers.ts";

export const ecsNoPrivilegedContainer = defineControl({
  id: "ecs-no-privileged-container",
  title: "No container is privileged",
  severity: "high",
  frameworks: {
    fsbp: ["ECS.4"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause:
    "Who takes over the container has the rights of root on its host, and all containers there.",
  remedy: "Leave privileged out, and add the one capability that the container needs",
  types: [TASK_DEFINITION],
  scope: "resource",
  check: ({ resource }) =>
    eachContainer(resource, (container, title) => {
      const privileged = partOf(container, "privileged");
      return expect(privileged.flag !== true, `Container ${title} is privileged`, privileged);
    }),
});
