import assert from "node:assert/strict";
import { Readable } from "node:stream";

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";

import { MOST_DOCUMENT_BYTES } from "../../../functions/ingest/document.ts";
import { contentOf, deleteSource, readSource } from "../../../functions/ingest/processing.ts";
import { AwsStandIn, awsRefusal, type OutputOf } from "../../support/awsClient.ts";

const ARRIVAL = { bucket: "b", key: "k", id: "0001", etag: "e1" };

/** A body as the SDK has it. */
function stream(size: number) {
  const body = Readable.from([Buffer.alloc(size)]);
  // The SDK adds some methods, which the code under test does not use.
  const Body = body as NonNullable<OutputOf<typeof GetObjectCommand>["Body"]>;
  return { Body, ended: () => body.destroyed };
}

describe("ingest's objects", () => {
  const aws = new AwsStandIn();
  const parts = { s3: aws.answers(new S3Client({ region: "us-east-1" })), account: "1" };

  it("S-INGEST-4: without a version it deletes nothing but what it read", async () => {
    let refusal: Error | undefined;
    aws.on(DeleteObjectCommand, () => {
      if (refusal) throw refusal;
      return {};
    });
    await deleteSource(parts, ARRIVAL);
    assert.deepEqual(aws.inputs(DeleteObjectCommand), [
      { Bucket: "b", Key: "k", IfMatch: '"e1"', ExpectedBucketOwner: "1" },
    ]);
    // Another object is there, or none.
    for (const name of ["PreconditionFailed", "NoSuchKey"]) {
      refusal = awsRefusal(name);
      await deleteSource(parts, ARRIVAL);
    }
    refusal = awsRefusal("AccessDenied");
    await assert.rejects(deleteSource(parts, ARRIVAL), { name: "AccessDenied" });
  });

  it("S-INGEST-4: knows no digest of an upload in parts, whose digest is of the parts", async () => {
    const size = MOST_DOCUMENT_BYTES + 1;
    const known = { ContentLength: size, ETag: '"e1"', ChecksumSHA256: "x" };
    for (const [ChecksumType, digest] of [
      ["FULL_OBJECT", "x"],
      ["COMPOSITE", undefined],
    ] as const) {
      aws.on(HeadObjectCommand, () => ({ ...known, ChecksumType }));
      assert.equal((await readSource(parts, { ...ARRIVAL, size }))?.digest, digest);
    }
  });

  it("S-INGEST-4: ends the connection when S3 has more than the event said", async () => {
    const { Body, ended } = stream(10);
    aws.on(GetObjectCommand, () => ({
      Body,
      ContentLength: MOST_DOCUMENT_BYTES + 1,
      ETag: '"e1"',
    }));
    const source = await readSource(parts, { ...ARRIVAL, size: 1 });
    assert.deepEqual(
      [source?.content, source?.size, ended()],
      [undefined, MOST_DOCUMENT_BYTES + 1, true],
    );
  });

  it("S-INGEST-4: reads no further than it may, whatever S3 said", async () => {
    await assert.rejects(contentOf(stream(MOST_DOCUMENT_BYTES + 1).Body), {
      message: "S3 sent more than it had told.",
    });
    assert.equal((await contentOf(stream(MOST_DOCUMENT_BYTES).Body)).length, MOST_DOCUMENT_BYTES);
    await assert.rejects(contentOf(undefined), { message: "S3 answered without a content." });
  });
});
