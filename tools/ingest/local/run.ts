import { type AttributeValue, GetItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";

import { INGEST_EVENT, ORIGIN_ATTRIBUTE } from "../../../functions/ingest/contract.ts";
import type { FileToSend } from "../files.ts";
import { type Listed, listed, lookedAt } from "../quarantine.ts";
import { type Sent, uploadFiles } from "../upload.ts";
import { ACCOUNT, type Message, type Pipeline, PROCESSING, QUARANTINE, TABLE } from "./parts.ts";

/** What became of one object. */
export interface Handled {
  readonly key: string;
  /** Where it, or its item, was found afterwards. */
  readonly place: "table" | "quarantine" | "processing" | "nowhere";
  /** What the topic told of it. */
  readonly messages: readonly Message[];
}

/** What is where when all objects have been handled. */
export interface Left {
  readonly processing: readonly Listed[];
  readonly quarantine: readonly Listed[];
  readonly table: readonly Record<string, AttributeValue>[];
}

/** Files in, one after the other, and what became of them. */
export interface LocalResult {
  readonly objects: readonly Handled[];
  readonly left: Left;
}

/**
 * Puts files as an upload does, and lets the function handle each when it is there: what comes
 * first is stored, and a duplicate is the later one, whenever this is run.
 */
export async function ingestLocally(
  pipeline: Pipeline,
  files: readonly FileToSend[],
  step: () => void,
): Promise<LocalResult> {
  const objects: Handled[] = [];
  const { failed } = await uploadFiles(files, {
    s3: pipeline.s3,
    bucket: PROCESSING,
    account: ACCOUNT,
    parallel: 1,
    async onSent(sent) {
      objects.push(await handle(pipeline, sent, objects.length + 1));
      step();
    },
  });
  for (const { error } of failed) throw error;
  return { objects, left: await leftIn(pipeline) };
}

async function handle(pipeline: Pipeline, sent: Sent, number: number): Promise<Handled> {
  const { key } = sent;
  // Without versions, S3 tells one object of a key from the next by its sequencer.
  const sequencer = String(number).padStart(16, "0");
  try {
    await pipeline.handler(eventOf(sent, sequencer));
  } catch {
    // Lambda would try again; that it failed is announced.
  }
  const messages = await pipeline.messages();
  return { key, place: await placeOf(pipeline, sequencer, key, messages), messages };
}

/** The event by which EventBridge tells of an object. */
export function eventOf({ key, size, etag }: Sent, sequencer: string) {
  return {
    source: INGEST_EVENT.source,
    "detail-type": INGEST_EVENT.detailType,
    detail: { bucket: { name: PROCESSING }, object: { key, size, etag, sequencer } },
  };
}

/** Looks where it is, whatever outcome was told. */
async function placeOf(
  { s3, dynamoDb }: Pipeline,
  sequencer: string,
  key: string,
  messages: readonly Message[],
): Promise<Handled["place"]> {
  const has = async (bucket: string, name: string) =>
    (await lookedAt({ s3, bucket, account: ACCOUNT }, name)) !== undefined;
  if (await has(PROCESSING, key)) return "processing";
  for (const { notice } of messages) {
    if (notice.reject !== undefined && (await has(QUARANTINE, notice.reject))) return "quarantine";
    if (notice.item === undefined) continue;
    const { ArtistID, ItemID } = notice.item;
    const { Item } = await dynamoDb.send(
      new GetItemCommand({
        TableName: TABLE,
        Key: { ArtistID: { S: ArtistID }, ItemID: { S: ItemID } },
        ConsistentRead: true,
      }),
    );
    if (Item?.[ORIGIN_ATTRIBUTE]?.S === `s3://${PROCESSING}/${key}#${sequencer}`) return "table";
  }
  return "nowhere";
}

async function leftIn({ s3, dynamoDb }: Pipeline): Promise<Left> {
  const objects = (bucket: string) => allOf(listed({ s3, bucket, account: ACCOUNT }, ""));
  const pages = await allOf(paginateScan({ client: dynamoDb }, { TableName: TABLE }));
  return {
    processing: await objects(PROCESSING),
    quarantine: await objects(QUARANTINE),
    table: pages.flatMap(({ Items = [] }) => Items),
  };
}

async function allOf<T>(some: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of some) all.push(one);
  return all;
}
