import { createHash } from "node:crypto";

import { DOCUMENTS_TABLE } from "../contract.ts";
import type { DocumentsTable, TableItem } from "../parts/documentsTable.ts";
import type { Document } from "./document.ts";

/** Where a page ends. */
export interface Place {
  readonly uploadedAt: string;
  readonly id: string;
}

export interface Page {
  readonly documents: readonly Document[];
  /** Where the next page begins; undefined at the end of the list. */
  readonly next: Place | undefined;
}

/** A write under a key of the client's. */
export interface OnceKey {
  readonly user: string;
  readonly key: string;
}

/**
 * Partitions of the index. All uploads of a moment have neighbouring times, so one partition for
 * all, or one for each day, would take each of them, and a partition takes 1,000 writes a second;
 * this many take as many times more, for as many queries of each page of the list. More of them
 * later find what fewer have written; fewer would not.
 */
const SHARDS = 4;

/** For how long a client's key names what was written under it. */
const KEY_SECONDS = 24 * 3600;

const { index, timeToLiveAttribute: EXPIRY } = DOCUMENTS_TABLE;
const ABSENT = { expression: "attribute_not_exists(id)" };

/** Documents in DynamoDB. */
export class DocumentStore {
  readonly #table: DocumentsTable;

  constructor(table: DocumentsTable) {
    this.#table = table;
  }

  async add(document: Document, signal?: AbortSignal): Promise<void> {
    await this.#table.put(itemOf(document), undefined, signal);
  }

  /**
   * Adds a document unless its key has added one before.
   *
   * The key is written first and holds all of the document, so that whoever comes with it again
   * can finish what broke off in between: no transaction is needed for the two.
   *
   * @returns What the key stands for: this document or an earlier one.
   */
  async addOnce(once: OnceKey, document: Document, signal?: AbortSignal): Promise<Document> {
    const id = keyId(once);
    const now = Math.floor(Date.now() / 1000);
    const record: TableItem = {
      id: { S: id },
      document: { M: plainOf(document) },
      [EXPIRY]: { N: String(now + KEY_SECONDS) },
    };
    // DynamoDB deletes what has expired when it comes to it, which may take days.
    const free = {
      expression: `attribute_not_exists(id) or ${EXPIRY} <= :now`,
      values: { ":now": { N: String(now) } },
    };
    const first = await this.#table.put(record, free, signal);
    const kept = first ? document : await this.#keptUnder(id, signal);
    await this.#table.put(itemOf(kept), ABSENT, signal);
    return kept;
  }

  async read(id: string, signal?: AbortSignal): Promise<Document | undefined> {
    const item = await this.#table.get({ id: { S: id } }, signal);
    return item && documentOf(item);
  }

  /**
   * Newest first. The index follows the table within a second or so: a document that it learns of
   * late may be missed by a walk that has passed its place, and is there in the next.
   */
  async page(limit: number, after: Place | undefined, signal?: AbortSignal): Promise<Page> {
    const before = after && placeOf(after);
    const shards = Array.from({ length: SHARDS }, (_, shard) =>
      this.#table.query(
        {
          IndexName: index.name,
          KeyConditionExpression:
            before === undefined ? "list_shard = :s" : "list_shard = :s and list_place < :p",
          ExpressionAttributeValues: {
            ":s": { S: String(shard) },
            ...(before === undefined ? {} : { ":p": { S: before } }),
          },
          ScanIndexForward: false,
          // One more tells whether there is a next page.
          Limit: limit + 1,
        },
        signal,
      ),
    );
    const found = (await Promise.all(shards))
      .flat()
      .map((item) => ({ place: textOf(item, "list_place"), item }))
      .sort((one, other) => (one.place < other.place ? 1 : -1))
      .map(({ item }) => documentOf(item));
    const documents = found.slice(0, limit);
    const last = found.length > limit ? documents.at(-1) : undefined;
    return { documents, next: last && { uploadedAt: last.uploaded_at, id: last.id } };
  }

  async #keptUnder(id: string, signal: AbortSignal | undefined): Promise<Document> {
    const record = await this.#table.get({ id: { S: id } }, signal);
    const document = record?.["document"]?.M;
    if (document === undefined) throw new Error("a key's record went away while it was read");
    return documentOf(document);
  }
}

/** No id of a document looks so, and no user can name another's key. */
function keyId({ user, key }: OnceKey): string {
  return `key#${createHash("sha256")
    .update(JSON.stringify([user, key]))
    .digest("base64url")}`;
}

function placeOf({ uploadedAt, id }: Place): string {
  return `${uploadedAt}#${id}`;
}

function plainOf({ id, filename, size_bytes, uploaded_at }: Document): TableItem {
  return {
    id: { S: id },
    filename: { S: filename },
    size_bytes: { N: String(size_bytes) },
    uploaded_at: { S: uploaded_at },
  };
}

function itemOf(document: Document): TableItem {
  // An id is random, so its first digit is.
  const shard = Number.parseInt(document.id.slice(0, 1), 16) % SHARDS;
  const place = placeOf({ uploadedAt: document.uploaded_at, id: document.id });
  return { ...plainOf(document), list_shard: { S: String(shard) }, list_place: { S: place } };
}

function documentOf(item: TableItem): Document {
  return {
    id: textOf(item, "id"),
    filename: textOf(item, "filename"),
    size_bytes: Number(item["size_bytes"]?.N),
    uploaded_at: textOf(item, "uploaded_at"),
  };
}

function textOf(item: TableItem, attribute: string): string {
  const text = item[attribute]?.S;
  if (text === undefined) throw new Error(`an item of the table has no ${attribute}`);
  return text;
}
