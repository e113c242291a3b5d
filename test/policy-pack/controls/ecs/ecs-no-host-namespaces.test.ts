import { ecsNoHostNamespaces } from "../../../../policy-pack/controls/ecs/ecs-no-host-namespaces.ts";
import { itBehaves } from "../../support/cases.ts";
import { task } from "./tasks.ts";

const network = (mode: string) => [`The task's network mode is ${mode}`];

describe("ecs-no-host-namespaces", () => {
  itBehaves({
    control: ecsNoHostNamespaces,
    compliant: task(),
    subject: "task",
    fails: [
      { title: "no mode is named", path: "networkMode", messages: network("bridge") },
      ...["host", "bridge", "default", "none"].map((mode) => ({
        title: `the mode is ${mode}`,
        path: "networkMode",
        value: mode,
        messages: network(mode),
      })),
      {
        title: "it shares processes",
        path: "pidMode",
        value: "host",
        messages: ["The task shares the host's processes"],
      },
      {
        title: "it shares memory",
        path: "ipcMode",
        value: "host",
        messages: ["The task shares the host's memory"],
      },
    ],
    accepts: [
      { title: "processes shared in the task", path: "pidMode", value: "task" },
      { title: "memory shared in the task", path: "ipcMode", value: "task" },
      { title: "no shared memory", path: "ipcMode", value: "none" },
    ],
  });

  describe("with an unknown beside it", () => {
    itBehaves({
      control: ecsNoHostNamespaces,
      compliant: task({ pidMode: "task", ipcMode: "none" }),
      subject: "task",
      fails: [
        {
          title: "the network is the host's, whatever else holds",
          path: "networkMode",
          value: "host",
          messages: network("host"),
        },
      ],
    });
  });
});
