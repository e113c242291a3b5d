import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { ORIGIN_ATTRIBUTE, type QUARANTINE_METADATA } from "../../../functions/ingest/contract.ts";
import { rejectName } from "../../../functions/ingest/rejectName.ts";
import { awsRefusal } from "../../support/awsClient.ts";
import { sha256, track } from "./documents.ts";
import { eventOf, PROCESSING, QUARANTINE, World } from "./world.ts";

/** Names of S3's headers, as a person would look for them. */
type Metadata = Readonly<
  Record<(typeof QUARANTINE_METADATA)[keyof typeof QUARANTINE_METADATA], string>
>;

describe("ingest", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  /** What is in quarantine of a key, the newest last. */
  const held = (key: string) =>
    world.rejects(key).map(({ body, metadata, tags }) => ({
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
    const { id } = await world.ingest("one", body, {
      contentType: "application/x-json",
      contentEncoding: "identity",
    });
    const metadata: Metadata = {
      "ingest-reason": "invalid",
      "ingest-detail": "3 problems. /ArtistID/N is of type N; S is wanted.",
      "ingest-source": id,
      "ingest-sha256": sha256(body),
    };
    assert.deepEqual(held("one"), [{ body, metadata, tags: { "ingest-reason": "invalid" } }]);
    // Its key, and its content.
    const name = `one.${createHash("sha256").update(body).digest("hex")}`;
    const [copy] = world.s3.versions(QUARANTINE, name);
    assert.deepEqual(
      [copy?.contentType, copy?.contentEncoding],
      ["application/x-json", "identity"],
    );
    const [message] = world.messages;
    assert.equal(message?.outcome, "invalid");
    assert.equal(message.reject, name);
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
    const body = track("a", "One", { Year: { N: "1" } });
    const { id } = await world.ingest("two", body);
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
      reject: rejectName("two", { digest: sha256(body), id }),
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

  it("S-INGEST-4: what DynamoDB refuses for good is quarantined, and not tried again", async () => {
    const version = world.upload("one", track("a", "One"));
    world.aws.refuse = ({ call }) => {
      if (call === "PutItem") throw awsRefusal("ValidationException");
    };
    assert.equal(await world.run(eventOf("one", version)), "done");
    assert.deepEqual(world.outcomes(version), ["invalid"]);
    assert.deepEqual(world.messages[0]?.problems, [
      { path: "", problem: "is refused by DynamoDB" },
    ]);
    assert.equal(held("one")[0]?.metadata["ingest-detail"], "The document is refused by DynamoDB.");
    assert.deepEqual(world.s3.all(PROCESSING), []);
  });
});
