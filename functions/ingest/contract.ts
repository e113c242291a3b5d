/**
 * What the ingest of events needs of the infrastructure that runs it. The infrastructure fills these
 * types, so a variable renamed here stops compiling there.
 */

/** Environment variables of the function. */
export interface IngestEnvironment {
  /** Bucket whose new objects the function judges; its versions are kept. */
  readonly PROCESSING_BUCKET: string;
  /** Bucket that rejects are moved to; its versions are kept. */
  readonly QUARANTINE_BUCKET: string;
  /** Table of valid items. */
  readonly TABLE_NAME: string;
  /** Attributes that make the table's key. */
  readonly TABLE_KEY: TableKey;
  /** Topic that hears of each outcome, in the account that the buckets are in. */
  readonly TOPIC_ARN: string;
}

/** Attributes of a table's key, the hash key first, with a comma between them. */
export type TableKey = "ArtistID" | "ArtistID,ItemID";

/**
 * What the function's role must be allowed to do, by what it does it to; nothing else is called.
 * With these go its own logs, and `kms:Decrypt` and `kms:GenerateDataKey` with the key of buckets,
 * table and topic.
 */
export const INGEST_ACTIONS = {
  /** With each bucket: without it S3 answers 403 for a missing object. */
  buckets: ["s3:ListBucket"],
  /** With the objects of the processing bucket. */
  processingObjects: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
  ],
  /** With the objects of the quarantine bucket. */
  quarantineObjects: ["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectVersion"],
  table: ["dynamodb:PutItem", "dynamodb:GetItem"],
  topic: ["sns:Publish"],
} as const;

/** Events that the function takes; the rule sends it no others, and sends them whole. */
export const INGEST_EVENT = { source: "aws.s3", detailType: "Object Created" } as const;

/**
 * Seconds that one event may take: S3 needs minutes to copy an object of 5 GB, the most that one
 * copy takes. All others are done in well under a second.
 */
export const TIMEOUT_SECONDS = 300;

/**
 * Memory in MB. Of an object of the largest size that is read, content, text and values are held at
 * once, with the first of its problems: some 340 MB at worst, as a test sees to.
 */
export const MEMORY_MB = 512;

/** What becomes of an object. */
export const OUTCOMES = [
  /** Its item is in the table. */
  "stored",
  /** It is in quarantine, since it is no valid item. */
  "invalid",
  /** It is in quarantine, since the table has another object's item of that key. */
  "duplicate",
  /** It is gone, since quarantine has the same content of the same key. */
  "already-quarantined",
  /** It is where it was: AWS did not do what was asked; Lambda tries again, then keeps the event. */
  "failed",
] as const;

/** One of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** Why an object is in quarantine; the value of its tag {@link REASON_TAG}. */
export type Reason = Extract<Outcome, "invalid" | "duplicate">;

/** Tag of a quarantined object: `invalid` or `duplicate`. */
export const REASON_TAG = "ingest-reason";

/** Metadata of a quarantined object, ASCII all of it; S3 writes `x-amz-meta-` before each name. */
export const QUARANTINE_METADATA = {
  /** `invalid` or `duplicate`. */
  reason: "ingest-reason",
  /** The reason in words, shortened; what is not printable ASCII is written as in JSON. */
  detail: "ingest-detail",
  /** Version that the object had in the processing bucket. */
  source: "ingest-source",
  /** SHA-256 of the content in base64; objects too large to be read may have none. */
  digest: "ingest-sha256",
} as const;

/**
 * Attribute that the function adds to an item: bucket, key and version that it came from. By it a
 * repeated event knows its own item from that of another object. Documents can't have it.
 */
export const ORIGIN_ATTRIBUTE = "IngestedFrom";

/** What a message of the function to its topic names as its source. */
export const INGEST_SOURCE = "rampart.ingest";

/** Attribute of each message, by which a subscription may choose outcomes. */
export const OUTCOME_ATTRIBUTE = "outcome";

/** Folder of the function, by which it is bundled. */
export const FOLDER = "ingest";
