import assert from "node:assert/strict";

import { lambdaPermissionSourceBound } from "../../../../policy-pack/controls/lambda/lambda-permission-source-bound.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

const PERMISSION = "aws:lambda/permission:Permission";
const UNBOUND = "sourceArn names no source";
const NO_ACCOUNT = "sourceAccount names no account";
const RULE = `arn:aws:events:us-east-1:${ACCOUNT}:rule/daily`;
const BUCKET = "arn:aws:s3:::uploads";

const permission = (inputs: Properties, origins: readonly string[] = []) =>
  resource(PERMISSION, "permission", inputs, { propertyDependencies: { sourceArn: origins } });
const answer = (inputs: Properties, origins?: readonly string[]) =>
  said(judged(lambdaPermissionSourceBound, [permission(inputs, origins)], "permission"));

describe("lambda-permission-source-bound", () => {
  itBehaves({
    control: lambdaPermissionSourceBound,
    compliant: [permission({ principal: "events.amazonaws.com", sourceArn: RULE })],
    subject: "permission",
    fails: [
      { title: "no source is named", path: "sourceArn", messages: [UNBOUND] },
      {
        title: "the source is empty",
        path: "sourceArn",
        value: "",
        messages: [UNBOUND, NO_ACCOUNT],
      },
      {
        title: "the source is any",
        path: "sourceArn",
        value: "*",
        messages: [UNBOUND, NO_ACCOUNT],
      },
      {
        title: "the source is any account's",
        path: "sourceArn",
        value: "arn:aws:events:us-east-1:*:rule/daily",
        messages: [UNBOUND],
      },
      {
        title: "the source is a bucket, which names no account",
        path: "sourceArn",
        value: BUCKET,
        messages: [NO_ACCOUNT],
      },
      {
        title: "S3 calls for no account",
        path: "principal",
        value: "s3.amazonaws.com",
        messages: [NO_ACCOUNT],
      },
    ],
    accepts: [
      { title: "all rules of an account", path: "sourceArn", value: RULE.replace("daily", "*") },
      { title: "a regional service", path: "principal", value: "logs.us-east-1.amazonaws.com" },
    ],
  });

  it("asks S3 for bucket and account", () => {
    const s3 = { principal: "s3.amazonaws.com", sourceArn: BUCKET };
    assert.equal(answer({ ...s3, sourceAccount: ACCOUNT }), "pass");
    assert.deepEqual(answer(s3), [NO_ACCOUNT]);
    assert.deepEqual(answer({ ...s3, sourceAccount: "*" }), [NO_ACCOUNT]);
    assert.deepEqual(answer({ principal: "s3.amazonaws.com", sourceAccount: ACCOUNT }), [UNBOUND]);
    assert.equal(answer({ ...s3, sourceAccount: { $unknown: true } }), "undecided");
  });

  it("knows a source of the stack that has no ARN yet by where the value comes from", () => {
    const rule = resource("aws:cloudwatch/eventRule:EventRule", "rule", {});
    const unknown = { principal: "events.amazonaws.com", sourceArn: { $unknown: true } } as const;
    assert.equal(answer(unknown, [rule.urn]), "pass");
    assert.equal(answer(unknown), "undecided");
    const s3 = { ...unknown, principal: "s3.amazonaws.com" };
    assert.deepEqual(answer(s3, [rule.urn]), [NO_ACCOUNT]);
    assert.deepEqual(answer(s3), [NO_ACCOUNT]);
  });

  it("takes the skill for the source of Alexa, which sends none", () => {
    const alexa = { principal: "alexa-appkit.amazon.com" };
    assert.equal(answer({ ...alexa, eventSourceToken: "amzn1.ask.skill.1" }), "pass");
    assert.deepEqual(answer(alexa), ["eventSourceToken names no skill"]);
  });

  it("does not concern accounts, roles and everyone", () => {
    for (const principal of [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/app.one`, "*"]) {
      assert.equal(answer({ principal }), "notApplicable", principal);
    }
  });
});
