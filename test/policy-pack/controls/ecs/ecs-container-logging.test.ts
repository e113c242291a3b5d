import { ecsContainerLogging } from "../../../../policy-pack/controls/ecs/ecs-container-logging.ts";
import { itBehaves } from "../../support/cases.ts";
import { accepted, inEachForm, task } from "./tasks.ts";

const MESSAGES = ["Container app has no log driver"];

describe("ecs-container-logging", () => {
  itBehaves({
    control: ecsContainerLogging,
    compliant: task(),
    subject: "task",
    fails: [
      ...inEachForm("it has no log configuration", { logConfiguration: null }, MESSAGES),
      ...inEachForm("it names no driver", { logConfiguration: { options: {} } }, MESSAGES),
      ...inEachForm("its driver drops all", { logConfiguration: { logDriver: "none" } }, MESSAGES),
      ...inEachForm("its driver is empty", { logConfiguration: { logDriver: "" } }, MESSAGES),
    ],
    accepts: accepted(
      ["another driver", { logConfiguration: { logDriver: "awsfirelens" } }],
      ["another case", { logConfiguration: null, LogConfiguration: { LogDriver: "awslogs" } }],
    ),
  });
});
