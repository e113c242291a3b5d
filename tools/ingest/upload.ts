import { readFile } from "node:fs/promises";

import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import pMap from "p-map";

import { type FileToSend, unreadable } from "./files.ts";

/** An object that was put. */
export interface Sent {
  readonly file: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Entity tag, without quotes. */
  readonly etag: string;
  /** SHA-256 in base64, which S3 has checked. */
  readonly sha256?: string;
  readonly version?: string;
}

/** What became of the files, each in one of three lists. */
export interface Uploaded {
  readonly sent: readonly Sent[];
  /** Where AWS, or the reading of the file, failed. */
  readonly failed: readonly { readonly file: string; readonly error: unknown }[];
  /** Files that nobody tried to send any more. */
  readonly untried: readonly string[];
}

/** Where to, how many at once, and who is told. */
export interface UploadOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly account: string;
  readonly parallel: number;
  /** Told of each object that was put; its place is taken by another file only then. */
  readonly onSent?: (sent: Sent) => Promise<void> | void;
}

/**
 * Puts files, so many at once. The SDK has repeated what may pass by itself, so after a failure no
 * more are begun; those under way are brought to their end.
 */
export async function uploadFiles(
  files: readonly FileToSend[],
  { s3, bucket, account, parallel, onSent }: UploadOptions,
): Promise<Uploaded> {
  const failed: { file: string; error: unknown }[] = [];
  const untried: string[] = [];
  const sent = await pMap(
    files,
    async (file) => {
      if (failed.length > 0) {
        untried.push(file.file);
        return [];
      }
      let one: Sent;
      try {
        one = await put(s3, bucket, account, file);
      } catch (error) {
        failed.push({ file: file.file, error });
        return [];
      }
      await onSent?.(one);
      return [one];
    },
    { concurrency: parallel },
  );
  return { sent: sent.flat(), failed, untried };
}

async function put(
  s3: S3Client,
  bucket: string,
  account: string,
  { file, path, key }: FileToSend,
): Promise<Sent> {
  const body = await readFile(path).catch((cause: unknown) => {
    throw new UnreadableError(unreadable(cause), { cause });
  });
  const answer = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: "application/json",
      ChecksumAlgorithm: "SHA256",
      ExpectedBucketOwner: account,
    }),
  );
  const { ETag = "", ChecksumSHA256, VersionId } = answer;
  return {
    file,
    key,
    size: body.byteLength,
    etag: ETag.replaceAll('"', ""),
    ...(ChecksumSHA256 === undefined ? {} : { sha256: ChecksumSHA256 }),
    ...(VersionId === undefined ? {} : { version: VersionId }),
  };
}

/** A file that went away, or changed its rights, after it was looked at. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}
