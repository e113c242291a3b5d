import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import { asciiText } from "./ascii.ts";
import { QUARANTINE_METADATA, type Reason, REASON_TAG } from "./contract.ts";
import { MOST_DOCUMENT_BYTES } from "./document.ts";
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

/** What is in quarantine under a key. */
export interface Held {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly version?: string;
  /** Why it is there, and which arrival it is of; undefined for what another hand has put there. */
  readonly rejection?: Rejection & { readonly source: string };
  /** Digest of the content that was to be copied. */
  readonly digest?: string;
}

/** What became of a copy. */
export type Copied =
  | "copied"
  /** Something else is now in quarantine under the key. */
  | "raced"
  /** There is nothing to copy any more, or what it was to replace is gone. */
  | "missing";

/** Bytes of an object that S3 copies at once. */
const MOST_COPIED_BYTES = 5 * 1024 ** 3;

/** Milliseconds for a copy; S3 answers when it is done. */
const COPY_TIMEOUT = 240_000;

/** Characters of a detail: S3 takes 2 KB of metadata, of which versions may have a half. */
const MOST_DETAIL = 700;

/** What quarantine has under a key now. */
export async function heldUnder(parts: QuarantineParts, key: string): Promise<Held | undefined> {
  const input = { Bucket: parts.quarantineBucket, Key: key, ExpectedBucketOwner: parts.account };
  const head = await found(parts.s3.send(new HeadObjectCommand(input)));
  return head && heldOf(key, head);
}

function heldOf(key: string, head: HeadObjectCommandOutput): Held {
  const { ETag: etag = "", ContentLength: size = 0, VersionId: version, Metadata = {} } = head;
  const names = QUARANTINE_METADATA;
  const { [names.source]: source, [names.reason]: reason, [names.digest]: digest } = Metadata;
  const detail = Metadata[names.detail] ?? "";
  const isOwn = source !== undefined && (reason === "invalid" || reason === "duplicate");
  return {
    key,
    etag,
    size,
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
    ...(isOwn ? { rejection: { reason, detail, source } } : {}),
  };
}

/** Whether quarantine truly has what it is to have: so many bytes, of that digest where it is known. */
export async function isWhole(
  { s3, account, quarantineBucket }: QuarantineParts,
  { key, version, size, digest }: Held,
  wantedSize: number,
): Promise<boolean> {
  if (size !== wantedSize) return false;
  if (digest === undefined || size > MOST_DOCUMENT_BYTES) return true;
  const copy = { Bucket: quarantineBucket, Key: key, VersionId: version };
  const got = await found(s3.send(new GetObjectCommand({ ...copy, ExpectedBucketOwner: account })));
  return got !== undefined && digestOf(await contentOf(got.Body)) === digest;
}

/**
 * Copies an object into quarantine, in the place of what was seen there and of nothing else: of two
 * that copy at once, one is told so.
 *
 * @throws PlainFailure when it is too large for a copy
 */
export async function copyOver(
  { s3, account, quarantineBucket }: QuarantineParts,
  { arrival, size, etag, digest, headers }: Source,
  { reason, detail }: Rejection,
  held: Held | undefined,
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
    Key: key,
    ...(version === undefined
      ? { CopySource: from, CopySourceIfMatch: etag }
      : { CopySource: `${from}?versionId=${encodeURIComponent(version)}` }),
    ...(held === undefined ? { IfNoneMatch: "*" } : { IfMatch: held.etag }),
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
