import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import pMap from "p-map";

import { QUARANTINE_METADATA } from "../../functions/ingest/contract.ts";
import { found } from "../../functions/ingest/processing.ts";
import { isRefusal } from "../../functions/shared/failure.ts";

/** The quarantine bucket, and who has to own it. */
export interface Quarantine {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly account: string;
}

/** One line of a list. */
export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: string;
}

/** What is known of an object in quarantine without its content. */
export interface Looked extends Listed {
  readonly etag: string;
  readonly version?: string;
  /** `invalid` or `duplicate`; none for what another hand has put there. */
  readonly reason?: string;
  /** The reason in words. */
  readonly detail?: string;
  /** Version that it had in the processing bucket. */
  readonly source?: string;
  /** SHA-256 of the content in base64. */
  readonly sha256?: string;
  readonly contentType?: string;
}

/** A version, or the mark that an object was deleted. */
export interface KeyVersion {
  readonly version: string;
  readonly marker: boolean;
}

/** Versions that are deleted at once. */
const DELETED_AT_ONCE = 8;

/** All that lies in quarantine, page by page. */
export async function* listed(
  { s3, bucket, account }: Quarantine,
  prefix: string,
): AsyncGenerator<Listed> {
  const pages = paginateListObjectsV2(
    { client: s3 },
    // XML has no way to write some characters that a key may have.
    { Bucket: bucket, Prefix: prefix, EncodingType: "url", ExpectedBucketOwner: account },
  );
  for await (const { Contents = [], EncodingType } of pages) {
    for (const { Key = "", Size = 0, LastModified } of Contents) {
      const key = EncodingType === "url" ? decoded(Key) : Key;
      yield { key, size: Size, modified: timeOf(LastModified) };
    }
  }
}

/** What is under a key now; undefined when nothing is. */
export async function lookedAt(
  { s3, bucket, account }: Quarantine,
  key: string,
): Promise<Looked | undefined> {
  const head = await found(
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: account })),
  );
  if (head === undefined) return undefined;
  const { Metadata = {}, ContentLength = 0, ETag = "", VersionId, ContentType } = head;
  const names = QUARANTINE_METADATA;
  const known = {
    version: VersionId,
    reason: Metadata[names.reason],
    detail: Metadata[names.detail],
    source: Metadata[names.source],
    sha256: Metadata[names.digest],
    contentType: ContentType,
  };
  return {
    key,
    size: ContentLength,
    modified: timeOf(head.LastModified),
    etag: ETag,
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ) as Partial<Record<keyof typeof known, string>>),
  };
}

/** All versions and delete markers of one key. */
export async function versionsOf(
  { s3, bucket, account }: Quarantine,
  key: string,
): Promise<KeyVersion[]> {
  const versions: KeyVersion[] = [];
  const input = {
    Bucket: bucket,
    Prefix: key,
    EncodingType: "url",
    ExpectedBucketOwner: account,
  } as const;
  // The SDK pages through all but versions.
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined =
    {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ ...input, ...from }),
    );
    const read = (text: string) => (page.EncodingType === "url" ? decoded(text) : text);
    const all = [
      ...(page.Versions ?? []).map((version) => ({ ...version, marker: false })),
      ...(page.DeleteMarkers ?? []).map((version) => ({ ...version, marker: true })),
    ];
    // Longer keys begin the same.
    const own = all.filter(({ Key = "" }) => read(Key) === key);
    versions.push(...own.map(({ VersionId = "null", marker }) => ({ version: VersionId, marker })));
    const { IsTruncated, NextKeyMarker = "", NextVersionIdMarker } = page;
    const goesOn = IsTruncated === true && read(NextKeyMarker) === key;
    from = goesOn ? { KeyMarker: key, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
  return versions;
}

/**
 * Leaves a delete marker on what was looked at; false when something else is there by now. Its
 * versions stay.
 */
export async function hide(
  { s3, bucket, account }: Quarantine,
  { key, etag }: Looked,
): Promise<{ readonly marker?: string } | false> {
  const input = { Bucket: bucket, Key: key, IfMatch: etag, ExpectedBucketOwner: account };
  try {
    const { VersionId } = await s3.send(new DeleteObjectCommand(input));
    return VersionId === undefined ? {} : { marker: VersionId };
  } catch (error) {
    if (isRefusal(error, "PreconditionFailed", "ConditionalRequestConflict")) return false;
    throw error;
  }
}

/** Deletes versions for good. */
export async function purge(
  { s3, bucket, account }: Quarantine,
  key: string,
  versions: readonly KeyVersion[],
): Promise<void> {
  await pMap(
    versions,
    ({ version }) =>
      s3.send(
        new DeleteObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: version,
          ExpectedBucketOwner: account,
        }),
      ),
    { concurrency: DELETED_AT_ONCE },
  );
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function timeOf(date: Date | undefined): string {
  return date?.toISOString() ?? "";
}
