import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { ORIGIN_ATTRIBUTE, type QUARANTINE_METADATA } from "../../../functions/ingest/contract.ts";
import { eventOf, PROCESSING, QUARANTINE, track, World } from "./world.ts";

/** Names of S3's headers, as a person would look for them. */
type Metadata = Readonly<
  Record<(typeof QUARANTINE_METADATA)[keyof typeof QUARANTINE_METADATA], string>
>;

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

describe("ingest", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  /** What is in quarantine under a key, the newest last. */
  const held = (key: string) =>
    world.s3.versions(QUARANTINE, key).map(({ body, metadata, tags }) => ({
      body: body.toString(),
      metadata,
      tags,
    }));

  it("S-INGEST-4: stores a valid item, says so, and takes the object away", async () => {
    const { id } = await world.ingest("songs/one.json", track("a", "One", { Year: { N: "1999" } }));
    const origin = `s3://${PROCESSING}/songs/one.json?versionId=${id}`;
    assert.deepEqual(
      [...world.table.values()],
      [
        {
          ArtistID: { S: "a" },
          ItemID: { S: "TRACK#One" },
          EntityType: { S: "Track" },
          Title: { S: "One" },
          Year: { N: "1999" },
          [ORIGIN_ATTRIBUTE]: { S: origin },
        },
      ],
    );
    assert.deepEqual(world.messages, [
      {
        source: "rampart.ingest",
        outcome: "stored",
        object: { bucket: PROCESSING, key: "songs/one.json", version: id },
        item: { ArtistID: "a", ItemID: "TRACK#One" },
      },
    ]);
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.deepEqual(world.aws.names, ["GetObject", "PutItem", "Publish", "DeleteObject"]);
  });

  it("S-INGEST-4: moves an invalid object, with all that is wrong in its message", async () => {
    const body = '{"ArtistID":{"N":"1"},"Gemüse":{"S":"x"}}';
    const { id } = await world.ingest("one", body, { contentType: "application/x-json" });
    const metadata: Metadata = {
      "ingest-reason": "invalid",
      "ingest-detail": "3 problems. /ArtistID/N is of type N; S is wanted.",
      "ingest-source": id,
      "ingest-sha256": sha256(body),
    };
    assert.deepEqual(held("one"), [{ body, metadata, tags: { "ingest-reason": "invalid" } }]);
    assert.equal(world.s3.versions(QUARANTINE, "one")[0]?.contentType, "application/x-json");
    const [message] = world.messages;
    assert.equal(message?.outcome, "invalid");
    assert.equal(message.problemCount, 3);
    assert.deepEqual(
      message.problems?.map(({ path }) => path),
      ["/ArtistID/N", "/Gemüse", "/ItemID"],
    );
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.deepEqual(world.aws.names, [
      "GetObject",
      "HeadObject",
      "CopyObject",
      "HeadObject",
      "GetObject",
      "Publish",
      "DeleteObject",
    ]);
  });

  it("S-INGEST-4: moves a duplicate, and keeps the first item", async () => {
    const first = await world.ingest("one", track("a", "One"));
    const { id } = await world.ingest("two", track("a", "One", { Year: { N: "1" } }));
    const detail = `The table has an item of this key from s3://${PROCESSING}/one?versionId=${first.id}.`;
    assert.equal([...world.table.values()][0]?.["Year"], undefined);
    assert.deepEqual(held("two")[0]?.tags, { "ingest-reason": "duplicate" });
    assert.equal(held("two")[0]?.metadata["ingest-detail"], detail);
    assert.deepEqual(world.messages[1], {
      source: "rampart.ingest",
      outcome: "duplicate",
      object: { bucket: PROCESSING, key: "two", version: id },
      detail,
      item: { ArtistID: "a", ItemID: "TRACK#One" },
    });
  });

  it("S-INGEST-3: where the hash key alone is the key, each artist has one item", async () => {
    world = new World("ArtistID");
    await world.ingest("one", track("a", "One"));
    const second = await world.ingest("two", track("a", "Two"));
    assert.deepEqual(world.outcomes(second), ["duplicate"]);
    // Its own item it knows there, too.
    const third = world.upload("three", track("b", "One"));
    await world.run(eventOf("three", third), { kind: "crash", call: 1, when: "after" });
    assert.equal(await world.run(eventOf("three", third)), "done");
    assert.deepEqual(world.outcomes(third), ["stored"]);
  });

  it("S-INGEST-4: an item that nobody says the origin of is another's", async () => {
    world.table.set(JSON.stringify(["a", "TRACK#One"]), { ArtistID: { S: "a" } });
    const version = await world.ingest("one", track("a", "One"));
    assert.deepEqual(world.outcomes(version), ["duplicate"]);
    assert.equal(world.messages[0]?.detail, "The table has an item of this key.");
  });

  it("S-INGEST-4: makes no second copy of what is in quarantine, and judges other content", async () => {
    await world.ingest("one", "first");
    const again = await world.ingest("one", "first");
    const other = await world.ingest("one", "other");
    const elsewhere = await world.ingest("two", "first");
    assert.deepEqual(world.outcomes(again), ["already-quarantined"]);
    assert.deepEqual(world.outcomes(other), ["invalid"]);
    assert.deepEqual(world.outcomes(elsewhere), ["invalid"]);
    assert.deepEqual(
      held("one").map(({ body }) => body),
      ["first", "other"],
    );
    assert.deepEqual(world.s3.all(PROCESSING), []);
  });

  it("S-INGEST-4: what was taken out of quarantine comes in again", async () => {
    await world.ingest("one", "first");
    world.s3.mark(QUARANTINE, "one");
    assert.deepEqual(world.outcomes(await world.ingest("one", "first")), ["invalid"]);
  });

  it("S-INGEST-4: what another hand has put into quarantine stays, and stands for nothing", async () => {
    world.s3.put(QUARANTINE, "one", { body: Buffer.from("first") });
    assert.deepEqual(world.outcomes(await world.ingest("one", "first")), ["invalid"]);
    assert.equal(held("one").length, 2);
    // Even if it looks like a copy.
    const version = world.upload("two", "first");
    const [{ metadata } = { metadata: {} }] = held("one").slice(-1);
    const copied = { ...metadata, "ingest-source": version.id, "ingest-reason": "other" };
    world.s3.put(QUARANTINE, "two", { body: version.body, metadata: copied });
    assert.equal(await world.run(eventOf("two", version)), "done");
    assert.deepEqual(world.outcomes(version), ["invalid"]);
  });

  it("S-INGEST-4: a run that comes too late, for a copy that was replaced since, does nothing", async () => {
    const version = world.upload("one", "first");
    world.turn = async (call) => {
      if (call !== "CopyObject") return;
      world.turn = () => Promise.resolve();
      assert.equal(await world.run(eventOf("one", version)), "done");
      await world.ingest("one", "second");
    };
    assert.equal(await world.run(eventOf("one", version)), "done");
    assert.equal(world.log.at(-1)?.message, "gone");
    assert.deepEqual(world.outcomes(version), ["invalid"]);
    assert.deepEqual(
      held("one").map(({ body }) => body),
      ["first", "second"],
    );
  });

  it("S-INGEST-4: a repeated event finds nothing to do, and says so in the log alone", async () => {
    const version = await world.ingest("one", track("a", "One"));
    world.aws.forget();
    assert.equal(await world.run(eventOf("one", version)), "done");
    assert.deepEqual(world.aws.names, ["GetObject"]);
    assert.equal(world.messages.length, 1);
    assert.equal(world.log.at(-1)?.message, "gone");
  });

  it("S-INGEST-4: events of one key may come in any order, each of its own version", async () => {
    const first = world.upload("one", track("a", "One"));
    const second = world.upload("one", "no item");
    const third = world.upload("one", track("b", "Two"));
    world.s3.mark(PROCESSING, "one");
    for (const version of [third, first, second]) {
      assert.equal(await world.run(eventOf("one", version)), "done");
    }
    assert.deepEqual(
      [first, second, third].map((version) => world.outcomes(version)),
      [["stored"], ["invalid"], ["stored"]],
    );
    // What the uploader did stays as it is.
    assert.deepEqual(
      world.s3.all(PROCESSING).map(({ version }) => version.deleted),
      [true],
    );
  });

  it("S-INGEST-4: brings another's half-done move to its end before it replaces the copy", async () => {
    const first = world.upload("one", "first");
    // Copied, and not told.
    assert.equal(
      await world.run(eventOf("one", first), { kind: "crash", call: 2, when: "after" }),
      "crashed",
    );
    const second = await world.ingest("one", "second");
    assert.deepEqual(world.outcomes(first), ["invalid"]);
    assert.deepEqual(world.outcomes(second), ["invalid"]);
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.equal(await world.run(eventOf("one", first)), "done");
    assert.deepEqual(
      held("one").map(({ body }) => body),
      ["first", "second"],
    );
  });

  it("S-INGEST-4: a copy that is not what was copied ends no source, then or later", async () => {
    world.s3.copied = (body) => Buffer.from(body.toString().toUpperCase());
    const version = world.upload("one", "first");
    const ended = await world.run(eventOf("one", version));
    assert.ok(ended instanceof Error);
    assert.equal(ended.message, "The copy in quarantine is not what was copied.");
    assert.deepEqual(world.outcomes(version), ["failed"]);
    // Nor does one that replaces it.
    const second = world.upload("one", "second");
    await world.run(eventOf("one", second));
    assert.equal(world.s3.versions(PROCESSING, "one").length, 2);
    world.s3.copied = (body) => body;
    for (const one of [version, second]) assert.equal(await world.run(eventOf("one", one)), "done");
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.deepEqual(
      held("one")
        .slice(2)
        .map(({ body }) => body),
      ["first", "second"],
    );
  });
});
