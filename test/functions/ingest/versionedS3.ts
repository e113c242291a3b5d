import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from "@aws-sdk/client-s3";

import { isRefusal } from "../../../functions/shared/failure.ts";
import {
  type AwsStandIn,
  awsRefusal,
  type InputOf,
  type OutputOf,
} from "../../support/awsClient.ts";

/** A version of an object, or the mark that it was deleted. */
export interface Version {
  readonly id: string;
  readonly body: Buffer;
  /** Bytes; more than the body's where nobody may read it. */
  readonly size: number;
  readonly etag: string;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly deleted: boolean;
  /** SHA-256 that came with an upload. */
  readonly told?: string;
}

/** Where an object is asked for. */
interface Place {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

const COPY_LIMIT = 5 * 1024 ** 3;

/**
 * Buckets that keep versions, as S3 does: local servers have no versions, tags or conditions. It is
 * as strict as S3 in what it takes.
 */
export class VersionedS3 {
  /** Versions by bucket and key, the newest last. */
  readonly buckets: ReadonlyMap<string, Map<string, Version[]>>;
  /** What a copy makes of a body: a test may spoil it. */
  copied: (body: Buffer) => Buffer = (body) => body;
  /** Whether a copy whose source is gone and whose target is there is told of the target. */
  conditionsFirst = false;
  /** Told before a version of an object is gone for good. */
  deleting: (bucket: string, key: string, version: Version) => void = () => undefined;
  readonly #owner: string;
  #made = 0;

  constructor(owner: string, buckets: readonly string[]) {
    this.#owner = owner;
    this.buckets = new Map(buckets.map((name) => [name, new Map<string, Version[]>()]));
  }

  /** Puts an object. */
  put(bucket: string, key: string, content: Partial<Version> & { readonly body: Buffer }): Version {
    this.#made += 1;
    const id = `${String(this.#made).padStart(4, "0")}.${createHash("md5").update(String(this.#made)).digest("base64url")}`;
    const version: Version = {
      id,
      size: content.body.length,
      // Of an object that is encrypted with a key of KMS it is no digest of the content.
      etag: `"${createHash("md5").update(id).digest("hex")}"`,
      contentType: "application/json",
      metadata: {},
      tags: {},
      deleted: false,
      ...content,
    };
    const versions = this.versions(bucket, key);
    this.#bucket(bucket).set(key, [...versions, version]);
    return version;
  }

  /** Puts a delete marker, as who deletes without a version does. */
  mark(bucket: string, key: string): void {
    this.put(bucket, key, { body: Buffer.alloc(0), deleted: true });
  }

  /** Versions of a key, the newest last. */
  versions(bucket: string, key: string): readonly Version[] {
    return this.#bucket(bucket).get(key) ?? [];
  }

  /** All versions in a bucket. */
  all(bucket: string): { readonly key: string; readonly version: Version }[] {
    return [...this.#bucket(bucket)].flatMap(([key, versions]) =>
      versions.map((version) => ({ key, version })),
    );
  }

