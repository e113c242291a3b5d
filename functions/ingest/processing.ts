import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import { MOST_DOCUMENT_BYTES } from "./document.ts";
import type { Arrival } from "./event.ts";

/** S3 and the account that both buckets are in: a bucket's name can pass to another. */
export interface S3Parts {
  readonly s3: S3Client;
  readonly account: string;
}

/** An object that arrived, as it was found. */
export interface Source {
  readonly arrival: Arrival;
  readonly size: number;
  /** Entity tag as S3 writes it. */
  readonly etag: string;
  /** What it holds; undefined when that is too large to be read. */
  readonly content?: Uint8Array;
  /** SHA-256 of its content in base64; undefined when nobody knows it. */
  readonly digest?: string;
  /** Headers that say what the content is; a copy keeps them. */
  readonly headers: { readonly ContentType?: string; readonly ContentEncoding?: string };
}

/** S3's names for what is not there, or is a mark that it was deleted. */
const MISSING = ["NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"];

/**
 * What S3 has; undefined when it has nothing.
 *
 * @throws what S3 refuses otherwise
 */
export async function found<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (isRefusal(error, ...MISSING)) return undefined;
    throw error;
  }
}

/** Reads what arrived; undefined when it is gone, or another object has taken its place. */
export async function readSource(
  { s3, account }: S3Parts,
  arrival: Arrival,
): Promise<Source | undefined> {
  const { bucket: Bucket, key: Key, version: VersionId, size: toldSize = 0 } = arrival;
  const owner = { ExpectedBucketOwner: account };
  // Of objects that are too large to be read S3 may know a digest.
  const input = { Bucket, Key, VersionId, ChecksumMode: "ENABLED", ...owner } as const;
  const got = await found<GetObjectCommandOutput | HeadObjectCommandOutput>(
    toldSize > MOST_DOCUMENT_BYTES
      ? s3.send(new HeadObjectCommand(input))
      : s3.send(new GetObjectCommand(input)),
  );
  if (got === undefined) return undefined;
  const { ContentLength: size = 0, ETag: etag = "", ContentType, ContentEncoding } = got;
  const body = "Body" in got ? got.Body : undefined;
  const isReplaced = VersionId === undefined && arrival.etag !== etag.replaceAll('"', "");
  const isRead = !isReplaced && size <= MOST_DOCUMENT_BYTES;
  if (!isRead && body instanceof Readable) body.destroy();
  if (isReplaced) return undefined;
  const content = isRead ? await contentOf(body) : undefined;
  const digest = content === undefined ? toldDigest(got) : digestOf(content);
  return {
    arrival,
    size,
    etag,
    headers: {
      ...(ContentType === undefined ? {} : { ContentType }),
      ...(ContentEncoding === undefined ? {} : { ContentEncoding }),
    },
    ...(content === undefined ? {} : { content }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Deletes this very object; it may be gone already, or another may have taken its place. */
export async function deleteSource(
  { s3, account }: S3Parts,
  { bucket: Bucket, key: Key, version, etag = "" }: Arrival,
): Promise<void> {
  const which = version === undefined ? { IfMatch: `"${etag}"` } : { VersionId: version };
  const input = { Bucket, Key, ...which, ExpectedBucketOwner: account };
  try {
    await s3.send(new DeleteObjectCommand(input));
  } catch (error) {
    if (!isRefusal(error, ...MISSING, "PreconditionFailed")) throw error;
  }
}

/**
 * All bytes of an answer's body.
 *
 * @throws PlainFailure when there are more than a document may have
 */
export async function contentOf(body: unknown): Promise<Uint8Array> {
  if (!(body instanceof Readable)) throw new PlainFailure("S3 answered without a content.");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST_DOCUMENT_BYTES) throw new PlainFailure("S3 sent more than it had told.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** SHA-256 in base64. */
export function digestOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("base64");
}

/** The digest that came with an upload; that of an upload in parts is of its parts. */
function toldDigest({
  ChecksumSHA256,
  ChecksumType,
}: GetObjectCommandOutput | HeadObjectCommandOutput): string | undefined {
  return ChecksumType === "COMPOSITE" ? undefined : ChecksumSHA256;
}
