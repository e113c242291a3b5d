import assert from "node:assert/strict";

import fc from "fast-check";

import type { Document } from "../../../app/documents/document.ts";
import { DocumentStore, type Place } from "../../../app/documents/store.ts";
import { DocumentsTable } from "../../../app/parts/documentsTable.ts";
import { testDocumentsTable, withAws } from "../../support/dynamodb.ts";
import { type DocumentBody, documentsService, upload, walk } from "../support/documents.ts";

describe("A-DOCS: the list over HTTP", () => {
  let service: Awaited<ReturnType<typeof documentsService>>;

  before(async () => {
    service = await documentsService();
  });

  after(() => service.stop());

  it("is empty at first", async () => {
    assert.deepEqual(await walk(service, 20), { pages: [0], documents: [] });
  });

  it("shows what was there before a walk once each, while others come", async () => {
    const made = new Map<string, DocumentBody>();
    const add = async (name: string) => {
      const document = (await (await upload(service, name)).json()) as DocumentBody;
      made.set(document.id, document);
    };
    for (let i = 0; i < 6; i++) await Promise.all([1, 2, 3, 4].map((j) => add(`old-${i}-${j}`)));
    const old = new Set(made.keys());
    const { documents } = await walk(service, 5, async () => {
      await Promise.all([1, 2, 3].map((j) => add(`new-${j}`)));
    });
    const ids = documents.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, "none twice");
    assert.deepEqual(new Set(ids.filter((id) => old.has(id))), old);
    for (const document of documents) assert.deepEqual(document, made.get(document.id));
    const times = documents.map(({ uploaded_at }) => uploaded_at);
    assert.deepEqual(times, [...times].sort().reverse());
  });

  const queries: readonly [query: string, field: string][] = [
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=1.5", "limit"],
    ["limit=x", "limit"],
    ["cursor=", "cursor"],
    ["cursor=!!!", "cursor"],
    [`cursor=${"A".repeat(2000)}`, "cursor"],
    [`cursor=${Buffer.from("{}").toString("base64url")}`, "cursor"],
    [
      `cursor=${Buffer.from('{"uploadedAt":"2026","id":"x"}').toString("base64url")}`,
      "cursor.uploadedAt",
    ],
    ["page=2", "page"],
  ];
  for (const [query, field] of queries) {
    it(`refuses ${query.slice(0, 60)}`, async () => {
      const answer = await service.ask("ada", `/documents?${query}`);
      const { errors = [] } = (await answer.json()) as { errors?: { field: string }[] };
      assert.equal(answer.status, 400);
      assert.equal(errors[0]?.field, field.split(".")[0]);
    });
  }
});

describe("A-DOCS: the list against a model", () => {
  it("is all documents by time and id, in pages of any size", async () => {
    // Few moments, so that many documents share one.
    const moment = fc.integer({ min: 0, max: 5 });
    const document = fc.record({ id: fc.uuid(), moment, size: fc.nat() });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(document, { maxLength: 40, selector: ({ id }) => id }),
        fc.integer({ min: 1, max: 12 }),
        async (entries, limit) => {
          const { name, url } = await testDocumentsTable();
          await withAws(url, async () => {
            const table = new DocumentsTable(name);
            const store = new DocumentStore(table);
            const documents = entries.map(({ id, moment: at, size }): Document => ({
              id,
              filename: `${size}.txt`,
              size_bytes: size,
              uploaded_at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, at)).toISOString(),
            }));
            await Promise.all(documents.map((one) => store.add(one)));
            const key = (one: Document) => `${one.uploaded_at}#${one.id}`;
            const model = documents.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));

            const found: Document[] = [];
            let after: Place | undefined;
            do {
              const page = await store.page(limit, after);
              assert.equal(page.documents.length, Math.min(limit, model.length - found.length));
              found.push(...page.documents);
              after = page.next;
            } while (after !== undefined);
            assert.deepEqual(found, model);
            for (const one of model.slice(0, 3)) assert.deepEqual(await store.read(one.id), one);
            table.close();
          });
        },
      ),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});