  /** Lets it answer, around which a test may do what it likes. */
  answers(
    aws: AwsStandIn,
    around: <I, O>(call: string, run: (input: I) => O) => (input: I) => Promise<O>,
  ): void {
    aws
      .on(
        GetObjectCommand,
        around("GetObject", (input) => this.#get(input)),
      )
      .on(
        HeadObjectCommand,
        around("HeadObject", (input) => this.#head(input)),
      )
      .on(
        CopyObjectCommand,
        around("CopyObject", (input) => this.#copy(input)),
      )
      .on(
        DeleteObjectCommand,
        around("DeleteObject", (input) => this.#delete(input)),
      );
  }

  #get(input: InputOf<typeof GetObjectCommand>): OutputOf<typeof GetObjectCommand> {
    const version = this.#find(input, input.VersionId ? "NoSuchVersion" : "NoSuchKey");
    assert.equal(version.body.length, version.size, "nobody may read so much");
    // The SDK adds some methods, which the code under test does not use.
    const Body = Readable.from([version.body]) as NonNullable<
      OutputOf<typeof GetObjectCommand>["Body"]
    >;
    return { ...told(version, input), Body };
  }

  #head(input: InputOf<typeof HeadObjectCommand>): OutputOf<typeof HeadObjectCommand> {
    try {
      return told(this.#find(input, "NotFound"), input);
    } catch (error) {
      // An answer to HEAD has no body that could name what is wrong; 404 alone is known without.
      if (isRefusal(error, "NotFound") || !(error instanceof Error)) throw error;
      throw Object.assign(error, { name: "Unknown", message: "UnknownError" });
    }
  }

  #copy(input: InputOf<typeof CopyObjectCommand>): OutputOf<typeof CopyObjectCommand> {
    const { Bucket = "", Key = "", CopySource = "", Metadata = {}, Tagging = "" } = input;
    assert.equal(input.ExpectedBucketOwner, this.#owner);
    assert.equal(input.ExpectedSourceBucketOwner, this.#owner);
    assert.ok(Buffer.byteLength(Key) <= 1024, "S3 takes no longer key");
    assert.deepEqual([input.MetadataDirective, input.TaggingDirective], ["REPLACE", "REPLACE"]);
    checkMetadata(Metadata);
    const tags = Object.fromEntries(new URLSearchParams(Tagging));
    for (const text of Object.entries(tags).flat()) {
      assert.match(text, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, "a tag that S3 takes");
    }
    assert.equal(input.IfNoneMatch, "*", "it would take another's place");
    const checkConditions = () => {
      if (this.#current(Bucket, Key)) throw awsRefusal("PreconditionFailed", undefined, 412);
    };
    if (this.conditionsFirst) checkConditions();
    const [path = "", query] = CopySource.split("?");
    const slash = path.indexOf("/");
    const source = this.#find(
      {
        Bucket: path.slice(0, slash),
        Key: decodeURIComponent(path.slice(slash + 1)),
        VersionId: new URLSearchParams(query).get("versionId") ?? undefined,
        ExpectedBucketOwner: this.#owner,
      },
      "NoSuchKey",
    );
    assert.ok(source.size <= COPY_LIMIT, "S3 copies no more at once");
    checkConditions();
    const body = this.copied(source.body);
    const { id, etag } = this.put(Bucket, Key, {
      body,
      size: source.size - source.body.length + body.length,
      contentType: input.ContentType ?? "binary/octet-stream",
      ...(input.ContentEncoding === undefined ? {} : { contentEncoding: input.ContentEncoding }),
      metadata: Metadata,
      tags,
    });
    return { VersionId: id, CopyObjectResult: { ETag: etag } };
  }

  #delete(input: InputOf<typeof DeleteObjectCommand>): OutputOf<typeof DeleteObjectCommand> {
    const { Bucket = "", Key = "", VersionId } = input;
    assert.equal(input.ExpectedBucketOwner, this.#owner);
    assert.ok(VersionId, "without a version a mark would be put, and the object stay");
    const versions = this.versions(Bucket, Key);
    const version = versions.find(({ id }) => id === VersionId);
    if (version) {
      this.deleting(Bucket, Key, version);
      this.#bucket(Bucket).set(
        Key,
        versions.filter((one) => one !== version),
      );
    }
    return { VersionId };
  }

  #find({ Bucket = "", Key = "", VersionId, ExpectedBucketOwner }: Place, none: string): Version {
    assert.equal(ExpectedBucketOwner, this.#owner);
    const version =
      VersionId === undefined
        ? this.#current(Bucket, Key)
        : this.versions(Bucket, Key).find(({ id }) => id === VersionId);
    if (version === undefined) throw awsRefusal(none, undefined, 404);
    if (version.deleted) throw awsRefusal("MethodNotAllowed", undefined, 405);
    return version;
  }

  #current(bucket: string, key: string): Version | undefined {
    const newest = this.versions(bucket, key).at(-1);
    return newest?.deleted ? undefined : newest;
  }

  #bucket(name: string): Map<string, Version[]> {
    return this.buckets.get(name) ?? assert.fail(`bucket ${name}`);
  }
}

function told(version: Version, { ChecksumMode }: { ChecksumMode?: string | undefined }) {
  const { id, size, etag, contentType, contentEncoding, metadata, told: digest } = version;
  return {
    VersionId: id,
    ContentLength: size,
    ETag: etag,
    ContentType: contentType,
    ...(contentEncoding === undefined ? {} : { ContentEncoding: contentEncoding }),
    Metadata: { ...metadata },
    ...(digest === undefined || ChecksumMode !== "ENABLED"
      ? {}
      : { ChecksumSHA256: digest, ChecksumType: "FULL_OBJECT" as const }),
  };
}

/** Source: S3 guide, "Working with object metadata": 2 KB, and no more than ASCII goes as it is. */
function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const bytes = Object.entries(metadata).flat().join("").length;
  assert.ok(bytes <= 2048, `${bytes} bytes of metadata`);
  for (const [name, value] of Object.entries(metadata)) {
    assert.match(name, /^[a-z\d-]+$/);
    assert.match(value, /^[!-~](?:[ -~]*[!-~])?$/, "a header that arrives as it was sent");
  }
}
