import { ecsNoPrivilegedContainer } from "../../../../policy-pack/controls/ecs/ecs-no-privileged-container.ts";
import { itBehaves } from "../../support/cases.ts";
import { accepted, container, inEachForm, task, text } from "./tasks.ts";

const MESSAGES = ["Container app is privileged"];
const at = (value: string) => ({ path: "containerDefinitions", value, messages: MESSAGES });

describe("ecs-no-privileged-container", () => {
  itBehaves({
    control: ecsNoPrivilegedContainer,
    compliant: task(),
    subject: "task",
    fails: [
      ...inEachForm("it is privileged", { privileged: true }, MESSAGES),
      { title: "it says so in text", ...at(text(container({ privileged: "true" }))) },
      { title: "it says so in another case", ...at(text(container({ Privileged: true }))) },
      {
        title: "the last of two spellings says so",
        ...at(text(container({ privileged: false, PRIVILEGED: true }))),
      },
      {
        title: "two are",
        path: "containerDefinitions",
        value: text(
          container({ privileged: true }),
          container({ name: "other", privileged: true }),
        ),
        messages: [...MESSAGES, "Container other is privileged"],
      },
      {
        title: "one without a name is",
        path: "containerDefinitions",
        value: text({ privileged: true }),
        messages: ["Container containerDefinitions[0] is privileged"],
      },
    ],
    accepts: accepted(["privileged false", { privileged: false }], ["no user", { user: "" }]),
  });
});
