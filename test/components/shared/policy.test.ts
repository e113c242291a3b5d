import assert from "node:assert/strict";

import {
  checkPolicyLength,
  type PolicyKind,
  policyJson,
  type Statement,
} from "../../../components/shared/policy.ts";

const read: Statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("policyJson", () => {
  it("is compact, in AWS's spelling, and keeps the order of the statements", () => {
    const write: Statement = { Sid: "Write", Effect: "Deny", Action: ["s3:*"], Resource: "*" };
    assert.equal(
      policyJson("inline", [read, write]),
      '{"Version":"2012-10-17","Statement":[' +
        '{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},' +
        '{"Sid":"Write","Effect":"Deny","Action":["s3:*"],"Resource":"*"}]}',
    );
  });

  it("refuses two statements of one name", () => {
    assert.throws(() => policyJson("key", [read, read]), {
      message: 'Sid "Read" is used twice in one key policy.',
    });
  });

  for (const Sid of ["", "Two words", "under_score", "dash-ed"]) {
    it(`refuses the Sid "${Sid}", which IAM would`, () => {
      assert.throws(() => policyJson("inline", [{ ...read, Sid }]), {
        message: `Sid "${Sid}" must be letters and digits.`,
      });
    });
  }

  const limits: Readonly<Record<PolicyKind, number>> = {
    trust: 2_048,
    inline: 10_240,
    managed: 6_144,
    bucket: 20_480,
    key: 32_768,
    secret: 20_480,
    endpoint: 20_480,
    repository: 10_240,
    logs: 5_120,
    queue: 8_192,
    "file-system": 20_000,
    topic: 30_720,
  };
  for (const [kind, limit] of Object.entries(limits) as [PolicyKind, number][]) {
    it(`T18, T98: a ${kind} policy may have ${limit} characters and not one more`, () => {
      const stem = policyJson(kind, [{ ...read, Resource: "" }]).length;
      const filled = (length: number) => [{ ...read, Resource: "x".repeat(length - stem) }];
      assert.equal(policyJson(kind, filled(limit)).length, limit);
      assert.throws(() => policyJson(kind, filled(limit + 1)), {
        message: `A ${kind} policy has ${limit + 1} characters; ${limit} are allowed.`,
      });
    });
  }
});

describe("checkPolicyLength", () => {
  it("adds up documents that AWS counts together", () => {
    checkPolicyLength("inline", ["x".repeat(10_000), "x".repeat(240)]);
    assert.throws(() => {
      checkPolicyLength("inline", ["x".repeat(10_000), "x".repeat(241)]);
    }, new Error("All inline policies have 10241 characters; 10240 are allowed."));
  });

  it("has nothing against no document", () => {
    checkPolicyLength("inline", []);
  });
});
