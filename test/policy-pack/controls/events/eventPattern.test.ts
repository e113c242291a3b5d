import assert from "node:assert/strict";

import fc from "fast-check";

import { lets } from "../../../../policy-pack/controls/events/eventPattern.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";

const EVENT: Value = {
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  resources: ["arn:a", "arn:b"],
  detail: {
    severity: 8,
    archived: false,
    note: null,
    findings: [{ Severity: { Label: "HIGH" } }, { Severity: { Label: "LOW" } }],
  },
};

describe("event patterns of EventBridge", () => {
  const YES: readonly Value[] = [
    {},
    { source: ["aws.guardduty"] },
    { source: ["aws.inspector2", "aws.guardduty"], "detail-type": ["GuardDuty Finding"] },
    { source: [{ prefix: "aws." }] },
    { source: [{ prefix: { "equals-ignore-case": "AWS." } }] },
    { source: [{ suffix: "duty" }] },
    { source: [{ suffix: { "equals-ignore-case": "DUTY" } }] },
    { source: [{ "equals-ignore-case": "AWS.GuardDuty" }] },
    { source: [{ wildcard: "aws.*duty" }] },
    { source: [{ "anything-but": "aws.ec2" }] },
    { source: [{ "anything-but": ["aws.ec2", "aws.s3"] }] },
    { source: [{ "anything-but": { prefix: "custom." } }] },
    { source: [{ "anything-but": { suffix: ["a", "b"] } }] },
    { source: [{ exists: true }] },
    { account: [{ exists: false }] },
    { resources: ["arn:b"] },
    { detail: { severity: [8] } },
    { detail: { severity: [{ numeric: [">=", 7] }] } },
    { detail: { severity: [{ numeric: [">", 7, "<=", 8] }] } },
    { detail: { severity: [{ numeric: ["=", 8] }] } },
    { detail: { severity: [{ numeric: [">=", 8] }] } },
    { detail: { archived: [false], note: [null] } },
    { detail: { findings: { Severity: { Label: ["HIGH", "CRITICAL"] } } } },
    { $or: [{ source: ["aws.ec2"] }, { detail: { severity: [8] } }] },
  ];
  for (const pattern of YES) {
    it(`let it through: ${JSON.stringify(pattern)}`, () => {
      assert.equal(lets(pattern, EVENT), true);
    });
  }

  const NO: readonly Value[] = [
    null,
    "aws.guardduty",
    [],
    { source: [] },
    { source: "aws.guardduty" },
    { source: ["AWS.GUARDDUTY"] },
    { source: ["aws.guardduty"], "detail-type": ["Other"] },
    { source: [{ prefix: "custom." }] },
    { source: [{ prefix: 5 }] },
    { source: [{ prefix: "aws.", suffix: "inspector" }] },
    { source: [{ prefix: { "equals-case": "aws." } }] },
    { source: [{ "equals-ignore-case": "aws.ec2" }] },
    { source: [{ "equals-ignore-case": 5 }] },
    { source: [{ wildcard: 5 }] },
    { source: [{ unheard: "aws.guardduty" }] },
    { source: [{ wildcard: "aws.?uardduty" }] },
    { source: [{ "anything-but": ["aws.guardduty"] }] },
    { source: [{ "anything-but": { prefix: "aws." } }] },
    { source: [{ "anything-but": { prefix: ["custom.", "aws."] } }] },
    { source: [{ exists: false }] },
    { source: [{ unheard: "of" }] },
    { source: [{}] },
    { account: ["111122223333"] },
    { account: [{ exists: true }] },
    { account: [{ "anything-but": "111122223333" }] },
    { resources: ["arn:c"] },
    { detail: { severity: ["8"] } },
    { detail: { severity: [{ prefix: "8" }] } },
    { detail: { severity: [{ numeric: ["<", 7] }] } },
    { detail: { severity: [{ numeric: ["<=", 7] }] } },
    { detail: { severity: [{ numeric: ["=", 7] }] } },
    { detail: { severity: [{ numeric: [">=", 9] }] } },
    { detail: { severity: [{ numeric: [">", 8] }] } },
    { detail: { severity: [{ numeric: ["<", "9"] }] } },
    { detail: { severity: [{ numeric: 8 }] } },
    { detail: { note: [{ numeric: ["<", 7] }] } },
    { detail: { severity: [{ numeric: [">", 7, "<", 8] }] } },
    { detail: { severity: [{ numeric: [] }] } },
    { detail: { severity: [{ numeric: ["constructor", 7] }] } },
    { detail: { severity: [{ cidr: "10.0.0.0/8" }] } },
    { detail: { severity: { deeper: ["a"] } } },
    { detail: { constructor: [{ exists: true }] } },
    { detail: { findings: { Severity: { Label: ["CRITICAL"] } } } },
    { $or: [{ source: ["aws.ec2"] }, { source: ["aws.s3"] }] },
  ];
  for (const pattern of NO) {
    it(`hold it back: ${JSON.stringify(pattern)}`, () => {
      assert.equal(lets(pattern, EVENT), false);
    });
  }

  it("never throw, and never let through what one more test holds back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (pattern) => {
        const value = pattern as Value;
        lets(value, EVENT);
        assert.equal(lets({ source: ["aws.ec2"], detail: value }, EVENT), false);
      }),
    );
  });
});
