import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { RESERVED } from "../../systems/concurrency.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

const PATH = "operations.response";
const REPORT = { timeZone: "UTC", at: "09:00" };

function accepted(value: unknown) {
  const { settings } = checkSettings("rampart", withSetting(rawSettings("dev"), PATH, value));
  return settings?.operations.response;
}

function lines(value: unknown): string[] {
  return problemLines(withSetting(rawSettings("dev"), PATH, value));
}

describe("settings of the response", () => {
  it("P-RESP: nothing happens by itself unless a stack says so", () => {
    assert.deepEqual(accepted({}), { mode: "off", neighbours: [] });
  });

  it("P-RESP, P-AUTO-2: takes a mode, neighbours and a time for the report", () => {
    const response = { mode: "dry-run", neighbours: ["staging"], report: REPORT };
    assert.deepEqual(accepted(response), response);
  });

  for (const [value, line] of [
    [{ mode: "maybe" }, `rampart:${PATH}.mode is "maybe"; allowed: off, dry-run, on`],
    [
      { neighbours: ["Staging"] },
      `rampart:${PATH}.neighbours[0] is "Staging"; allowed: the name of a stack such as staging`,
    ],
    [
      { report: { ...REPORT, timeZone: "New York" } },
      `rampart:${PATH}.report.timeZone is "New York"; allowed: an IANA time zone such as America/New_York`,
    ],
    [
      { report: { ...REPORT, at: "9:00" } },
      `rampart:${PATH}.report.at is "9:00"; allowed: a time of day such as 09:00`,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.deepEqual(lines(value), [line]);
    });
  }
});

describe("settings of Lambda's concurrency", () => {
  const path = "operations.lambdaConcurrency";

  it("T87: refuses what leaves others fewer than AWS's 100, as in a new account", () => {
    for (const limit of [10, 50, 110]) {
      assert.deepEqual(problemLines(withSetting(rawSettings("dev"), path, limit)), [
        `rampart:${path} is ${limit}; allowed: 121–1000000 calls at a time`,
      ]);
    }
    assert.deepEqual(problemLines(withSetting(rawSettings("dev"), path, 121)), []);
    assert.equal(100 + RESERVED, 121);
  });
});
