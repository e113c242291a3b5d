import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { parseEvent } from "../../../functions/ingest/event.ts";
import { readSettings } from "../../../functions/ingest/settings.ts";
import type { eventOf } from "./world.ts";
import { PROCESSING, World } from "./world.ts";

describe("ingest's events and settings", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  const recorded = JSON.parse(
    readFileSync(new URL("./events/object-created.json", import.meta.url), "utf8"),
  ) as ReturnType<typeof eventOf>;

  it("S-INGEST-2: reads an event as S3 documents it", () => {
    assert.deepEqual(parseEvent(recorded, "amzn-s3-demo-bucket1"), {
      bucket: "amzn-s3-demo-bucket1",
      key: "example-key",
      version: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      id: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
    });
  });

  it("S-INGEST-2: an event may be made again of bucket, key and version, as the runbook has it", async () => {
    const version = world.upload("one", "bad");
    const made = {
      source: "aws.s3",
      "detail-type": "Object Created",
      detail: { bucket: { name: PROCESSING }, object: { key: "one", "version-id": version.id } },
    };
    assert.equal(await world.run(made), "done");
    assert.deepEqual(world.outcomes(version), ["invalid"]);
  });

  const { detail } = recorded;
  for (const [what, event, failure] of [
    ["nothing", undefined, "The event is of no known shape."],
    [
      "S3's own notification",
      { Records: [] },
      "The event has no usable source, detail-type, detail.",
    ],
    [
      "another event of S3",
      { ...recorded, "detail-type": "Object Deleted" },
      "The event has no usable detail-type.",
    ],
    [
      "an event without a key",
      { ...recorded, detail: { ...detail, object: { key: "" } } },
      "The event has no usable detail.object.key.",
    ],
    [
      "an event that can't be told from others",
      { ...recorded, detail: { bucket: { name: PROCESSING }, object: { key: "x" } } },
      "The event has neither a version nor a sequencer.",
    ],
    [
      // S3's own notifications have it so, of a bucket without versions; EventBridge's have none.
      "an event without the version",
      { ...recorded, detail: { ...detail, object: { ...detail.object, "version-id": null } } },
      "The event has no usable detail.object.version-id.",
    ],
    [
      "an event of another bucket",
      recorded,
      `The event is of bucket amzn-s3-demo-bucket1, not of ${PROCESSING}.`,
    ],
  ] as const) {
    it(`S-INGEST-2: fails on ${what}, so that Lambda keeps it and an alarm tells`, async () => {
      const ended = await world.run(event);
      assert.equal(ended instanceof Error && ended.message, failure);
      assert.deepEqual(world.log, [{ level: "error", message: "no event of an object", failure }]);
      assert.deepEqual(world.aws.calls, []);
    });
  }

  it("does not start with settings that are missing or wrong", () => {
    const good = {
      PROCESSING_BUCKET: "p",
      QUARANTINE_BUCKET: "q",
      TABLE_NAME: "t",
      TABLE_KEY: "ArtistID",
      TOPIC_ARN: "arn:aws:sns:us-east-1:111122223333:t",
    };
    assert.equal(readSettings(good).account, "111122223333");
    for (const [name, value] of [
      ["PROCESSING_BUCKET", ""],
      ["QUARANTINE_BUCKET", undefined],
      ["TABLE_NAME", ""],
      ["TABLE_KEY", "ItemID"],
      ["TOPIC_ARN", "arn:aws:sqs:us-east-1:111122223333:t"],
    ] as const) {
      assert.throws(() => readSettings({ ...good, [name]: value }), {
        message: `The environment has no usable ${name}.`,
      });
    }
  });
});
