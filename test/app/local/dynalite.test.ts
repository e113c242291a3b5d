import assert from "node:assert/strict";
import { request } from "node:http";

import type { Document } from "../../../app/documents/document.ts";
import { DocumentStore } from "../../../app/documents/store.ts";
import { makeDocumentsTable } from "../../../app/local/parts/documentsTable.ts";
import { type LocalDynamoDb, startDynalite } from "../../../app/local/parts/dynamodb.ts";
import { DocumentsTable } from "../../../app/parts/documentsTable.ts";
import { withAws } from "../../support/dynamodb.ts";

describe("A-LOCAL: Dynalite, where Dynoxide has no program", () => {
  let server: LocalDynamoDb;

  before(async () => {
    server = await startDynalite();
  });

  after(() => server.stop());

  const document = (n: number): Document => ({
    id: `${n}0000000-0000-4000-8000-000000000000`,
    filename: `${n}.txt`,
    size_bytes: n,
    uploaded_at: `2026-01-01T00:00:0${n}.000Z`,
  });

  it("does all that the door documents asks", async () => {
    assert.equal(await makeDocumentsTable("documents", server.url), true);
    assert.equal(await makeDocumentsTable("documents", server.url), false);
    await withAws(server.url, async () => {
      const table = new DocumentsTable("documents");
      const store = new DocumentStore(table);
      const once = { user: "ada", key: "k" };
      assert.deepEqual(await store.addOnce(once, document(1)), document(1));
      assert.deepEqual(await store.addOnce(once, document(2)), document(1));
      await store.add(document(3));
      assert.deepEqual(await store.read(document(3).id), document(3));
      const first = await store.page(1, undefined);
      assert.deepEqual(first.documents, [document(3)]);
      const second = await store.page(1, first.next);
      assert.deepEqual(second, { documents: [document(1)], next: undefined });
      table.close();
    });
  });

  it("outlives clients that break off amid a request", async () => {
    for (let i = 0; i < 20; i++) {
      await new Promise<void>((resolve) => {
        const broken = request(server.url, {
          method: "POST",
          headers: { "Content-Length": "1000" },
        });
        broken.once("error", () => {
          resolve();
        });
        broken.write("half", () => broken.destroy());
        broken.once("close", resolve);
      });
    }
    assert.equal(await makeDocumentsTable("documents", server.url), false);
  });
});
