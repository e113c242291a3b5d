import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { startDynamoDb } from "../../../app/local/parts/dynamodb.ts";
import { startS3 } from "../../../app/local/parts/s3.ts";
import { Started } from "../../../app/local/started.ts";
import { createHandler } from "../../../functions/ingest/handler.ts";
import type { IngestNotice } from "../../../functions/ingest/notice.ts";
import { readSettings } from "../../../functions/ingest/settings.ts";

/** Bucket that events are put into on this machine. */
export const PROCESSING = "processing";
/** Bucket that rejects go to on this machine. */
export const QUARANTINE = "quarantine";
/** Table of valid items on this machine. */
export const TABLE = "ingest";

/** Owner of all that the local servers hold. */
export const ACCOUNT = "000000000000";

const REGION = "us-east-1";
const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** A message as a subscriber gets it. */
export interface Message {
  readonly subject: string;
  readonly notice: IngestNotice;
}

/** The pipeline on this machine: servers, buckets, table and topic, and the function itself. */
export interface Pipeline {
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  readonly sns: SNSClient;
  /** ARN of the topic. */
  readonly topic: string;
  readonly handler: (event: unknown) => Promise<void>;
  /** What the topic has told since it was asked last. */
  readonly messages: () => Promise<Message[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the pipeline.
 *
 * @param folder Where objects are kept.
 * @param tell Hears of each part that has started.
 */
export async function startPipeline(
  folder: string,
  tell: (line: string) => void,
): Promise<Pipeline> {
  const started = new Started(tell);
  try {
    const secrets = { [CREDENTIALS.accessKeyId]: CREDENTIALS.secretAccessKey };
    const objects = await started.add("S3, SNS and SQS", () => startS3({ folder, secrets }));
    const items = await started.add("DynamoDB", () => startDynamoDb());
    const local = { region: REGION, credentials: CREDENTIALS, endpoint: objects.url };
    const s3 = new S3Client({ ...local, forcePathStyle: true });
    const dynamoDb = new DynamoDBClient({ ...local, endpoint: items.url });
    const [sns, sqs] = [new SNSClient(local), new SQSClient(local)];
    for (const Bucket of [PROCESSING, QUARANTINE])
      await s3.send(new CreateBucketCommand({ Bucket }));
    await makeTable(dynamoDb);
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "ingest" }));
    const messages = await subscribe(sns, sqs, TopicArn);
    return {
      s3,
      dynamoDb,
      sns,
      topic: TopicArn,
      messages,
      handler: createHandler({
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
        // The topic tells the same.
        log: () => undefined,
      }),
      async stop() {
        for (const client of [s3, dynamoDb, sns, sqs]) client.destroy();
        await started.stop();
      },
    };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function makeTable(dynamoDb: DynamoDBClient): Promise<void> {
  const [hash, range] = ["ArtistID", "ItemID"];
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [hash, range].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      KeySchema: [
        { AttributeName: hash, KeyType: "HASH" },
        { AttributeName: range, KeyType: "RANGE" },
      ],
    }),
  );
}

/** Listens to the topic, as anybody may: by a queue. */
async function subscribe(
  sns: SNSClient,
  sqs: SQSClient,
  TopicArn: string,
): Promise<() => Promise<Message[]>> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "ingest" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.["QueueArn"] }),
  );
  return async () => {
    const all: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return all;
      for (const { Body = "", ReceiptHandle } of Messages) {
        const { Subject, Message } = JSON.parse(Body) as { Subject: string; Message: string };
        all.push({ subject: Subject, notice: JSON.parse(Message) as IngestNotice });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
}
