import assert from "node:assert/strict";

import * as fc from "fast-check";

import {
  ORIGIN_ATTRIBUTE,
  QUARANTINE_METADATA,
  REASON_TAG,
} from "../../../functions/ingest/contract.ts";
import { judgeDocument, MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { ALL } from "../../support/size.ts";
import type { Version } from "./versionedS3.ts";
import { sha256, track } from "./documents.ts";
import { eventOf, type Fault, PROCESSING, QUARANTINE, World } from "./world.ts";

/** What is uploaded: valid ones of one item and of another, invalid and unreadable ones. */
const CONTENTS: readonly (Partial<Version> & { readonly body: Buffer })[] = [
  ...[
    track("a", "One"),
    track("a", "One", { Year: { N: "1999" } }),
    track("b", "Two"),
    '{"ArtistID":{"S":"a"}}',
    "not JSON",
    "",
  ].map((text) => ({ body: Buffer.from(text) })),
  { body: Buffer.from("large, unknown"), size: MOST_DOCUMENT_BYTES + 1 },
  { body: Buffer.from("large, known"), size: MOST_DOCUMENT_BYTES + 1, told: sha256("large") },
];

const KEYS = ["one.json", "a folder/zwei ü%2B+.json"];

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom("crash", "refuse"),
  call: fc.nat({ max: 14 }),
  when: fc.constantFrom("before", "after"),
});

/** An upload, and how often and how badly its event is delivered. */
const arrival = fc.record({
  key: fc.constantFrom(...KEYS),
  content: fc.nat({ max: CONTENTS.length - 1 }),
  deliveries: fc.array(fc.array(fault, { maxLength: 2 }), { minLength: 1, maxLength: 3 }),
});

interface Uploaded {
  readonly key: string;
  readonly version: Version;
}

/** Where a version's content is. */
function placesOf(world: World, { key, version }: Uploaded) {
  const origin = `s3://${PROCESSING}/${key}?versionId=${version.id}`;
  return {
    processing: world.s3.versions(PROCESSING, key).includes(version),
    stored: [...world.table.values()].filter((item) => item[ORIGIN_ATTRIBUTE]?.S === origin),
    copies: world
      .rejects(key)
      .filter(({ metadata }) => metadata[QUARANTINE_METADATA.source] === version.id),
    likes: world
      .rejects(key)
      .filter(({ body, size }) => body.equals(version.body) && size === version.size),
  };
}

function isLike(one: Uploaded, { key, version }: Uploaded): boolean {
  return one.key === key && one.version.body.equals(version.body);
}

/** Nothing may be deleted before it is safe elsewhere, and told. */
function watchDeletions(world: World): void {
  world.s3.deleting = (bucket, key, version) => {
    assert.equal(bucket, PROCESSING, "quarantine keeps all versions");
    const { stored, likes } = placesOf(world, { key, version });
    assert.ok(stored.length + likes.length > 0, "deleted before it was safe");
    assert.ok(world.outcomes(version).length > 0, "deleted before it was told");
  };
}

