import assert from "node:assert/strict";

import { track } from "../../functions/ingest/documents.ts";
import { folderWith, runHere, runProcess } from "./support.ts";

const SAMPLE = `
object           outcome              is now in
track.json       stored               table
album.json       stored               table
same-track.json  duplicate            quarantine
wrong.json       invalid              quarantine
broken.json      invalid              quarantine
broken.json      already-quarantined  quarantine

Messages of the topic
  Ingest: item stored: track.json
    item anna, TRACK#Dawn
  Ingest: item stored: album.json
    item anna, ALBUM#First Light
  Ingest: duplicate in quarantine: same-track.json
    item anna, TRACK#Dawn
    The table has an item of this key from s3://processing/track.json#0000000000000001.
  Ingest: invalid object in quarantine: wrong.json
    /Duration/N is no number.
    /ArtistID is missing.
    /ItemID/S is neither TRACK# nor ALBUM# with a title.
  Ingest: invalid object in quarantine: broken.json
    The document is no JSON: it has no value here (line 4, column 1).
  Ingest: object was in quarantine already: broken.json
    The document is no JSON: it has no value here (line 4, column 1).

Left: 0 objects in processing, 3 objects in quarantine, 2 items in the table.
`;

/** What became of the files. */
interface Result {
  readonly objects: readonly {
    readonly key: string;
    readonly place: string;
    readonly messages: readonly { readonly notice: { readonly outcome: string } }[];
  }[];
  readonly left: {
    readonly processing: readonly unknown[];
    readonly quarantine: readonly { readonly key: string }[];
    readonly table: readonly { readonly ItemID: unknown }[];
  };
}

describe("npm run ingest -- local", () => {
  it("S-INGEST-7: runs the pipeline over a sample of all outcomes but failure", async () => {
    const { code, stdout, stderr } = await runProcess(["local"]);
    assert.equal(stdout, SAMPLE);
    assert.match(stderr, /^Starting:\n {2}S3, SNS and SQS +\d+ ms\n {2}DynamoDB +\d+ ms\n$/);
    assert.equal(code, 0);
  });

  it("S-INGEST-7: takes one's own files, valid or not", async () => {
    const folder = folderWith({
      "ü +1.json": track("b", "Two"),
      "sub/text.txt": "no JSON",
      "large.json": " ".repeat(4 * 1024 * 1024 + 1),
    });
    const files = ["ü +1.json", "sub/text.txt", "large.json"];
    const [{ code, stdout }, refused] = await Promise.all([
      runHere(["local", "--json", ...files], {}, { folder }),
      runHere(["local", "none.json"], {}, { folder }),
    ]);
    const { objects, left } = JSON.parse(stdout) as Result;
    assert.deepEqual(
      objects.map(({ key, place, messages }) => [
        key,
        place,
        ...messages.map(({ notice }) => notice.outcome),
      ]),
      [
        ["ü +1.json", "table", "stored"],
        ["text.txt", "quarantine", "invalid"],
        ["large.json", "quarantine", "invalid"],
      ],
    );
    assert.deepEqual(left.processing, []);
    assert.deepEqual(
      left.quarantine.map(({ key }) => key),
      ["large.json", "text.txt"],
    );
    assert.deepEqual(
      left.table.map(({ ItemID }) => ItemID),
      [{ S: "TRACK#Two" }],
    );
    assert.equal(code, 0);
    assert.deepEqual(refused, {
      code: 1,
      stdout: "",
      stderr: "none.json: There is no such file.\nNothing was sent: 1 of 1 file refused.\n",
    });
  });
});
