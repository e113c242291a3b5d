import assert from "node:assert/strict";

import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import { type LocalS3, startS3 } from "../../../app/local/parts/s3.ts";
import { ownFolder } from "./support.ts";

describe("A-LOCAL: S3", () => {
  const folder = ownFolder();
  const secrets = { local: "secret" };
  const Bucket = "audio";
  const Key = "a folder/ü (1).ogg";
  let s3: LocalS3;
  let late = 0;

  const start = () => startS3({ folder, secrets, now: () => Date.now() + late });
  const client = (accessKeyId = "local", secretAccessKey = "secret") =>
    new S3Client({
      endpoint: s3.url,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      maxAttempts: 1,
    });
  const presigned = (headers: Partial<{ ResponseContentType: string }> = {}) =>
    getSignedUrl(client(), new GetObjectCommand({ Bucket, Key, ...headers }), { expiresIn: 900 });

  before(async () => {
    s3 = await start();
    await client().send(new CreateBucketCommand({ Bucket }));
    await client().send(new PutObjectCommand({ Bucket, Key, Body: "0123456789" }));
  });

  beforeEach(() => {
    late = 0;
  });

  after(() => s3.stop());

  it("answers on this machine alone", () => {
    assert.match(s3.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("gives an object, or a part of it, to who has a presigned URL", async () => {
    const url = await presigned({ ResponseContentType: "audio/ogg" });
    const whole = await fetch(url);
    assert.deepEqual([whole.status, await whole.text()], [200, "0123456789"]);
    assert.equal(whole.headers.get("content-type"), "audio/ogg");
    const some = await fetch(url, { headers: { Range: "bytes=2-4" } });
    assert.deepEqual([some.status, await some.text()], [206, "234"]);
  });

  const spoilt: readonly [why: string, spoil: (url: string) => string][] = [
    ["another key", (url) => url.replace("folder", "f0lder")],
    ["a longer life", (url) => url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000")],
    ["another signature", (url) => url.replace(/(X-Amz-Signature=)./, "$1g")],
    ["no signature", (url) => url.replace(/&X-Amz-Signature=\w+/, "")],
    ["another user", (url) => url.replace("Credential=local", "Credential=other")],
    ["nothing at all", (url) => url.replace(/\?.*/, "")],
  ];
  for (const [why, spoil] of spoilt) {
    it(`refuses a URL with ${why}`, async () => {
      assert.equal((await fetch(spoil(await presigned()))).status, 403);
    });
  }

  it("refuses a URL once it has expired, and not a second before", async () => {
    const url = await presigned();
    late = 898_000;
    assert.equal((await fetch(url)).status, 200);
    late = 902_000;
    const expired = await fetch(url);
    assert.equal(expired.status, 403);
    assert.match(await expired.text(), /Request has expired/);
  });

  it("refuses a wrong secret, an unknown user, and a clock that is far off", async () => {
    const list = new ListObjectsV2Command({ Bucket });
    for (const [one, name] of [
      [client("local", "wrong"), "SignatureDoesNotMatch"],
      [client("other", "secret"), "InvalidAccessKeyId"],
    ] as const) {
      await assert.rejects(one.send(list), { name });
    }
    late = 16 * 60_000;
    await assert.rejects(client().send(list), { name: "RequestTimeTooSkewed" });
  });

  it("refuses what it can't do, before it harms an object", async () => {
    const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    await assert.rejects(client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging })), {
      name: "NotImplemented",
    });
    assert.equal(await (await fetch(await presigned())).text(), "0123456789");
  });

  it("keeps buckets and objects over a restart", async () => {
    await s3.stop();
    s3 = await start();
    const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket }));
    assert.deepEqual(
      Contents.map((object) => object.Key),
      [Key],
    );
    assert.equal(await (await fetch(await presigned())).text(), "0123456789");
  });
});
