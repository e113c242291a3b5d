import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { MEMORY_MB } from "../../../functions/ingest/contract.ts";
import { MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { MOST_PROBLEMS } from "../../../functions/ingest/problems.ts";

/** MB of the heap; the content lies beside it, and so does Node.js. */
const HEAP = 256;

/** A document of the largest size: a start, so many of one part as it has room for, and an end. */
function filled(start: string, part: string, end: string): string {
  const room = MOST_DOCUMENT_BYTES - Buffer.byteLength(start + end);
  return start + part.repeat(Math.floor(room / part.length)) + end;
}

const KEYS = '"ArtistID":{"S":"a"},"ItemID":{"S":"TRACK#a"}';
const LONG_NAME = `{"${"x".repeat(128)}":`;

describe("ingest's memory", () => {
  for (const [what, text, least] of [
    ["elements that are no texts", filled(`{${KEYS},"Features":{"L":[`, "0,", "0]}}"), 2_000_000],
    ["elements without a type", filled(`{${KEYS},"Features":{"L":[`, "{},", "0]}}"), 1_000_000],
    ["repeated names", filled("{", '"":0,', '"":0}'), 1_000_000],
    ["types that are none", filled('{"ArtistID":{', '"":0,', '"":0}}'), 1_000_000],
    [
      "repeats far down, below long names",
      filled(LONG_NAME.repeat(60) + "{", '"":0,', `"":0}${"}".repeat(60)}`),
      800_000,
    ],
    // Of other than Latin letters, text takes twice the room.
    ["texts", filled(`{${KEYS},"日":0,"Features":{"L":[`, '{"S":""},', "0]}}"), 2],
    ["lists in a list", filled("[", "[],", "0]"), 1],
    ["lines before what is no JSON", filled("", " \n", "x"), 1],
  ] as const) {
    it(`S-INGEST-4: has room for the largest document, full of ${what}`, () => {
      const script = join(import.meta.dirname, "judgeInput.ts");
      const args = [`--max-old-space-size=${HEAP}`, script];
      const told = execFileSync(process.execPath, args, { input: text });
      const [all, kept, maxKb] = JSON.parse(told.toString()) as [number, number, number];
      assert.ok(all >= least, `${all} problems`);
      assert.equal(kept, Math.min(all, MOST_PROBLEMS));
      assert.ok(maxKb / 1000 < MEMORY_MB - 128, `${maxKb} KB`);
    });
  }
});
