import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

const DEPLOYMENT = "platform.service.deployment";
const KEY = `rampart:${DEPLOYMENT}`;

/** The block, and the lines that a person reads. */
const REFUSED: readonly [deployment: object, lines: string[]][] = [
  [{ strategy: "linear" }, [`${KEY}.strategy is "linear"; allowed: rolling, blueGreen, canary`]],
  [
    { strategy: "canary", minimumHealthyPercent: 50, maximumPercent: 200 },
    [
      `${KEY}.minimumHealthyPercent is 50; allowed: nothing with strategy canary, which has no use of it`,
      `${KEY}.maximumPercent is 200; allowed: nothing with strategy canary, which has no use of it`,
    ],
  ],
  [
    { strategy: "blueGreen", canaryPercent: 5 },
    [`${KEY}.canaryPercent is 5; allowed: nothing with strategy blueGreen, which has no use of it`],
  ],
  [
    { bakeMinutes: 10 },
    [`${KEY}.bakeMinutes is 10; allowed: nothing with strategy rolling, which has no use of it`],
  ],
  [{ strategy: "canary", canaryPercent: 0 }, [`${KEY}.canaryPercent is 0; allowed: 1–50 percent`]],
  [
    { strategy: "canary", canaryPercent: 51 },
    [`${KEY}.canaryPercent is 51; allowed: 1–50 percent`],
  ],
  [
    { strategy: "canary", canaryMinutes: 4 },
    [`${KEY}.canaryMinutes is 4; allowed: 5–1440 minutes`],
  ],
  [
    { strategy: "blueGreen", bakeMinutes: 1441 },
    [`${KEY}.bakeMinutes is 1441; allowed: 5–1440 minutes`],
  ],
  [
    { minimumHealthyPercent: 100, maximumPercent: 100 },
    [`${KEY}.maximumPercent is 100; allowed: more than 100 when minimumHealthyPercent is 100`],
  ],
];

describe("Settings of the application's deployment", () => {
  for (const [deployment, lines] of REFUSED) {
    it(`feature 21: refuses ${JSON.stringify(deployment)}`, () => {
      assert.deepEqual(
        problemLines(withSetting(rawSettings("dev"), DEPLOYMENT, deployment)),
        lines,
      );
    });
  }

  for (const deployment of [
    { strategy: "rolling", minimumHealthyPercent: 100, maximumPercent: 150 },
    { strategy: "blueGreen", bakeMinutes: 5 },
    { strategy: "canary", canaryPercent: 50, canaryMinutes: 1440, bakeMinutes: 1440 },
  ]) {
    it(`feature 21: takes ${JSON.stringify(deployment)}`, () => {
      assert.deepEqual(problemLines(withSetting(rawSettings("dev"), DEPLOYMENT, deployment)), []);
    });
  }

  it("feature 21: replaces tasks step by step unless told otherwise", () => {
    const { settings } = checkSettings("rampart", rawSettings("dev"));
    assert.deepEqual(settings?.platform.service.deployment, { strategy: "rolling" });
  });

  it("feature 21: shifts no traffic where there is no listener, or by the requests of one group", () => {
    const shifting = withSetting(rawSettings("dev"), DEPLOYMENT, { strategy: "canary" });
    const pending = withSetting(shifting, "platform.edge.certificate", { mode: "pending" });
    assert.deepEqual(problemLines(pending), [
      `${KEY}.strategy is "canary"; allowed: rolling while edge.certificate is pending: there is no listener to shift traffic at`,
    ]);
    const scaling = { minimum: 1, maximum: 2, requestsPerTarget: 100 };
    assert.deepEqual(problemLines(withSetting(shifting, "platform.service.scaling", scaling)), [
      "rampart:platform.service.scaling.requestsPerTarget is 100; allowed: nothing with deployment.strategy canary: requests are counted of one target group, and not always of the one that serves",
    ]);
  });

  it("feature 21: the music's tasks are replaced step by step alone", () => {
    const raw = withSetting(rawSettings("prod"), "music.service.deployment", {
      strategy: "canary",
    });
    const [line = "", ...more] = problemLines(raw);
    assert.deepEqual(more, []);
    assert.match(line, /^rampart:music\.service\.deployment\.strategy is an unknown key/);
  });
});
