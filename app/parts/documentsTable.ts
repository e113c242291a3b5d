import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";

import { Problem } from "../http/problem.ts";
import { patience } from "./patience.ts";

/** An item of a table, in the form of DynamoDB. */
export type TableItem = Record<string, AttributeValue>;

/** What must hold for a write to happen. */
export interface Condition {
  readonly expression: string;
  readonly values?: TableItem;
}

/** Of one try; a key-value store that takes longer is not well. */
const PATIENCE_MS = 3000;
/** The client waits between them, longer each time. */
const TRIES = 4;

/** Refusals that say "not now" and not "not so". */
const THROTTLED = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
]);

/**
 * A table of DynamoDB. What it can't do at the moment ends as 503 after a few tries; what it will
 * never do is a fault of ours.
 */
export class DocumentsTable {
  readonly #name: string;
  readonly #client: DynamoDBClient;

  constructor(name: string) {
    this.#name = name;
    this.#client = new DynamoDBClient({
      maxAttempts: TRIES,
      requestHandler: patience(PATIENCE_MS),
    });
  }

  /** Whether it was written: false if the condition does not hold. */
  async put(item: TableItem, condition?: Condition, signal?: AbortSignal): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.#name,
      Item: item,
      ConditionExpression: condition?.expression,
      ExpressionAttributeValues: condition?.values,
    });
    try {
      await tried(() => this.#client.send(command, options(signal)));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** The newest state of an item. */
  async get(key: TableItem, signal?: AbortSignal): Promise<TableItem | undefined> {
    const command = new GetItemCommand({
      TableName: this.#name,
      Key: key,
      ConsistentRead: true,
    });
    return (await tried(() => this.#client.send(command, options(signal)))).Item;
  }

  async query(
    query: Omit<QueryCommandInput, "TableName">,
    signal?: AbortSignal,
  ): Promise<TableItem[]> {
    const command = new QueryCommand({ TableName: this.#name, ...query });
    return (await tried(() => this.#client.send(command, options(signal)))).Items ?? [];
  }

  close(): void {
    this.#client.destroy();
  }
}

function options(abortSignal: AbortSignal | undefined) {
  return abortSignal === undefined ? {} : { abortSignal };
}

async function tried<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw new Problem(503, "The table of documents is away for a moment.", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
}

/** Whether DynamoDB answered, and will answer the same again. */
function isRefusal(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && !THROTTLED.has(name ?? "");
}
