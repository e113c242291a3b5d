import assert from "node:assert/strict";

import { loggroupKmsAndRetention } from "../../../../policy-pack/controls/logs/loggroup-kms-and-retention.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NO_KEY = ["kmsKeyId names no customer key"];
const SHORT = ["Events are kept for less than 365 days"];

const group = (more: Properties = {}) =>
  resource("aws:cloudwatch/logGroup:LogGroup", "group", {
    name: "/ecs/dev/api",
    kmsKeyId: KEY_ARN,
    retentionInDays: 365,
    ...more,
  });
const ask = (subject: ReturnType<typeof group>, minimumDays?: number) => {
  const parameters =
    minimumDays === undefined ? {} : { "loggroup-kms-and-retention": { minimumDays } };
  return said(judged(loggroupKmsAndRetention, [subject], "group", { parameters }));
};

describe("loggroup-kms-and-retention", () => {
  itBehaves({
    control: loggroupKmsAndRetention,
    compliant: [group()],
    subject: "group",
    fails: [
      { title: "there is no key", path: "kmsKeyId", messages: NO_KEY },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "alias/aws/logs",
        messages: NO_KEY,
      },
      {
        title: "events end a day early",
        path: "retentionInDays",
        value: 364,
        messages: SHORT,
      },
      {
        title: "the number is in text",
        path: "retentionInDays",
        value: "180",
        messages: SHORT,
      },
      {
        title: "the number is none",
        path: "retentionInDays",
        value: "for ever",
        messages: SHORT,
      },
      {
        title: "the class keeps two days, whatever is stated",
        path: "logGroupClass",
        value: "DELIVERY",
        messages: SHORT,
      },
    ],
    accepts: [
      { title: "a longer time", path: "retentionInDays", value: 3653 },
      { title: "a longer time in text", path: "retentionInDays", value: "400" },
      { title: "events that never expire", path: "retentionInDays", value: 0 },
      { title: "nothing said, which is the same", path: "retentionInDays" },
      {
        title: "another class",
        path: "logGroupClass",
        value: "INFREQUENT_ACCESS",
      },
    ],
  });

  it("takes the time from the parameter", () => {
    const month = group({ retentionInDays: 30 });
    assert.equal(ask(month, 30), "pass");
    assert.deepEqual(ask(month, 31), ["Events are kept for less than 31 days"]);
    assert.equal(ask(group({ logGroupClass: "DELIVERY" }), 2), "pass");
  });

  it("knows a key of the stack before it has an id", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const made = {
      ...group({ kmsKeyId: UNKNOWN }),
      propertyDependencies: { kmsKeyId: [key.urn] },
    };
    assert.equal(ask(made), "pass");
    assert.equal(ask(group({ kmsKeyId: UNKNOWN })), "undecided");
    assert.deepEqual(ask(group({ kmsKeyId: UNKNOWN, retentionInDays: 7 })), SHORT);
  });
});
