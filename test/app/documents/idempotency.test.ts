import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

import { DOCUMENTS_TABLE } from "../../../app/contract.ts";
import {
  type DocumentBody,
  documentsService,
  type ProblemBody,
  upload,
  walk,
} from "../support/documents.ts";

describe("A-DOCS: uploads with a key", () => {
  let service: Awaited<ReturnType<typeof documentsService>>;

  before(async () => {
    service = await documentsService();
  });

  after(() => service.stop());

  const once = (key: string) => ({ "Idempotency-Key": key });

  it("makes one document of repeats: 201 first, 200 again", async () => {
    const first = await upload(service, "a.txt", "12345", once("k-1"));
    const again = await upload(service, "a.txt", "54321", once("k-1"));
    assert.deepEqual([first.status, again.status], [201, 200]);
    const made = (await first.json()) as DocumentBody;
    assert.deepEqual(await again.json(), made);
    assert.equal(again.headers.get("location"), `/documents/${made.id}`);
    assert.equal((await walk(service, 100)).documents.length, 1);
  });

  it("refuses the key for another name or size, with 422 and the header named", async () => {
    for (const [name, content] of [
      ["b.txt", "12345"],
      ["a.txt", "123456"],
    ] as const) {
      const other = await upload(service, name, content, once("k-1"));
      assert.equal(other.status, 422);
      assert.deepEqual(((await other.json()) as ProblemBody).errors, [
        {
          in: "header",
          field: "idempotency-key",
          message: "stands for a file of another name or size",
        },
      ]);
    }
    assert.equal((await walk(service, 100)).documents.length, 1);
  });

  it("keeps the keys of users apart", async () => {
    const other = await upload(service, "c.txt", "1", once("k-1"), "bob");
    assert.equal(other.status, 201);
  });

  it("makes one document of 50 repeats at once", async () => {
    const before = (await walk(service, 100)).documents.length;
    const repeats = Array.from({ length: 50 }, () => upload(service, "d.txt", "1", once("k-2")));
    const answers = await Promise.all(repeats);
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array.from({ length: 49 }, () => 200), 201]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    assert.equal(new Set(bodies).size, 1);
    assert.equal((await walk(service, 100)).documents.length, before + 1);
  });

  it("lets one of two contents win that come at once, and refuses the other", async () => {
    const both = await Promise.all([
      upload(service, "e.txt", "1", once("k-3")),
      upload(service, "f.txt", "22", once("k-3")),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 422]);
  });

  it("forgets a key after 24 hours, whether DynamoDB has deleted it or not", async () => {
    const first = (await (await upload(service, "g.txt", "1", once("k-4"))).json()) as DocumentBody;
    const client = new DynamoDBClient({
      endpoint: service.tableUrl,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const digest = createHash("sha256")
      .update(JSON.stringify(["ada", "k-4"]))
      .digest("base64url");
    const record = { TableName: service.table, Key: { id: { S: `key#${digest}` } } };
    const { Item } = await client.send(new GetItemCommand(record));
    const seconds = Date.now() / 1000;
    const ends = Number(Item?.[DOCUMENTS_TABLE.timeToLiveAttribute]?.N);
    assert.ok(Math.abs(ends - seconds - 24 * 3600) < 10);

    const values = { ":past": { N: String(Math.floor(seconds) - 1) } };
    const UpdateExpression = `set ${DOCUMENTS_TABLE.timeToLiveAttribute} = :past`;
    await client.send(
      new UpdateItemCommand({ ...record, UpdateExpression, ExpressionAttributeValues: values }),
    );
    client.destroy();
    const later = await upload(service, "h.txt", "22", once("k-4"));
    assert.equal(later.status, 201);
    assert.notEqual(((await later.json()) as DocumentBody).id, first.id);
    assert.equal((await service.ask("ada", `/documents/${first.id}`)).status, 200);
  });

  for (const [why, key] of [
    ["an empty key", ""],
    ["a key of 256 characters", "k".repeat(256)],
    ["a key with a space", "a b"],
    ["a key with letters beyond ASCII", "cl\u00e9"],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const answer = await upload(service, "a.txt", "1", once(key));
      assert.equal(answer.status, 400);
      const [error] = ((await answer.json()) as ProblemBody).errors ?? [];
      assert.deepEqual([error?.in, error?.field], ["header", "idempotency-key"]);
    });
  }
});
