import assert from "node:assert/strict";

import {
  DEPLOYMENT_BOUNDS,
  deploymentProblems,
  type DeploymentSettings,
  shiftsTraffic,
} from "../../../components/shared/deployment.ts";

const idle = (strategy: string) => `nothing with strategy ${strategy}, which has no use of it`;

/** One value for each field that is within its bounds. */
const ALL = {
  minimumHealthyPercent: 50,
  maximumPercent: 200,
  canaryPercent: 10,
  canaryMinutes: 10,
  bakeMinutes: 10,
} satisfies Omit<Required<DeploymentSettings>, "strategy">;

describe("Settings of a deployment", () => {
  for (const [strategy, useless] of [
    [undefined, ["canaryPercent", "canaryMinutes", "bakeMinutes"]],
    ["rolling", ["canaryPercent", "canaryMinutes", "bakeMinutes"]],
    ["blueGreen", ["minimumHealthyPercent", "maximumPercent", "canaryPercent", "canaryMinutes"]],
    ["canary", ["minimumHealthyPercent", "maximumPercent"]],
  ] as const) {
    it(`feature 21: ${strategy ?? "none"} has no use of ${useless.join(", ")}`, () => {
      const problems = deploymentProblems({ strategy, ...ALL });
      assert.deepEqual(problems.map(({ field }) => field).sort(), [...useless].sort());
      for (const { allowed } of problems) assert.equal(allowed, idle(strategy ?? "rolling"));
      assert.deepEqual(deploymentProblems({ strategy }), []);
      assert.equal(shiftsTraffic({ strategy }), !["rolling", undefined].includes(strategy));
    });
  }

  it("feature 18: a rolling deployment must be let to replace a task", () => {
    const stuck = { minimumHealthyPercent: 100, maximumPercent: 100 };
    assert.deepEqual(deploymentProblems(stuck), [
      { field: "maximumPercent", allowed: "more than 100 when minimumHealthyPercent is 100" },
    ]);
    assert.deepEqual(deploymentProblems({ ...stuck, maximumPercent: 101 }), []);
    assert.deepEqual(deploymentProblems({ ...stuck, minimumHealthyPercent: 99 }), []);
    assert.deepEqual(deploymentProblems({ minimumHealthyPercent: 100 }), []);
    assert.deepEqual(deploymentProblems({ maximumPercent: 100 }), []);
  });

  it("feature 21: stays within what ECS takes, and gives an alarm the time to go off", () => {
    const minutes = { least: 5, most: 1_440 };
    assert.deepEqual(DEPLOYMENT_BOUNDS, {
      minimumHealthyPercent: { least: 0, most: 100 },
      maximumPercent: { least: 100, most: 200 },
      canaryPercent: { least: 1, most: 50 },
      canaryMinutes: minutes,
      bakeMinutes: minutes,
    });
  });
});
