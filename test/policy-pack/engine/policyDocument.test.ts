import assert from "node:assert/strict";

import fc from "fast-check";

import {
  allowsPublic,
  coversAction,
  type Statement,
  statementOf,
  statementsOf,
} from "../../../policy-pack/engine/policyDocument.ts";
import type { Value } from "../../../policy-pack/engine/resource.ts";
import { View } from "../../../policy-pack/engine/view.ts";
import { covers, matchesAction, overlap } from "../../../policy-pack/engine/wildcard.ts";
import { resource } from "../support/resources.ts";

function parsed(policy: Value): Statement[] {
  const view = new View(resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy }));
  return statementsOf(view.at("policy")).map(statementOf);
}

function one(statement: Value): Statement {
  const [only, ...more] = parsed({ Statement: statement });
  assert.ok(only && more.length === 0);
  return only;
}

describe("a policy document", () => {
  it("is the same however it is written", () => {
    const long = {
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: ["*"] },
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::data/*"],
          Condition: { StringEquals: { "aws:SourceVpce": ["vpce-1"] } },
        },
      ],
    };
    const short = {
      statement: {
        effect: "Allow",
        principal: "*",
        action: "s3:GetObject",
        resource: "arn:aws:s3:::data/*",
        condition: { stringequals: { "AWS:SourceVpce": "vpce-1" } },
      },
    };
    const [expected] = parsed(long);
    const forms = [JSON.stringify(long), short, JSON.stringify(short)].map(parsed);
    for (const [statement] of forms)
      assert.deepEqual({ ...statement, path: expected?.path }, expected);
  });

  it("has no statements when it is empty or something else", () => {
    for (const policy of ["{}", "[]", "17", "null", { Statement: [] }, []]) {
      assert.deepEqual(parsed(policy), []);
    }
  });

  const PUBLIC: readonly (readonly [title: string, part: { readonly [key: string]: Value }])[] = [
    ["*", { Principal: "*" }],
    ["AWS: *", { Principal: { AWS: "*" } }],
    ["a list with *", { Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }],
    ["a principal list", { Principal: ["*"] }],
    ["*: *", { Principal: { "*": "*" } }],
    ["any account", { Principal: { AWS: "arn:aws:iam::*:root" } }],
    ["any service", { Principal: { Service: "*" } }],
    ["all but one", { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }],
  ];
  for (const [title, part] of PUBLIC) {
    it(`admits everyone by ${title}`, () => {
      assert.equal(allowsPublic(one({ Effect: "Allow", ...part })), true);
      assert.equal(allowsPublic(one({ Effect: "Deny", ...part })), false);
    });
  }

  it("admits nobody who is not named", () => {
    for (const Principal of [
      { AWS: "arn:aws:iam::111122223333:role/app" },
      { AWS: "111122223333" },
      { Service: "s3.amazonaws.com" },
    ]) {
      assert.equal(allowsPublic(one({ Effect: "Allow", Principal })), false);
    }
    assert.equal(allowsPublic(one({ Effect: "Allow", Action: "*" })), false, "of an identity");
  });

  const ARN = "arn:aws:sns:us-east-1:111122223333:topic";
  const CONDITIONS: readonly (readonly [
    fixes: boolean,
    operator: string,
    key: string,
    value: Value,
  ])[] = [
    [true, "StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
    [true, "StringLike", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
    [true, "ForAnyValue:StringEquals", "aws:PrincipalOrgID", ["o-1", "o-2"]],
    [false, "StringLike", "aws:PrincipalOrgID", "o-*"],
    [false, "StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"],
    [false, "ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1"],
    [false, "StringNotEquals", "aws:PrincipalOrgID", "o-1"],
    [false, "StringEquals", "aws:PrincipalOrgID", []],
    [false, "StringEquals", "aws:PrincipalOrgID", ["o-1", "*"]],
    [true, "StringEquals", "AWS:SOURCEACCOUNT", "111122223333"],
    [true, "StringEquals", "aws:PrincipalAccount", 111122223333],
    [true, "StringEquals", "aws:SourceVpce", "vpce-1"],
    [true, "StringEquals", "aws:SourceVpc", "vpc-1"],
    [true, "ArnEquals", "aws:SourceArn", ARN],
    [true, "ArnLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"],
    [false, "ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"],
    [false, "ArnLike", "aws:SourceArn", "arn:aws:sns:*:1111*:topic"],
    [false, "StringLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"],
    [true, "StringLike", "aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:*"],
    [true, "ArnLike", "aws:SourceArn", "arn:aws:s3:::bucket"],
    [false, "ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
    [false, "ArnLike", "aws:SourceArn", "*"],
    [true, "ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"],
    [false, "IpAddress", "aws:SourceIp", "203.0.113.0/24"],
    [false, "Bool", "aws:SecureTransport", "true"],
    [false, "StringEquals", "aws:UserAgent", "secret"],
    [false, "StringEquals", "aws:Referer", "https://example.com"],
  ];
  for (const [fixes, operator, key, value] of CONDITIONS) {
    it(`${fixes ? "fixes" : "does not fix"} the caller by ${operator} ${key} ${JSON.stringify(value)}`, () => {
      const statement = one({
        Effect: "Allow",
        Principal: "*",
        Condition: { [operator]: { [key]: value } },
      });
      assert.equal(allowsPublic(statement), !fixes);
    });
  }

  it("covers actions by Action and NotAction, whatever the case", () => {
    assert.equal(coversAction(one({ Action: "S3:get*" }), "s3:GetObject"), true);
    assert.equal(coversAction(one({ Action: ["s3:Put*"] }), "s3:GetObject"), false);
    assert.equal(coversAction(one({ NotAction: "iam:*" }), "s3:GetObject"), true);
    assert.equal(coversAction(one({ NotAction: "s3:*" }), "s3:GetObject"), false);
  });
});

describe("wildcards", () => {
  const letter = fc.constantFrom("a", "b", ":");
  const sign = fc.constantFrom("a", "b", ":", "*", "?");
  const text = fc.string({ unit: letter, maxLength: 8 });
  const pattern = fc.string({ unit: sign, maxLength: 6 });
  const expression = (glob: string) =>
    new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`);

  it("cover what the same regular expression covers", () => {
    fc.assert(
      fc.property(
        pattern,
        text,
        (glob, value) => covers(glob, value) === expression(glob).test(value),
      ),
    );
  });

  it("overlap exactly when some text is covered by both", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, value) => {
        assert.equal(overlap(one, other), overlap(other, one));
        if (covers(one, value) && covers(other, value)) assert.ok(overlap(one, other));
      }),
    );
    assert.equal(overlap("s3:Get*", "s3:*Object"), true);
    assert.equal(overlap("s3:Get*", "s3:Put*"), false);
    assert.equal(overlap("a?", "a"), false);
    assert.equal(overlap("", "**"), true);
  });

  it("do not hang on a hostile pattern", () => {
    const start = performance.now();
    assert.equal(covers("a*".repeat(200) + "b", "a".repeat(2000)), false);
    assert.ok(performance.now() - start < 1000);
  });

  it("ignore the case of actions", () => {
    assert.equal(matchesAction("S3:GETOBJECT*", "s3:GetObjectAcl"), true);
  });
});
