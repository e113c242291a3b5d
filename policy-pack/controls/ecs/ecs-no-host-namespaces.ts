import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { TASK_DEFINITION } from "./containers.ts";

export const ecsNoHostNamespaces = defineControl({
  id: "ecs-no-host-namespaces",
  title: "Tasks share no network, processes or memory with their host",
  severity: "high",
  frameworks: { fsbp: ["ECS.3"], cis3: [], cis7: [], nist: ["CM-2", "CA-9(1)"] },
  cause: "A container sees its neighbours' traffic or processes, and can act on them.",
  remedy: "Set networkMode to awsvpc, and leave pidMode and ipcMode out",
  types: [TASK_DEFINITION],
  scope: "resource",
  check({ resource }) {
    const shares = (property: string, what: string) => () => {
      const mode = resource.at(property);
      return expect(mode.text !== "host", `The task shares the host's ${what}`, mode);
    };
    const network = () => {
      const mode = resource.at("networkMode");
      // Without a mode a task gets the host's bridge.
      const said = mode.text ?? "bridge";
      return expect(said === "awsvpc", `The task's network mode is ${said}`, mode);
    };
    const parts = [network, shares("pidMode", "processes"), shares("ipcMode", "memory")];
    return each(parts, (part) => part());
  },
});
