import assert from "node:assert/strict";

import { GetObjectCommand } from "@aws-sdk/client-s3";

import { MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { MOST_PROBLEMS_TOLD } from "../../../functions/ingest/notice.ts";
import { sha256, track } from "./documents.ts";
import { eventOf, PROCESSING, World } from "./world.ts";

const GIB = 1024 ** 3;

describe("ingest, of odd objects", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  /** What is in quarantine of a key, the newest last. */
  const held = (key: string) =>
    world.rejects(key).map(({ body, metadata }) => ({ body: body.toString(), metadata }));

  it("S-INGEST-4: keys arrive as they are, with spaces, unicode, percent signs and all", async () => {
    const keys = [
      "a b+c%20d%zz.json",
      "ü/日本/🎵?x=1&y#z",
      "..",
      "a/../b//c/",
      " /'(!*)\\\"<>",
      "\u0001\u007f\uffff",
      "k".repeat(959),
      "k".repeat(960),
      "k".repeat(1024),
      "日".repeat(341),
    ];
    for (const key of keys) {
      const bad = await world.ingest(key, `bad ${key}`);
      const good = await world.ingest(key, track(key, "One"));
      assert.deepEqual([world.outcomes(bad), world.outcomes(good)], [["invalid"], ["stored"]]);
      assert.deepEqual(
        held(key).map(({ body }) => body),
        [`bad ${key}`],
      );
    }
    assert.deepEqual(
      world.messages.map(({ object }) => object.key),
      keys.flatMap((key) => [key, key]),
    );
    const published = world.aws.calls.filter(({ call }) => call === "Publish");
    for (const { input } of published) {
      assert.doesNotMatch((input as { Message: string }).Message, /[\u007f-\u009f\uffff]/);
    }
  });

  it("S-INGEST-4: details in metadata are printable ASCII of some hundred bytes", async () => {
    const name = `${"🎵".repeat(3000)}\\\r\n\u0000`;
    await world.ingest("one", JSON.stringify({ ...JSON.parse(track("a", "b")), [name]: 1 }));
    const detail = held("one")[0]?.metadata["ingest-detail"] ?? "";
    assert.match(detail, /^\/(\\ud83c\\udfb5)+\S*\.\.\.$/);
    assert.equal(detail.length, 700);
  });

  it("S-INGEST-4: quarantines an empty object", async () => {
    await world.ingest("folder/", "");
    assert.deepEqual(held("folder/")[0]?.body, "");
    assert.deepEqual(world.messages[0]?.problems, [{ path: "", problem: "is empty" }]);
  });

  it("S-INGEST-4: quarantines what is too large to be read, without reading it", async () => {
    const size = MOST_DOCUMENT_BYTES + 1;
    const version = await world.ingest("one", "the model's start", { size });
    assert.deepEqual(world.outcomes(version), ["invalid"]);
    assert.deepEqual(world.aws.inputs(GetObjectCommand), []);
    // Nobody can say that another is the same, unless S3 was told a digest with both.
    const another = await world.ingest("one", "the model's start", { size });
    assert.deepEqual(world.outcomes(another), ["invalid"]);
    const told = { size, told: sha256("x") };
    assert.deepEqual(world.outcomes(await world.ingest("one", "known", told)), ["invalid"]);
    const known = await world.ingest("one", "known", told);
    assert.deepEqual(world.outcomes(known), ["already-quarantined"]);
    assert.equal(held("one").length, 3);
  });

  it("S-INGEST-4: a copy of what is too large to be read must be as large", async () => {
    const version = world.upload("one", "the model's start", { size: MOST_DOCUMENT_BYTES + 1 });
    world.s3.copied = (body) => body.subarray(1);
    assert.ok((await world.run(eventOf("one", version))) instanceof Error);
    assert.deepEqual(world.outcomes(version), ["failed"]);
    assert.deepEqual(world.s3.all(PROCESSING), [{ key: "one", version }]);
  });

  it("S-INGEST-4: leaves what S3 can't copy at once where it is, and says so", async () => {
    const version = world.upload("one", "", { size: 5 * GIB + 1 });
    const ended = await world.run(eventOf("one", version));
    assert.ok(ended instanceof Error);
    assert.match(ended.message, /it has 5368709121 bytes, and S3 copies 5368709120 at once/);
    assert.deepEqual(world.outcomes(version), ["failed"]);
    assert.equal(world.messages[0]?.detail, ended.message);
    assert.deepEqual(world.s3.all(PROCESSING), [{ key: "one", version }]);
    assert.deepEqual(world.outcomes(await world.ingest("two", "", { size: 5 * GIB })), ["invalid"]);
  });

  it("S-INGEST-5: a message holds so much of many problems as SNS takes", async () => {
    const member = `"${"\\u0000".repeat(200)}":`;
    const repeats = Array.from({ length: 1000 }, () => `${member}0`).join(",");
    await world.ingest("\u0001".repeat(1024), `{${member}{${member}{${member}{${repeats}}}}}`);
    const [message] = world.messages;
    assert.equal(message?.problemCount, 999 + 3);
    assert.equal(message.problems?.length, MOST_PROBLEMS_TOLD);
  });
});
