import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, TASK_DEFINITION } from "./containers.ts";

export const ecsContainerLogging = defineControl({
  id: "ecs-container-logging",
  title: "Containers log",
  severity: "high",
  frameworks: { fsbp: ["ECS.9"], cis3: [], cis7: [], nist: ["AU-2", "AU-3", "AU-12"] },
  cause: "What a container says is lost with it: no fault and no attack can be traced.",
  remedy: "Set logConfiguration with a log driver, such as awslogs",
  types: [TASK_DEFINITION],
  scope: "resource",
  check: ({ resource }) =>
    eachContainer(resource, (container, title) => {
      const driver = partOf(container, "logConfiguration.logDriver");
      const logs = !["", "none"].includes((driver.text ?? "").trim().toLowerCase());
      return expect(logs, `Container ${title} has no log driver`, driver);
    }),
});
