import { ecsNonRootUser } from "../../../../policy-pack/controls/ecs/ecs-non-root-user.ts";
import { itBehaves } from "../../support/cases.ts";
import { accepted, container, inEachForm, task, text } from "./tasks.ts";

const NOBODY = ["Container app names no user"];
const runs = (user: unknown, name: string) => ({
  title: `it runs as ${JSON.stringify(user)}`,
  path: "containerDefinitions",
  value: text(container({ user: user as string })),
  messages: [`Container app runs as ${name}`],
});

describe("ecs-non-root-user", () => {
  itBehaves({
    control: ecsNonRootUser,
    compliant: task(),
    subject: "task",
    fails: [
      ...inEachForm("it names no user", { user: null }, NOBODY),
      ...inEachForm("it names an empty user", { user: "" }, NOBODY),
      ...inEachForm("it names a group only", { user: ":1000" }, NOBODY),
      runs("root", "root"),
      runs("Root:app", "Root"),
      runs("0", "0"),
      runs("0:1000", "0"),
      runs("00", "00"),
      runs(0, "0"),
      runs(" root", "root"),
      runs("ContainerAdministrator", "ContainerAdministrator"),
    ],
    accepts: accepted(
      ["a name", { user: "app" }],
      ["a number", { user: 1000 }],
      ["a name and a group", { user: "app:root" }],
      ["a name that begins like root", { user: "rootless" }],
      ["another case of the property", { user: null, User: "1000" }],
    ),
  });
});
