import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, TASK_DEFINITION } from "./containers.ts";

const ADMINISTRATORS = ["root", "administrator", "containeradministrator"];

export const ecsNonRootUser = defineControl({
  id: "ecs-non-root-user",
  title: "Containers run as a user without privileges",
  severity: "high",
  frameworks: {
    fsbp: ["ECS.1"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "A flaw in the program gives root's rights in the container, and eases the way out of it.",
  remedy: "Set user to an id other than 0, such as 10001:10001",
  types: [TASK_DEFINITION],
  scope: "resource",
  check: ({ resource }) =>
    eachContainer(resource, (container, title) => {
      const user = partOf(container, "user");
      const [name = ""] = (user.text ?? "").split(":");
      if (name.trim() === "") return expect(false, `Container ${title} names no user`, user);
      return expect(!isRoot(name.trim()), `Container ${title} runs as ${name.trim()}`, user);
    }),
});

/** By name or by number: `root`, `0`, `00`. */
function isRoot(name: string): boolean {
  return ADMINISTRATORS.includes(name.toLowerCase()) || Number(name) === 0;
}
