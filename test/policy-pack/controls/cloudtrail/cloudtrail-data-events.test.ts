import assert from "node:assert/strict";

import { cloudtrailDataEvents } from "../../../../policy-pack/controls/cloudtrail/cloudtrail-data-events.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { selector, trail } from "./trails.ts";

const bucket = (name: string, more: Properties = {}) =>
  resource("aws:s3/bucket:Bucket", name, { bucket: name, ...more });
const missing = (name: string, ...accesses: string[]) =>
  accesses.map((access) => `No trail records who ${access}s objects of ${name}`);
const objects = (...values: string[]) => [{ type: "AWS::S3::Object", values }];
const selectors = (...list: Value[]) => trail({ eventSelectors: list });
const advanced = (...list: Value[]) => trail({ advancedEventSelectors: list });

function ask(...trails: ReturnType<typeof trail>[]) {
  const buckets = [bucket("orders"), bucket("audit")];
  return said(judged(cloudtrailDataEvents, [...trails, ...buckets], "trail"));
}

describe("cloudtrail-data-events", () => {
  itBehaves({
    control: cloudtrailDataEvents,
    compliant: [
      selectors({ readWriteType: "All", dataResources: objects("arn:aws:s3:::orders/") }),
      bucket("orders"),
    ],
    subject: "trail",
    fails: [
      {
        title: "writes alone are recorded",
        path: "eventSelectors[0].readWriteType",
        value: "WriteOnly",
        messages: missing("orders", "read"),
      },
      {
        title: "another bucket is meant",
        path: "eventSelectors[0].dataResources",
        value: objects("arn:aws:s3:::orders-archive/"),
        messages: missing("orders", "read", "write"),
      },
      {
        title: "a part of the bucket is meant",
        path: "eventSelectors[0].dataResources",
        value: objects("arn:aws:s3:::orders/invoices/"),
        messages: missing("orders", "read", "write"),
      },
      {
        title: "functions are meant",
        path: "eventSelectors[0].dataResources",
        value: [{ type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] }],
        messages: missing("orders", "read", "write"),
      },
      {
        title: "there are no selectors",
        path: "eventSelectors",
        messages: missing("orders", "read", "write"),
      },
      {
        title: "the trail is off",
        path: "enableLogging",
        value: false,
        messages: missing("orders", "read", "write"),
      },
    ],
    accepts: [
      {
        title: "all buckets",
        path: "eventSelectors[0].dataResources",
        value: objects("arn:aws:s3"),
      },
      {
        title: "all buckets in the longer form, of another partition",
        path: "eventSelectors[0].dataResources",
        value: objects("arn:aws-us-gov:s3:::"),
      },
      {
        title: "reads and writes in two selectors",
        path: "eventSelectors",
        value: [
          { readWriteType: "ReadOnly", dataResources: objects("arn:aws:s3") },
          { readWriteType: "WriteOnly", dataResources: objects("arn:aws:s3:::orders/") },
        ],
      },
    ],
  });

  it("leaves buckets alone that hold no data", () => {
    assert.equal(
      ask(selectors({ dataResources: objects("arn:aws:s3:::orders/") })),
      "pass",
      "audit is the trail's own",
    );
    const parameters = { "cloudtrail-data-events": { dataRoles: ["media"] } };
    const media = bucket("films", { tags: { "bucket-role": "media" } });
    const own = selectors({ dataResources: objects("arn:aws:s3:::orders/") });
    assert.deepEqual(
      said(judged(cloudtrailDataEvents, [own, media, bucket("orders")], "trail", { parameters })),
      missing("films", "read", "write"),
    );
  });

  it("reads advanced selectors as it reads the others", () => {
    const s3 = { eventCategory: "Data", "resources.type": "AWS::S3::Object" };
    const at = (test: Properties) => advanced(selector({ ...s3, "resources.ARN": test }));
    assert.equal(ask(advanced(selector(s3))), "pass");
    assert.equal(ask(at({ startsWiths: ["arn:aws:s3:::orders/", "arn:aws:s3:::a/"] })), "pass");
    assert.equal(ask(at({ notStartsWiths: ["arn:aws:s3:::audit/"] })), "pass");
    const all = missing("orders", "read", "write");
    assert.deepEqual(ask(at({ notStartsWiths: ["arn:aws:s3:::orders/tmp/"] })), all);
    assert.deepEqual(ask(at({ notStartsWiths: ["arn:aws:s3:::"] })), all);
    assert.deepEqual(ask(at({ startsWiths: ["arn:aws:s3:::orders/a"] })), all);
    assert.deepEqual(ask(at({ endsWiths: [".pdf"] })), all);
    assert.deepEqual(ask(at({ notEndsWiths: [".tmp"] })), all);
    assert.deepEqual(
      ask(advanced(selector({ ...s3, eventName: "DeleteObject" }))),
      all,
      "one call is not all",
    );
    assert.deepEqual(
      ask(advanced(selector({ ...s3, readOnly: "true" }))),
      missing("orders", "write"),
    );
  });

  it("adds up what the trails of a stack record", () => {
    const management = trail({}, "trail");
    const data = trail(
      { name: "data", eventSelectors: [{ dataResources: objects("arn:aws:s3") }] },
      "data",
    );
    assert.equal(ask(management, data), "pass");
  });

  it("wants all buckets where the stack has none", () => {
    const one = selectors({ dataResources: objects("arn:aws:s3:::orders/") });
    const any = missing("the account's buckets", "read", "write");
    assert.deepEqual(said(judged(cloudtrailDataEvents, [one], "trail")), any);
    const allButLogs = advanced(
      selector({
        eventCategory: "Data",
        "resources.type": "AWS::S3::Object",
        "resources.ARN": { notStartsWiths: ["arn:aws:s3:::audit/"] },
      }),
    );
    assert.equal(said(judged(cloudtrailDataEvents, [allButLogs], "trail")), "pass");
  });
});
