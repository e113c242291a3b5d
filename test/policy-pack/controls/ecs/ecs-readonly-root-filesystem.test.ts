import assert from "node:assert/strict";

import { ecsReadonlyRootFilesystem } from "../../../../policy-pack/controls/ecs/ecs-readonly-root-filesystem.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { accepted, container, inEachForm, task, text } from "./tasks.ts";

const MESSAGES = ["Container app can write to its root file system"];

describe("ecs-readonly-root-filesystem", () => {
  itBehaves({
    control: ecsReadonlyRootFilesystem,
    compliant: task({ runtimePlatform: { operatingSystemFamily: "LINUX" } }),
    subject: "task",
    fails: [
      ...inEachForm("it may write", { readonlyRootFilesystem: false }, MESSAGES),
      ...inEachForm("it says nothing", { readonlyRootFilesystem: null }, MESSAGES),
      {
        title: "only the sidecar is locked",
        path: "containerDefinitions",
        value: text(container({ name: "sidecar" }), { name: "app" }),
        messages: MESSAGES,
      },
    ],
    accepts: [
      ...accepted(
        ["text", { readonlyRootFilesystem: "true" }],
        ["another case", { readonlyRootFilesystem: null, ReadonlyRootFilesystem: true }],
      ),
      { title: "no platform, which is Linux", path: "runtimePlatform" },
    ],
  });

  it("does not concern Windows, where no root file system can be locked", () => {
    const windows = task({
      runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
      containerDefinitions: text({ name: "app" }),
    });
    assert.equal(said(judged(ecsReadonlyRootFilesystem, windows, "task")), "notApplicable");
  });

  it("has nothing to judge without containers", () => {
    const empty = task({ containerDefinitions: "[]" });
    assert.equal(said(judged(ecsReadonlyRootFilesystem, empty, "task")), "notApplicable");
  });
});
