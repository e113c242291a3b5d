import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

const ON = { mode: "on", emails: ["catalogue@example.com"] };
const KEY = "arn:aws:kms:us-east-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function accepted(ingest: unknown) {
  const { settings } = checkSettings("rampart", withSetting(rawSettings("dev"), "ingest", ingest));
  return settings?.ingest ?? assert.fail("the settings were refused");
}

/** What is wrong with a block in a stack. */
const refused = (changes: object, stack = "dev"): string[] =>
  problemLines(withSetting(rawSettings(stack), "ingest", { ...ON, ...changes }));

describe("settings of the ingest of events", () => {
  it("S-INGEST: is off unless asked for", () => {
    assert.deepEqual(accepted(undefined), { mode: "off" });
    assert.deepEqual(accepted({ mode: "off" }), { mode: "off" });
  });

  it("S-INGEST: needs no more than an address", () => {
    assert.deepEqual(accepted(ON), {
      ...ON,
      user: false,
      rangeKey: true,
      replicas: [],
      logRetentionDays: 365,
    });
  });

  it("S-INGEST-5: is told to somebody, and to each one once", () => {
    assert.deepEqual(refused({ emails: [] }), [
      "rampart:ingest.emails is []; allowed: 1 or more entries",
    ]);
    assert.equal(refused({ emails: ["a@example.com", "a@example.com"] }).length, 1);
    assert.equal(refused({ emails: ["nobody"] }).length, 1);
  });

  it("S-INGEST-1, P-DATA-5: empties buckets only where data may go", () => {
    assert.deepEqual(refused({ forceDestroy: true }), []);
    assert.deepEqual(refused({ forceDestroy: false }, "prod"), []);
    assert.deepEqual(refused({ forceDestroy: true }, "prod"), [
      "rampart:ingest.forceDestroy is true; allowed: false while environment.dataProtection is protected",
    ]);
  });

  it("S-INGEST-3: has replicas in other regions, once each, under the account's keys of theirs", () => {
    assert.deepEqual(refused({ replicas: [{ region: "us-east-2", keyArn: KEY }] }), []);
    assert.deepEqual(refused({ replicas: [{ region: "eu-west-1", keyArn: KEY }] }), [
      `rampart:ingest.replicas[0].keyArn is "${KEY.slice(0, 58)}…; allowed: a key of 111122223333 in eu-west-1`,
    ]);
    const own = KEY.replace("us-east-2", "us-east-1");
    assert.deepEqual(refused({ replicas: [{ region: "us-east-1", keyArn: own }] }), [
      'rampart:ingest.replicas[0].region is "us-east-1"; allowed: another region than us-east-1 (environment.region)',
    ]);
    const twice = [1, 2].map(() => ({ region: "us-east-2", keyArn: KEY }));
    assert.equal(refused({ replicas: twice }).length, 1);
    const foreign = KEY.replace("111122223333", "999988887777");
    assert.equal(refused({ replicas: [{ region: "us-east-2", keyArn: foreign }] }).length, 1);
  });

  it("S-INGEST: refuses what it does not know", () => {
    assert.equal(refused({ emial: "x" }).length, 1);
    assert.equal(refused({ mode: "of" }).length, 1);
  });
});
