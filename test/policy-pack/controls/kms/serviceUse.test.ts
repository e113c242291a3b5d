import assert from "node:assert/strict";

import { isForResource, isSource } from "../../../../policy-pack/controls/kms/serviceUse.ts";
import { ACCOUNT, FOREIGN } from "../../support/resources.ts";

const TRAILS = "kms:encryptioncontext:aws:cloudtrail:arn";
const LOGS = "kms:encryptioncontext:aws:logs:arn";
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:alarms`;

describe("isSource", () => {
  const ask = (operator: string, key: string, ...values: string[]) =>
    isSource({ operator, key, values }, () => [ACCOUNT]);

  for (const [operator, key, ...values] of [
    ["stringequals", "aws:sourceaccount", ACCOUNT],
    ["foranyvalue:stringlike", "kms:calleraccount", ACCOUNT],
    ["arnlike", "aws:sourcearn", TOPIC],
    ["arnequals", "aws:sourcearn", TOPIC, TOPIC],
    ["arnlike", "aws:sourcearn", `arn:*:*:*:${ACCOUNT}:*`],
    ["arnlike", "aws:sourcearn", `arn:aws:sns:*:${ACCOUNT}:alarms`],
    ["stringlike", "aws:sourcearn", `arn:aws:sns:us-east-1:${ACCOUNT}:*`],
    ["stringlike", "kms:viaservice", "sqs.us-east-1.amazonaws.com"],
    ["stringlike", "kms:encryptioncontext:service", "reports-*"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::reports"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::reports/*"],
    ["stringequals", "aws:sourceorgid", "o-1234567890"],
    ["stringlike", "kms:viaservice", "sqs.*.amazonaws.com"],
    ["stringequals", "kms:encryptioncontext:service", "reports"],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:us-*:${ACCOUNT}:trail/audit`],
    ["stringlike", "aws:sourcearn", `arn:aws:firehose:*:${ACCOUNT}:deliverystream/logs`],
  ] as const) {
    it(`takes ${operator} of ${key}: ${values.join(", ")}`, () => {
      assert.equal(ask(operator, key, ...values), true);
    });
  }

  for (const [operator, key, ...values] of [
    ["stringequals", "aws:sourceaccount"],
    ["stringequals", "aws:sourceaccount", ACCOUNT, FOREIGN],
    ["stringnotequals", "aws:sourceaccount", ACCOUNT],
    ["forallvalues:stringequals", "aws:sourceaccount", ACCOUNT],
    ["stringequalsifexists", "aws:sourceaccount", ACCOUNT],
    ["arnlike", "aws:sourcearn", TOPIC, `arn:aws:sns:us-east-1:${FOREIGN}:alarms`],
    ["stringlike", "aws:sourcearn", `arn:*:sns:us-east-1:${ACCOUNT}:alarms`],
    ["stringlike", "aws:sourcearn", `arn:aws:*:us-east-1:${ACCOUNT}:alarms`],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::*"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::?reports"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::reports*"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::reports-?/daily"],
    ["arnlike", "aws:sourcearn", "arn:aws:s3:::"],
    ["stringlike", "aws:sourcearn", `arn:aws:sns:*:${ACCOUNT}:alarms`],
    ["stringlike", "aws:sourcearn", `arn:aws:sns:us-?ast-1:${ACCOUNT}:alarms`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:${FOREIGN}:trail/*`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:*:trail/*`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:${ACCOUNT}:*`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:${ACCOUNT}:tr*/audit`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail:*:${ACCOUNT}:/audit`],
    ["stringlike", TRAILS, `arn:*:cloudtrail:*:${ACCOUNT}:trail/*`],
    ["stringlike", TRAILS, `arn::cloudtrail:*:${ACCOUNT}:trail/*`],
    ["stringlike", TRAILS, `arn:aws:*:*:${ACCOUNT}:trail/*`],
    ["stringlike", TRAILS, `arn:aws:cloudtrail*:${ACCOUNT}:trail/*`],
    ["stringlike", LOGS, `arn:aws:logs:*:${ACCOUNT}:log-group:*`],
    ["stringlike", LOGS, `arn:aws:logs:*:${ACCOUNT}:log-group:/aws/*`],
    ["stringequals", "aws:sourcearn", "alarms"],
    ["stringlike", "aws:sourceorgid", "*"],
    ["stringlike", "aws:sourceorgid", "o-*"],
    ["stringequals", "aws:sourceorgid", ""],
    ["stringlike", "kms:viaservice", "s*"],
    ["stringlike", "kms:viaservice", "*.us-east-1.amazonaws.com"],
    ["stringlike", "kms:viaservice", "sqs.*.*"],
    ["stringlike", "kms:encryptioncontext:service", "*"],
    ["stringlike", "kms:viaservice", "?qs.us-east-1.amazonaws.com"],
    ["stringequals", "kms:viaservice", ""],
    ["stringequals", "kms:viaservices", "sqs.us-east-1.amazonaws.com"],
    ["stringequals", "kms:encryptioncontext:", "reports"],
    ["stringequals", "my:kms:viaservice", "sqs.us-east-1.amazonaws.com"],
    ["stringequals", "aws:principalorgid", "o-1234567890"],
    ["arnequals", "aws:principalarn", `arn:aws:iam::${ACCOUNT}:role/app`],
  ] as const) {
    it(`refuses ${operator} of ${key}: ${values.join(", ")}`, () => {
      assert.equal(ask(operator, key, ...values), false);
    });
  }
});

describe("isForResource", () => {
  const KEY = "kms:grantisforawsresource";
  for (const [operator, key, values, expected] of [
    ["bool", KEY, ["true"], true],
    ["bool", KEY, ["True"], true],
    ["bool", KEY, ["false"], false],
    ["bool", KEY, ["true", "false"], false],
    ["bool", KEY, [], false],
    ["boolifexists", KEY, ["true"], false],
    ["bool", "aws:securetransport", ["true"], false],
  ] as const) {
    it(`is ${expected} for ${operator} of ${key}: ${values.join(", ")}`, () => {
      assert.equal(isForResource({ operator, key, values }), expected);
    });
  }
});
