import assert from "node:assert/strict";

import * as fc from "fast-check";

import {
  judgeDocument,
  MOST_DOCUMENT_BYTES,
  oversize,
} from "../../../functions/ingest/document.ts";
import { type Item, itemBytes, MOST_ITEM_BYTES } from "../../../functions/ingest/item.ts";
import { MOST_PROBLEMS, type Problems, problemText } from "../../../functions/ingest/problems.ts";
import { ALL } from "../../support/size.ts";
import { judge, problemsOf, VALID } from "./documents.ts";

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

  /** How many problems there are, and how many are kept. */
  function countsOf(document: unknown): readonly [all: number, kept: number] {
    const judged = judge(document);
    return "problems" in judged ? [judged.problemCount, judged.problems.length] : [0, 0];
  }

  it("S-INGEST-4: judges 100,000 attributes, and as many repeats far down", () => {
    const many = (text: (index: number) => string) =>
      Array.from({ length: 100_000 }, (_, index) => text(index)).join(",");
    const unknown = `{${many((index) => `"a${index}":{"S":"x"}`)}}`;
    assert.deepEqual(countsOf(unknown), [100_002, MOST_PROBLEMS]);
    const deep = `${'{"name":'.repeat(60)}{${many(() => '"x":0')}}${"}".repeat(60)}`;
    assert.deepEqual(countsOf(deep), [99_999 + 3, MOST_PROBLEMS]);
    const list = judge({
      ...VALID,
      Features: { L: Array.from({ length: 100_000 }, () => ({ S: "x" })) },
    });
    assert.ok("item" in list);
  });

  it("S-INGEST-4: the first problems of a document are kept, and the others counted", () => {
    const wrong = (length: number) => ({ ...VALID, Features: { L: Array(length).fill(0) } });
    const { problems, problemCount } = judge(wrong(101)) as Problems;
    assert.deepEqual([problems.length, problemCount], [100, 101]);
    assert.deepEqual([problems[0]?.path, problems[99]?.path], ["/Features/L/0", "/Features/L/99"]);
    assert.deepEqual(countsOf(wrong(100)), [100, 100]);
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
