import assert from "node:assert/strict";

import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

describe("settings of systems beside each other", () => {
  const NAMES = [
    ["platform.edge.host", "api"],
    ["documents.host", "documents"],
    ["music.host", "music"],
    ["music.originHost", "music-origin"],
    ["tracker.host", "tracker"],
  ] as const;
  for (const [first, [owner, label]] of NAMES.entries()) {
    for (const [path] of NAMES.slice(first + 1)) {
      it(`P-EDGE-4: ${path} is no name that ${owner} has`, () => {
        const name = `${label}.dev.example.com`;
        assert.deepEqual(problemLines(withSetting(rawSettings("dev"), path, name)), [
          `rampart:${path} is "${name}"; allowed: another name than ${owner}`,
        ]);
      });
    }
  }

  it("P-EDGE-4: nor that by which CloudFront asks the platform", () => {
    const name = "origin.staging.example.com";
    for (const path of ["documents.host", "music.host", "tracker.host"]) {
      assert.deepEqual(problemLines(withSetting(rawSettings("staging"), path, name)), [
        `rampart:${path} is "${name}"; allowed: another name than platform.edge.distribution.originHost`,
      ]);
    }
  });

  it("P-EDGE-4: what is off has no name", () => {
    const off = withSetting(rawSettings("dev"), "documents", { mode: "off" });
    const name = "documents.dev.example.com";
    assert.deepEqual(problemLines(withSetting(off, "music.host", name)), []);
  });

  it("S-MUSIC-2, P-AUTO-1: no task of the music asks a database that the environment's hours stop", () => {
    const shutdown = { timeZone: "UTC", down: "20:00", up: "08:00" };
    const staging = withSetting(rawSettings("staging"), "operations.shutdown", shutdown);
    assert.deepEqual(problemLines(staging), [
      `rampart:operations.shutdown is ${JSON.stringify(shutdown)}; allowed: nothing while music.mode is fargate: its tasks would ask a database that is down`,
    ]);
    assert.deepEqual(problemLines(withSetting(staging, "music", { mode: "off" })), []);
    // Its own database runs on with the host.
    assert.deepEqual(problemLines(rawSettings("dev")), []);
  });

  it("S-MUSIC-1, P-DATA-5: no host holds data that must survive, since each version is a new host", () => {
    const kept = withSetting(rawSettings("dev"), "environment.dataProtection", "protected");
    assert.deepEqual(
      problemLines(kept).filter((line) => line.includes("music")),
      [
        'rampart:music.mode is "host"; allowed: off or fargate while environment.dataProtection is protected: a new version is a new host, without the database of the old one',
      ],
    );
  });
});
