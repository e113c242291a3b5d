import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type AttributeValue, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import * as fc from "fast-check";

import { ORIGIN_ATTRIBUTE } from "../../../functions/ingest/contract.ts";
import { MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { MOST_ITEM_BYTES } from "../../../functions/ingest/item.ts";
import { rejectName } from "../../../functions/ingest/rejectName.ts";
import {
  type Pipeline,
  PROCESSING,
  QUARANTINE,
  startPipeline,
  TABLE,
} from "../../../tools/ingest/local/parts.ts";
import { eventOf } from "../../../tools/ingest/local/run.ts";
import { sha256, track } from "./documents.ts";

/** Local servers keep no versions: an arrival is told by its sequencer, and an object by its key. */
describe("ingest, on local servers of S3, DynamoDB and SNS", () => {
  const folder = mkdtempSync(join(tmpdir(), "ingest-"));
  let pipeline: Pipeline;
  let arrivals = 0;

  before(async () => {
    pipeline = await startPipeline(folder, () => undefined);
  });

  after(async () => {
    await pipeline.stop();
    rmSync(folder, { recursive: true });
  });

  /** Puts an object; what tells of it. */
  async function upload(key: string, body: string) {
    const Body = Buffer.from(body);
    const { ETag = "" } = await pipeline.s3.send(
      new PutObjectCommand({ Bucket: PROCESSING, Key: key, Body }),
    );
    arrivals += 1;
    const sent = { file: key, key, size: Body.length, etag: ETag.replaceAll('"', "") };
    return eventOf(sent, String(arrivals).padStart(16, "0"));
  }

  /** Handles an event; outcomes that are told. */
  async function handle(event: unknown): Promise<string[]> {
    await pipeline.handler(event);
    return (await pipeline.messages()).map(({ notice }) => notice.outcome);
  }

  /** Puts an object and handles it; outcomes that are told of it. */
  async function ingest(key: string, body: string): Promise<string[]> {
    return handle(await upload(key, body));
  }

  async function keysIn(Bucket: string): Promise<string[]> {
    const { Contents = [] } = await pipeline.s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key = "" }) => Key).sort();
  }

  async function items(): Promise<Record<string, AttributeValue>[]> {
    const { Items = [] } = await pipeline.dynamoDb.send(new ScanCommand({ TableName: TABLE }));
    return Items;
  }

  it("S-INGEST-4: takes each object where it belongs", async () => {
    const valid = track("a", "Ünö Düe", { Features: { L: [{ S: "x" }] }, Year: { N: "1999" } });
    const large = "x".repeat(MOST_DOCUMENT_BYTES + 1);
    assert.deepEqual(await ingest("songs/ü b+c%20.json", valid), ["stored"]);
    assert.deepEqual(await ingest("songs/ü b+c%20.json", valid), ["duplicate"]);
    assert.deepEqual(await ingest("songs/ü b+c%20.json", valid), ["already-quarantined"]);
    assert.deepEqual(await ingest("copy.json", valid), ["duplicate"]);
    assert.deepEqual(await ingest("bad é.json", '{"Ä":1}'), ["invalid"]);
    assert.deepEqual(await ingest("bad é.json", '{"Ä":1}'), ["already-quarantined"]);
    assert.deepEqual(await ingest("bad é.json", '{"Ä":2}'), ["invalid"]);
    assert.deepEqual(await ingest("empty.json", ""), ["invalid"]);
    assert.deepEqual(await ingest("large.json", large), ["invalid"]);

    assert.deepEqual(await keysIn(PROCESSING), []);
    const rejected = (key: string, body: string) =>
      rejectName(key, { digest: sha256(body), id: "" });
    const names = [
      rejected("bad é.json", '{"Ä":1}'),
      rejected("bad é.json", '{"Ä":2}'),
      rejected("copy.json", valid),
      rejected("empty.json", ""),
      rejected("songs/ü b+c%20.json", valid),
    ];
    const quarantined = await keysIn(QUARANTINE);
    // Of what is not read the local server has told a digest, or not.
    assert.deepEqual(
      quarantined.filter((name) => !name.startsWith("large.json.")),
      names.sort(),
    );
    assert.equal(quarantined.length, names.length + 1);
    assert.deepEqual(await items(), [
      {
        ...(JSON.parse(valid) as Record<string, AttributeValue>),
        [ORIGIN_ATTRIBUTE]: { S: `s3://${PROCESSING}/songs/ü b+c%20.json#0000000000000001` },
      },
    ]);
    const { Body, Metadata = {} } = await pipeline.s3.send(
      new GetObjectCommand({ Bucket: QUARANTINE, Key: rejected("bad é.json", '{"Ä":2}') }),
    );
    assert.equal(await Body?.transformToString(), '{"Ä":2}');
    assert.match(Metadata["ingest-detail"] ?? "", /^3 problems\. \/\\u00c4 is no attribute/);
  });

  it("S-INGEST-4: a repeated event, and one of an object that was replaced, change nothing", async () => {
    const first = await upload("one.json", track("b", "One"));
    const second = await upload("one.json", track("b", "Two"));
    assert.deepEqual(await handle(first), []);
    assert.deepEqual(await keysIn(PROCESSING), ["one.json"]);
    assert.deepEqual(await handle(second), ["stored"]);
    assert.deepEqual(await handle(second), []);
    assert.deepEqual(await keysIn(PROCESSING), []);
  });

  it("S-INGEST-4: knows its own item in the table from another's", async () => {
    const event = await upload("own.json", track("c", "One"));
    await handle(event);
    // As if the object had not been deleted.
    await pipeline.s3.send(
      new PutObjectCommand({ Bucket: PROCESSING, Key: "own.json", Body: track("c", "One") }),
    );
    assert.deepEqual(await handle(event), ["stored"]);
    assert.deepEqual(await ingest("own.json", track("c", "One")), ["duplicate"]);
  });

  it("S-INGEST-4: the largest item and the longest keys that it takes, DynamoDB takes", async () => {
    const ArtistID = { S: "ü".repeat(1024) };
    const ItemID = { S: `TRACK#${"x".repeat(1018)}` };
    const rest = MOST_ITEM_BYTES - 2048 - 1024 - "ArtistIDItemIDFeatures".length - 3 - 1;
    const document = { ArtistID, ItemID, Features: { L: [{ S: "x".repeat(rest) }] } };
    assert.deepEqual(await ingest("k".repeat(1024), JSON.stringify(document)), ["stored"]);
  });

  it("S-INGEST-4: numbers that it takes, DynamoDB takes", async () => {
    let count = 0;
    const digits = fc.stringMatching(/^\d{1,38}$/);
    const number = fc
      .tuple(fc.constantFrom("", "-"), digits, fc.integer({ min: -130, max: 125 }))
      .map(([sign, text, exponent]) => `${sign}${text.slice(0, 1)}.${text.slice(1)}e${exponent}`);
    await fc.assert(
      fc.asyncProperty(number, async (N) => {
        count += 1;
        const [outcome] = await ingest(`n${count}`, track(`n${count}`, "One", { Streams: { N } }));
        const isSmall = /^-?0\.0*[1-9]/.test(N);
        if (!isSmall) assert.equal(outcome, "stored", N);
      }),
      { numRuns: 30 },
    );
  });
});
