import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import * as fc from "fast-check";

import { type LocalS3, startS3 } from "../../../app/local/parts/s3.ts";
import { INGEST_EVENT, ORIGIN_ATTRIBUTE } from "../../../functions/ingest/contract.ts";
import { MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { createHandler } from "../../../functions/ingest/handler.ts";
import { MOST_ITEM_BYTES } from "../../../functions/ingest/item.ts";
import type { IngestNotice } from "../../../functions/ingest/notice.ts";
import { readSettings } from "../../../functions/ingest/settings.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { testDynamoDb } from "../../support/dynamodb.ts";
import { track } from "./world.ts";

const PROCESSING = "processing";
const QUARANTINE = "quarantine";
const TABLE = "ingest";

/** Local servers keep no versions: an arrival is told by its sequencer, and an object by its key. */
describe("ingest, on local servers of S3, DynamoDB and SNS", () => {
  const folder = mkdtempSync(join(tmpdir(), "ingest-"));
  const messages: IngestNotice[] = [];
  const log: LogRecord[] = [];
  let server: LocalS3;
  let s3: S3Client;
  let dynamoDb: DynamoDBClient;
  let handler: (event: unknown) => Promise<void>;
  let arrivals = 0;

  before(async () => {
    const local = {
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "secret" },
    };
    server = await startS3({ folder, secrets: { local: "secret" } });
    s3 = new S3Client({ ...local, endpoint: server.url, forcePathStyle: true });
    const sns = new SNSClient({ ...local, endpoint: server.url });
    dynamoDb = new DynamoDBClient({ ...local, endpoint: (await testDynamoDb()).url });
    for (const Bucket of [PROCESSING, QUARANTINE])
      await s3.send(new CreateBucketCommand({ Bucket }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "ingest" }));
    await dynamoDb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["ArtistID", "ItemID"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        KeySchema: [
          { AttributeName: "ArtistID", KeyType: "HASH" },
          { AttributeName: "ItemID", KeyType: "RANGE" },
        ],
      }),
    );
    sns.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        messages.push(JSON.parse((args.input as { Message: string }).Message) as IngestNotice);
        return answer;
      },
      { step: "initialize" },
    );
    handler = createHandler({
      s3,
      sns,
      dynamoDb,
      ...readSettings({
        PROCESSING_BUCKET: PROCESSING,
        QUARANTINE_BUCKET: QUARANTINE,
        TABLE_NAME: TABLE,
        TABLE_KEY: "ArtistID,ItemID",
        TOPIC_ARN: TopicArn,
      }),
      log: (record) => log.push(record),
    });
  });

  after(async () => {
    for (const client of [s3, dynamoDb]) client.destroy();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Puts an object; what tells of it. */
  async function upload(Key: string, Body: string) {
    const { ETag = "" } = await s3.send(
      new PutObjectCommand({ Bucket: PROCESSING, Key, Body: Buffer.from(Body) }),
    );
    arrivals += 1;
    const size = Buffer.byteLength(Body);
    return {
      source: INGEST_EVENT.source,
      "detail-type": INGEST_EVENT.detailType,
      detail: {
        bucket: { name: PROCESSING },
        object: {
          key: Key,
          size,
          etag: ETag.replaceAll('"', ""),
          sequencer: String(arrivals).padStart(16, "0"),
        },
      },
    };
  }

  /** Puts an object and handles it; outcomes that are told of it. */
  async function ingest(key: string, body: string): Promise<string[]> {
    const told = messages.length;
    await handler(await upload(key, body));
    return messages.slice(told).map(({ outcome }) => outcome);
  }

  async function keysIn(Bucket: string): Promise<string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key = "" }) => Key).sort();
  }

  async function items(): Promise<Record<string, AttributeValue>[]> {
    const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName: TABLE }));
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
    assert.deepEqual(await keysIn(QUARANTINE), [
      "bad é.json",
      "copy.json",
      "empty.json",
      "large.json",
      "songs/ü b+c%20.json",
    ]);
    assert.deepEqual(await items(), [
      {
        ...(JSON.parse(valid) as Record<string, AttributeValue>),
        [ORIGIN_ATTRIBUTE]: { S: `s3://${PROCESSING}/songs/ü b+c%20.json#0000000000000001` },
      },
    ]);
    const { Body, Metadata = {} } = await s3.send(
      new GetObjectCommand({ Bucket: QUARANTINE, Key: "bad é.json" }),
    );
    assert.equal(await Body?.transformToString(), '{"Ä":2}');
    assert.match(Metadata["ingest-detail"] ?? "", /^3 problems\. \/\\u00c4 is no attribute/);
    assert.deepEqual(
      log.filter(({ level }) => level === "error"),
      [],
    );
  });

  it("S-INGEST-4: a repeated event, and one of an object that was replaced, change nothing", async () => {
    const first = await upload("one.json", track("b", "One"));
    const second = await upload("one.json", track("b", "Two"));
    await handler(first);
    assert.equal(log.at(-1)?.message, "gone");
    assert.deepEqual(await keysIn(PROCESSING), ["one.json"]);
    await handler(second);
    await handler(second);
    assert.deepEqual(
      log.slice(-2).map(({ message }) => message),
      ["stored", "gone"],
    );
    assert.deepEqual(await keysIn(PROCESSING), []);
  });

  it("S-INGEST-4: knows its own item in the table from another's", async () => {
    const event = await upload("own.json", track("c", "One"));
    await handler(event);
    // As if the object had not been deleted.
    await s3.send(
      new PutObjectCommand({ Bucket: PROCESSING, Key: "own.json", Body: track("c", "One") }),
    );
    await handler(event);
    assert.equal(messages.at(-1)?.outcome, "stored");
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
