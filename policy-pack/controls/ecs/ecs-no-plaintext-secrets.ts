import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { credentialIn } from "../shared/credentials.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, TASK_DEFINITION } from "./containers.ts";

export const ecsNoPlaintextSecrets = defineControl({
  id: "ecs-no-plaintext-secrets",
  title: "No container's environment holds a credential",
  severity: "critical",
  frameworks: { fsbp: ["ECS.8"], cis3: [], cis7: [], nist: ["CM-2", "CA-9(1)"] },
  cause: "Whoever may describe the task definition, or read the state or a log, can read it.",
  remedy: "Keep it in Secrets Manager, and name it in the container's secrets by valueFrom",
  types: [TASK_DEFINITION],
  scope: "resource",
  check: ({ resource }) =>
    eachContainer(resource, (container, title) =>
      each(partOf(container, "environment").items(), (variable) => {
        const name = partOf(variable, "name").text ?? "";
        const value = partOf(variable, "value");
        const found = credentialIn(name, value.text ?? "");
        return expect(
          found === undefined,
          `Variable ${name} of container ${title} holds ${found ?? ""}`,
          value,
        );
      }),
    ),
});
