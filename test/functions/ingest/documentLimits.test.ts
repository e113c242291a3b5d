import assert from "node:assert/strict";

import * as fc from "fast-check";

import {
  judgeDocument,
  MOST_DOCUMENT_BYTES,
  oversize,
  problemText,
} from "../../../functions/ingest/document.ts";
import { type Item, itemBytes, MOST_ITEM_BYTES } from "../../../functions/ingest/item.ts";
import { ALL } from "../../support/size.ts";

const VALID = {
  ArtistID: { S: "artist-1" },
  ItemID: { S: "TRACK#FeelULuvMe" },
  Features: { L: [{ S: "one" }, { S: "" }] },
  Duration: { N: "215.5" },
  Streams: { N: "1000000" },
  EntityType: { S: "Track" },
  Title: { S: "Feel U Luv Me" },
  Year: { N: "2026" },
};

function judge(document: unknown) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return judgeDocument(Buffer.from(text));
}

/** Problems as sentences; none when the document is taken. */
function problemsOf(document: unknown): string[] {
  const judged = judge(document);
  return "problems" in judged ? judged.problems.map(problemText) : [];
}

describe("ingest's judgement of a document, at its limits", () => {
  it("S-INGEST-4: never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
          fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, byte]) => {
            const bytes = Buffer.from(JSON.stringify(VALID));
            bytes[at % bytes.length] = byte;
            return bytes;
          }),
        ),
        (bytes) => {
          const judged = judgeDocument(bytes);
          assert.ok("item" in judged || judged.problems.length > 0);
          if ("item" in judged)
            assert.deepEqual(judged.item, JSON.parse(Buffer.from(bytes).toString()));
        },
      ),
      { numRuns: ALL ? 200_000 : 3000 },
    );
  });

  it("S-INGEST-4: judges 100,000 attributes, and as many repeats far down", () => {
    const many = (text: (index: number) => string) =>
      Array.from({ length: 100_000 }, (_, index) => text(index)).join(",");
    const unknown = judge(`{${many((index) => `"a${index}":{"S":"x"}`)}}`);
    assert.equal("problems" in unknown && unknown.problems.length, 100_002);
    const deep = `${'{"name":'.repeat(60)}{${many(() => '"x":0')}}${"}".repeat(60)}`;
    const repeats = judge(deep);
    assert.equal("problems" in repeats && repeats.problems.length, 99_999 + 3);
    const list = judge({
      ...VALID,
      Features: { L: Array.from({ length: 100_000 }, () => ({ S: "x" })) },
    });
    assert.ok("item" in list);
  });

  it("S-INGEST-4: reads so many bytes and no more", () => {
    const text = JSON.stringify(VALID);
    const padded = Buffer.from(text.padEnd(MOST_DOCUMENT_BYTES));
    assert.ok("item" in judgeDocument(padded));
    const larger = Buffer.from(text.padEnd(MOST_DOCUMENT_BYTES + 1));
    assert.deepEqual(judgeDocument(larger), oversize(larger.length));
    assert.equal(
      oversize(4_194_305).problems.map(problemText)[0],
      "The document has 4194305 bytes; at most 4194304 are read.",
    );
  });

  it("S-INGEST-4: refuses an item that DynamoDB would not take", () => {
    const { ArtistID, ItemID } = VALID;
    const sized = (length: number) => ({
      ArtistID,
      ItemID,
      Features: { L: [{ S: "x".repeat(length) }] },
    });
    const room = MOST_ITEM_BYTES - itemBytes(sized(0) satisfies Item);
    assert.deepEqual(problemsOf(sized(room)), []);
    assert.deepEqual(problemsOf(sized(room + 1)), [
      `The document is an item of ${MOST_ITEM_BYTES + 1} bytes; at most ${MOST_ITEM_BYTES} are taken.`,
    ]);
  });
});