/** Each object is in one place, and its outcome was told and no other. */
function checkEnd(world: World, uploads: readonly Uploaded[]): void {
  const wanted = new Set<string>();
  for (const upload of uploads) {
    const { processing, stored, copies, likes } = placesOf(world, upload);
    const told = world.outcomes(upload.version).filter((outcome) => outcome !== "failed");
    const judged =
      upload.version.size > MOST_DOCUMENT_BYTES
        ? { problems: [] }
        : judgeDocument(upload.version.body);
    if ("item" in judged) wanted.add(world.keyOf(judged.item));
    assert.equal(processing, false, "it is still there");
    assert.ok(Math.min(stored.length, copies.length) === 0, "it is in two places");
    if (stored[0] && "item" in judged) {
      const origin = stored[0][ORIGIN_ATTRIBUTE];
      assert.deepEqual(stored, [{ ...judged.item, [ORIGIN_ATTRIBUTE]: origin }]);
      assert.deepEqual(told, ["stored"]);
      continue;
    }
    const reason = "item" in judged ? "duplicate" : "invalid";
    for (const copy of copies) {
      assert.ok(likes.includes(copy), "the copy is another");
      assert.deepEqual(copy.tags, { [REASON_TAG]: reason });
      assert.equal(copy.metadata[QUARANTINE_METADATA.reason], reason);
    }
    assert.ok(likes.length > 0, "it is nowhere");
    const likely = copies.length > 0 ? [reason] : ["already-quarantined"];
    // An attempt may have seen another's copy, or its own, which was removed before the next.
    const isAlone = uploads.every((one) => one === upload || !isLike(one, upload));
    const may = isAlone ? likely : [reason, "already-quarantined"];
    assert.ok(told.length > 0 && told.every((outcome) => may.includes(outcome)), told.join());
  }
  assert.deepEqual(new Set(world.table.keys()), wanted);
  for (const name of new Set(world.s3.all(QUARANTINE).map(({ key }) => key))) {
    const kinds = world.s3.versions(QUARANTINE, name).map(({ deleted }) => deleted);
    const isTwice = kinds.some((deleted, index) => !deleted && kinds[index - 1] === false);
    assert.ok(!isTwice, "a second copy, and nothing was removed");
  }
}

describe("ingest, in random histories", () => {
  it("S-INGEST-4: all ends in one place and is told, whatever comes twice, late, at once or half", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(arrival, { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom(...KEYS), { maxLength: 3 }),
        fc.boolean(),
        async (scheduler, arrivals, removals, conditionsFirst) => {
          const world = new World();
          world.s3.conditionsFirst = conditionsFirst;
          world.turn = (call) => scheduler.schedule(Promise.resolve(), call);
          watchDeletions(world);
          const uploads: Uploaded[] = [];

          async function deliver({ key, version }: Uploaded, faults: readonly Fault[]) {
            await world.turn("deliver");
            for (const fault of [...faults, ...Array<undefined>(4)]) {
              const ended = await world.run(eventOf(key, version), fault);
              if (ended === "done") return;
              if (ended === "crashed" || ended.message.includes("Nobody was told")) continue;
              assert.ok(world.outcomes(version).includes("failed"), "a failure was not told");
            }
            assert.fail("it never ended well");
          }

          async function arrive({ key, content, deliveries }: (typeof arrivals)[number]) {
            await world.turn("upload");
            const { body, ...rest } = CONTENTS[content] ?? assert.fail();
            const upload = { key, version: world.upload(key, body, rest) };
            uploads.push(upload);
            await Promise.all(deliveries.map((faults) => deliver(upload, faults)));
          }

          async function remove(key: string) {
            // Whatever has come so far.
            for (let turn = 0; turn < 10; turn += 1) await world.turn("wait");
            await world.turn("remove");
            world.removeRejects(key);
          }

          await scheduler.waitFor(Promise.all([...arrivals.map(arrive), ...removals.map(remove)]));
          checkEnd(world, uploads);
        },
      ),
      { numRuns: ALL ? 5000 : 100 },
    );
  }).timeout(ALL ? 900_000 : 60_000);

  it("S-INGEST-4: a run that ends at any of its calls is made good by the next", async () => {
    for (const contents of [[0], [0, 1], [3], [3, 4], [4, 4], [6, 6], [7, 7]]) {
      for (let call = 0; call < 20; call += 1) {
        for (const kind of ["crash", "refuse"] as const) {
          for (const when of ["before", "after"] as const) {
            const world = new World();
            watchDeletions(world);
            const uploads: Uploaded[] = [];
            for (const content of contents) {
              const { body, ...rest } = CONTENTS[content] ?? assert.fail();
              const upload = { key: "one", version: world.upload("one", body, rest) };
              uploads.push(upload);
              await world.run(eventOf("one", upload.version), { kind, call, when });
            }
            for (const { key, version } of uploads) {
              assert.equal(await world.run(eventOf(key, version)), "done");
            }
            checkEnd(world, uploads);
          }
        }
      }
    }
  });
});
