import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";

import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import { OUTCOME_ATTRIBUTE } from "../../../functions/ingest/contract.ts";
import { createHandler } from "../../../functions/ingest/handler.ts";
import type { IngestNotice } from "../../../functions/ingest/notice.ts";
import { keyOfReject, shortKey } from "../../../functions/ingest/rejectName.ts";
import { readSettings } from "../../../functions/ingest/settings.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";
import { type Version, VersionedS3 } from "./versionedS3.ts";

export const PROCESSING = "dev-processing-111122223333-us-east-1";
export const QUARANTINE = "dev-quarantine-111122223333-us-east-1";
const ACCOUNT = "111122223333";
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:dev-ingest`;

/** What befalls an attempt at one of its calls, before AWS has done it or after. */
export interface Fault {
  readonly kind: "crash" | "refuse";
  /** Which of its calls, from 0. */
  readonly call: number;
  readonly when: "before" | "after";
}

/** One run of the function. */
interface Attempt {
  readonly fault: Fault | undefined;
  calls: number;
  /** Ends the run as if its machine were gone: nothing that it does goes on. */
  crash: () => void;
}

/** A value of a key. */
interface Text {
  readonly S?: string | undefined;
}

/** How a run of the function ended. */
export type Ended = "done" | "crashed" | Error;

/** The function with all that it works on, and several runs of it at once. */
export class World {
  readonly s3 = new VersionedS3(ACCOUNT, [PROCESSING, QUARANTINE]);
  readonly aws = new AwsStandIn();
  readonly table = new Map<string, Record<string, AttributeValue>>();
  readonly messages: IngestNotice[] = [];
  readonly log: LogRecord[] = [];
  /** Waited for before each call: other runs may come in between. */
  turn: (call: string) => Promise<void> = () => Promise.resolve();
  readonly #attempts = new AsyncLocalStorage<Attempt>();
  readonly #handler: (event: unknown) => Promise<void>;
  readonly #rangeKey: boolean;

  constructor(tableKey: "ArtistID" | "ArtistID,ItemID" = "ArtistID,ItemID") {
    this.#rangeKey = tableKey !== "ArtistID";
    const around = <I, O>(call: string, run: (input: I) => O) => this.#around(call, run);
    this.s3.answers(this.aws, around);
    this.#answerTable();
    this.#answerTopic();
    const client = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
    this.#handler = createHandler({
      s3: this.aws.answers(new S3Client(client)),
      dynamoDb: this.aws.answers(new DynamoDBClient(client)),
      sns: this.aws.answers(new SNSClient(client)),
      ...readSettings({
        PROCESSING_BUCKET: PROCESSING,
        QUARANTINE_BUCKET: QUARANTINE,
        TABLE_NAME: "dev-ingest",
        TABLE_KEY: tableKey,
        TOPIC_ARN: TOPIC,
      }),
      log: (record) => this.log.push(record),
    });
  }

  /** Puts an object to be ingested. */
  upload(key: string, body: string | Buffer, rest: Partial<Version> = {}): Version {
    return this.s3.put(PROCESSING, key, { body: Buffer.from(body), ...rest });
  }

  /** Runs the function for an event. */
  async run(event: unknown, fault?: Fault): Promise<Ended> {
    return new Promise((resolve) => {
      const attempt: Attempt = {
        fault,
        calls: 0,
        crash: () => {
          resolve("crashed");
        },
      };
      this.#attempts.run(attempt, () => {
        this.#handler(event).then(
          () => {
            resolve("done");
          },
          (error: unknown) => {
            resolve(error instanceof Error ? error : assert.fail());
          },
        );
      });
    });
  }

  /** Puts an object and runs the function for it, which must come to its end. */
  async ingest(key: string, body: string | Buffer, rest: Partial<Version> = {}): Promise<Version> {
    const version = this.upload(key, body, rest);
    assert.equal(await this.run(eventOf(key, version)), "done");
    return version;
  }

  /** Outcomes that were announced of a version, one of each. */
  outcomes(version: Version): string[] {
    const own = this.messages.filter(({ object }) => object.version === version.id);
    return [...new Set(own.map(({ outcome }) => outcome))];
  }

  /** All that quarantine has of a key, removed or not, the newest last. */
  rejects(key: string): Version[] {
    return this.s3
      .all(QUARANTINE)
      .filter(({ key: name, version }) => keyOfReject(name) === shortKey(key) && !version.deleted)
      .map(({ version }) => version)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Removes what quarantine has of a key, as an operator does. */
  removeRejects(key: string): void {
    for (const { key: name, version } of this.s3.all(QUARANTINE)) {
      const isNewest = this.s3.versions(QUARANTINE, name).at(-1) === version;
      if (keyOfReject(name) !== shortKey(key) || version.deleted || !isNewest) continue;
      this.s3.mark(QUARANTINE, name);
    }
  }

  #around<I, O>(call: string, run: (input: I) => O): (input: I) => Promise<O> {
    return async (input) => {
      const attempt = this.#attempts.getStore() ?? assert.fail("no run");
      const number = attempt.calls;
      attempt.calls += 1;
      await this.turn(call);
      await this.#befall(attempt, call, number, "before");
      const answer = run(input);
      await this.#befall(attempt, call, number, "after");
      return answer;
    };
  }

  async #befall(attempt: Attempt, call: string, number: number, when: Fault["when"]) {
    const { fault } = attempt;
    if (fault?.kind === "crash" && (number > fault.call || isAt(fault, number, when))) {
      attempt.crash();
      await new Promise(() => undefined);
    }
    if (fault?.kind === "refuse" && isAt(fault, number, when)) {
      throw awsRefusal(call === "HeadObject" ? "Unknown" : "SlowDown", undefined, 503);
    }
  }

  #answerTable(): void {
    this.aws
      .on(
        PutItemCommand,
        this.#around("PutItem", ({ TableName, Item = {}, ConditionExpression, ...rest }) => {
          assert.deepEqual(rest, {});
          assert.equal(TableName, "dev-ingest");
          assert.equal(ConditionExpression, "attribute_not_exists(ArtistID)");
          const key = this.keyOf(Item);
          if (this.table.has(key)) throw awsRefusal("ConditionalCheckFailedException");
          this.table.set(key, Item);
          return {};
        }),
      )
      .on(
        GetItemCommand,
        this.#around("GetItem", ({ TableName, Key = {}, ConsistentRead, ...rest }) => {
          assert.deepEqual(
            [TableName, ConsistentRead, Object.keys(Key)],
            ["dev-ingest", true, this.#rangeKey ? ["ArtistID", "ItemID"] : ["ArtistID"]],
          );
          const Item = this.table.get(this.keyOf(Key));
          const names = rest.ProjectionExpression?.split(", ") ?? [];
          if (Item === undefined) return {};
          return {
            Item: Object.fromEntries(Object.entries(Item).filter(([n]) => names.includes(n))),
          };
        }),
      );
  }

  /** A key of the table as text. */
  keyOf({ ArtistID, ItemID }: { ArtistID?: Text; ItemID?: Text }): string {
    return JSON.stringify([ArtistID?.S, ...(this.#rangeKey ? [ItemID?.S] : [])]);
  }

  /** Source: SNS API, Publish: 256 KB, and a subject of less than 100 characters of ASCII. */
  #answerTopic(): void {
    this.aws.on(
      PublishCommand,
      this.#around("Publish", ({ TopicArn, Subject = "", Message = "", MessageAttributes }) => {
        assert.equal(TopicArn, TOPIC);
        assert.match(Subject, /^[!-~][ -~]{0,98}$/);
        const attributes = JSON.stringify(MessageAttributes);
        assert.ok(Buffer.byteLength(Message + attributes) <= 262_144);
        const notice = JSON.parse(Message) as IngestNotice;
        assert.equal(MessageAttributes?.[OUTCOME_ATTRIBUTE]?.StringValue, notice.outcome);
        this.messages.push(notice);
        return { MessageId: String(this.messages.length) };
      }),
    );
  }
}

const isAt = (fault: Fault, number: number, when: Fault["when"]): boolean =>
  fault.call === number && fault.when === when;

/** The event that tells of a version. */
export function eventOf(key: string, { id, size, etag }: Version) {
  return {
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: ACCOUNT,
    time: "2026-01-01T00:00:00Z",
    region: "us-east-1",
    resources: [`arn:aws:s3:::${PROCESSING}`],
    detail: {
      version: "0",
      bucket: { name: PROCESSING },
      object: { key, size, etag: etag.replaceAll('"', ""), "version-id": id, sequencer: id },
      "request-id": "N4N7GDK58NMKJ12R",
      requester: ACCOUNT,
      reason: "PutObject",
    },
  };
}
