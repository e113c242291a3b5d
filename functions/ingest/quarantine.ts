import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import { asciiText } from "./ascii.ts";
import { QUARANTINE_METADATA, type Reason, REASON_TAG } from "./contract.ts";
import { contentOf, digestOf, found, type S3Parts, type Source } from "./processing.ts";

/** What the quarantine works with. */
export interface QuarantineParts extends S3Parts {
  readonly quarantineBucket: string;
}

/** Why an object is rejected. */
export interface Rejection {
  readonly reason: Reason;
  /** In words. */
  readonly detail: string;
}

/** What is in quarantine under a name. */
export interface Held {
  readonly name: string;
  readonly size: number;
  readonly version?: string;
  /** Why it is there, and which arrival it is of; undefined for what another hand has put there. */
  readonly copy?: { readonly reason: Reason; readonly source: string };
}

/** What became of a copy. */
export type Copied =
  | "copied"
  /** Another is there already, or was put there meanwhile. */
  | "raced"
  /** There is nothing to copy any more. */
  | "missing";

/** Bytes of an object that S3 copies at once. */
const MOST_COPIED_BYTES = 5 * 1024 ** 3;

/** Milliseconds for a copy; S3 answers when it is done. */
const COPY_TIMEOUT = 240_000;

/** Characters of a detail: S3 takes 2 KB of metadata, of which versions may have a half. */
const MOST_DETAIL = 700;

/** What quarantine has under a name now. */
export async function heldUnder(parts: QuarantineParts, name: string): Promise<Held | undefined> {
  const input = { Bucket: parts.quarantineBucket, Key: name, ExpectedBucketOwner: parts.account };
  const head = await found(parts.s3.send(new HeadObjectCommand(input)));
  if (head === undefined) return undefined;
  const { ContentLength: size = 0, VersionId: version, Metadata = {} } = head;
  const { [QUARANTINE_METADATA.source]: source, [QUARANTINE_METADATA.reason]: reason } = Metadata;
  const isCopy = source !== undefined && (reason === "invalid" || reason === "duplicate");
  return {
    name,
    size,
    ...(version === undefined ? {} : { version }),
    ...(isCopy ? { copy: { reason, source } } : {}),
  };
}

/** Whether quarantine truly has an object: as many bytes, and the same where it can be read. */
export async function isWhole(
  { s3, account, quarantineBucket }: QuarantineParts,
  { name, version, size }: Held,
  source: Source,
): Promise<boolean> {
  if (size !== source.size) return false;
  if (source.content === undefined) return true;
  const copy = { Bucket: quarantineBucket, Key: name, VersionId: version };
  const got = await found(s3.send(new GetObjectCommand({ ...copy, ExpectedBucketOwner: account })));
  return got !== undefined && digestOf(await contentOf(got.Body)) === source.digest;
}

/**
 * Copies an object into quarantine where nothing has its name there: of two that copy at once, one
 * is told so.
 *
 * @throws PlainFailure when it is too large for a copy
 */
export async function copyTo(
  { s3, account, quarantineBucket }: QuarantineParts,
  name: string,
  { arrival, size, etag, digest, headers }: Source,
  { reason, detail }: Rejection,
): Promise<Copied> {
  if (size > MOST_COPIED_BYTES) {
    throw new PlainFailure(
      `It is ${reason} and stays where it is: it has ${size} bytes, and S3 copies ${MOST_COPIED_BYTES} at once.`,
    );
  }
  const { bucket, key, version, id } = arrival;
  const from = `${bucket}/${encodeURIComponent(key)}`;
  const { reason: reasonName, detail: detailName, source: sourceName } = QUARANTINE_METADATA;
  const command = new CopyObjectCommand({
    Bucket: quarantineBucket,
    Key: name,
    ...(version === undefined
      ? { CopySource: from, CopySourceIfMatch: etag }
      : { CopySource: `${from}?versionId=${encodeURIComponent(version)}` }),
    IfNoneMatch: "*",
    MetadataDirective: "REPLACE",
    Metadata: {
      [reasonName]: reason,
      [detailName]: asciiText(detail, MOST_DETAIL),
      [sourceName]: id,
      ...(digest === undefined ? {} : { [QUARANTINE_METADATA.digest]: digest }),
    },
    TaggingDirective: "REPLACE",
    Tagging: new URLSearchParams({ [REASON_TAG]: reason }).toString(),
    ...headers,
    ExpectedBucketOwner: account,
    ExpectedSourceBucketOwner: account,
  });
  try {
    const copy = await found(s3.send(command, { requestTimeout: COPY_TIMEOUT }));
    return copy === undefined ? "missing" : "copied";
  } catch (error) {
    if (isRefusal(error, "PreconditionFailed", "ConditionalRequestConflict")) return "raced";
    throw error;
  }
}
