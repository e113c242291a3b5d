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
import { keyOfReject, namesMeant } from "../../functions/ingest/rejectName.ts";
import { isRefusal } from "../../functions/shared/failure.ts";

/** The quarantine bucket, and who has to own it. */
export interface Quarantine {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly account: string;
}

/** One line of a list. */
export interface Listed {
  /** Key under which it was put; shortened where it was very long. */
  readonly key: string;
  /** What it is called in quarantine: key and mark of its content. */
  readonly name: string;
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
export interface NamedVersion {
  readonly name: string;
  readonly version: string;
  readonly marker: boolean;
}

/** Objects that are looked at, or versions that are deleted, at once. */
const AT_ONCE = 8;

/** What S3 says when a condition does not hold any more; the last where nothing is there. */
const CHANGED = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];

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
      const name = EncodingType === "url" ? decoded(Key) : Key;
      const key = keyOfReject(name) ?? name;
      yield { key, name, size: Size, modified: timeOf(LastModified) };
    }
  }
}

/** What is there now of all that somebody means by a key, the oldest first. */
export async function lookedFor(quarantine: Quarantine, key: string): Promise<Looked[]> {
  const { prefix, means } = namesMeant(key);
  const names: string[] = [];
  for await (const { name } of listed(quarantine, prefix)) if (means(name)) names.push(name);
  const looked = await pMap(names, (name) => lookedAt(quarantine, name), { concurrency: AT_ONCE });
  return looked
    .filter((one) => one !== undefined)
    .sort((one, other) => (one.modified < other.modified ? -1 : 1));
}

/** What has a name now; undefined when nothing has. */
export async function lookedAt(
  { s3, bucket, account }: Quarantine,
  name: string,
): Promise<Looked | undefined> {
  const head = await found(
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key: name, ExpectedBucketOwner: account })),
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
    key: keyOfReject(name) ?? name,
    name,
    size: ContentLength,
    modified: timeOf(head.LastModified),
    etag: ETag,
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ) as Partial<Record<keyof typeof known, string>>),
  };
}

/** All versions and delete markers of all that somebody means by a key. */
export async function versionsOf(
  { s3, bucket, account }: Quarantine,
  key: string,
): Promise<NamedVersion[]> {
  const { prefix, means } = namesMeant(key);
  const versions: NamedVersion[] = [];
  const input = {
    Bucket: bucket,
    Prefix: prefix,
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
    ].map(({ Key = "", VersionId = "null", marker }) => {
      return { name: read(Key), version: VersionId, marker };
    });
    versions.push(...all.filter(({ name }) => means(name)));
    const { IsTruncated, NextKeyMarker = "", NextVersionIdMarker } = page;
    from =
      IsTruncated === true
        ? { KeyMarker: read(NextKeyMarker), VersionIdMarker: NextVersionIdMarker }
        : undefined;
  }
  return versions;
}

/**
 * Leaves a delete marker on what was looked at; false when something else is there by now, or
 * nothing. Its versions stay.
 */
export async function hide(
  { s3, bucket, account }: Quarantine,
  { name, etag }: Looked,
): Promise<{ readonly marker?: string } | false> {
  const input = { Bucket: bucket, Key: name, IfMatch: etag, ExpectedBucketOwner: account };
  try {
    const { VersionId } = await s3.send(new DeleteObjectCommand(input));
    return VersionId === undefined ? {} : { marker: VersionId };
  } catch (error) {
    if (isRefusal(error, ...CHANGED)) return false;
    throw error;
  }
}

/** Versions that were deleted, and why no more were. */
export interface Purged {
  readonly deleted: readonly NamedVersion[];
  readonly failed?: { readonly error: unknown };
}

/** Deletes versions for good; after a failure no more are begun. */
export async function purge(
  { s3, bucket, account }: Quarantine,
  versions: readonly NamedVersion[],
): Promise<Purged> {
  const deleted: NamedVersion[] = [];
  const failed: { error: unknown }[] = [];
  await pMap(
    versions,
    async (one) => {
      if (failed.length > 0) return;
      const { name: Key, version: VersionId } = one;
      const input = { Bucket: bucket, Key, VersionId, ExpectedBucketOwner: account };
      try {
        await s3.send(new DeleteObjectCommand(input));
        deleted.push(one);
      } catch (error) {
        failed.push({ error });
      }
    },
    { concurrency: AT_ONCE },
  );
  const [first] = failed;
  return { deleted, ...(first && { failed: first }) };
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function timeOf(date: Date | undefined): string {
  return date?.toISOString() ?? "";
}
