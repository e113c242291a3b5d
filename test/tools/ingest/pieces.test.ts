import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { awsSentence, isOfAws, RoleError } from "../../../tools/ingest/awsFailure.ts";
import { sessionName } from "../../../tools/ingest/client.ts";
import { progressOf } from "../../../tools/ingest/console.ts";
import { filesToSend } from "../../../tools/ingest/files.ts";
import { shown, tableText } from "../../../tools/ingest/text.ts";
import { UnreadableError, uploadFiles } from "../../../tools/ingest/upload.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";
import { ACCOUNT, folderWith, UPLOADER } from "./support.ts";

describe("uploadFiles", () => {
  const names = Array.from({ length: 20 }, (_, index) => `${index}.json`);
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, "{}"])));
  const files = filesToSend(names, "", folder);

  function to(answer: (key: string) => Promise<object>) {
    const aws = new AwsStandIn().on(PutObjectCommand, ({ Key = "" }) => answer(Key));
    const s3 = aws.answers(new S3Client({ region: "us-east-1" }));
    return { aws, options: { s3, bucket: "b", account: ACCOUNT, parallel: 4 } };
  }

  it("S-INGEST-7: has so many under way and no more, and tells of each", async () => {
    let [now, most] = [0, 0];
    const { aws, options } = to(async () => {
      now += 1;
      most = Math.max(most, now);
      await sleep(1);
      now -= 1;
      return { ETag: '"e"', VersionId: "v" };
    });
    const told: string[] = [];
    const { sent, failed, untried } = await uploadFiles(files, {
      ...options,
      onSent: ({ key }) => void told.push(key),
    });
    assert.deepEqual([most, failed, untried], [4, [], []]);
    assert.deepEqual(
      sent,
      names.map((name) => ({ file: name, key: name, size: 2, etag: "e", version: "v" })),
    );
    assert.deepEqual(told.toSorted(), names.toSorted());
    // Which is first depends on how long the checksum of each takes.
    const asked = aws.inputs(PutObjectCommand).find(({ Key }) => Key === "0.json");
    assert.deepEqual(asked, {
      Bucket: "b",
      Key: "0.json",
      Body: new Uint8Array(Buffer.from("{}")),
      ContentType: "application/json",
      ChecksumAlgorithm: "SHA256",
      ExpectedBucketOwner: ACCOUNT,
    });
  });

  it("S-INGEST-7: begins no more after a failure, and ends what is under way", async () => {
    const refusal = awsRefusal("SlowDown", "Slow down.", 503);
    const { aws, options } = to(async (key) => {
      if (key === "5.json") throw refusal;
      await sleep(5);
      return {};
    });
    const { sent, failed, untried } = await uploadFiles(files, options);
    assert.deepEqual(failed, [{ file: "5.json", error: refusal }]);
    assert.equal(aws.calls.length, sent.length + 1);
    assert.equal(sent.length + 1 + untried.length, names.length);
    assert.ok(sent.length <= 8, `${sent.length} sent`);
  });

  it("S-INGEST-7: says so when a file has gone away meanwhile", async () => {
    const gone = folderWith({ "a.json": "{}" });
    const [file] = filesToSend(["a.json"], "p/", gone);
    assert.deepEqual(file, { file: "a.json", path: join(gone, "a.json"), key: "p/a.json" });
    rmSync(join(gone, "a.json"));
    const { options } = to(() => Promise.resolve({}));
    const { failed } = await uploadFiles(filesToSend(["a.json"], "p/", gone), options);
    const [{ error } = { error: undefined }] = failed;
    assert.ok(error instanceof UnreadableError);
    assert.equal(error.message, "There is no such file.");
  });
});

describe("awsSentence", () => {
  const target = { bucket: "b", role: UPLOADER, account: ACCOUNT, region: "us-east-1" };
  const credentials = Object.assign(new Error("The SSO session has expired."), {
    name: "CredentialsProviderError",
  });
  const network = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const moved = awsRefusal("301", "moved", 301);

  for (const [error, sentence] of [
    [
      awsRefusal("ExpiredToken"),
      "Your AWS credentials have expired. Sign in again, then repeat the command.",
    ],
    [
      new RoleError("role", { cause: credentials }),
      "There are no AWS credentials to begin with: The SSO session has expired.",
    ],
    [
      new RoleError("role", { cause: awsRefusal("InvalidClientTokenId", "no", 403) }),
      "AWS does not accept your credentials: it knows no such key.",
    ],
    [
      new RoleError("role", { cause: awsRefusal("AccessDenied", "no", 403) }),
      `Access denied: you may not assume ${UPLOADER}.`,
    ],
    [
      awsRefusal("Unknown", "UnknownError", 403),
      `Access denied: ${UPLOADER} may not do this in b, or the bucket is another account's.`,
    ],
    [awsRefusal("RequestTimeTooSkewed"), "AWS refuses: the clock of this machine is wrong."],
    [network, "AWS can't be reached (ECONNREFUSED)."],
    [awsRefusal("NoSuchBucket", "no", 404), "There is no bucket b."],
    [moved, "b is not in us-east-1: give its region by --region."],
    [
      awsRefusal("SlowDown", "Slow down.", 503),
      "AWS refuses: SlowDown: Slow down. (request 11111111-2222-3333-4444-555555555555)",
    ],
  ] as const) {
    it(`S-INGEST-7: ${sentence}`, () => {
      assert.ok(isOfAws(error));
      assert.equal(awsSentence(error, target), sentence);
    });
  }

  it("S-INGEST-7: leaves the program's own faults alone", () => {
    assert.ok(!isOfAws(new TypeError("x is not a function")));
    assert.ok(!isOfAws("text"));
  });
});

describe("progressOf", () => {
  function drawn(isTTY: boolean, total: number): string {
    const stderr = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    const rest = { folder: "", environment: {}, stdin: process.stdin, stdout: process.stdout };
    const progress = progressOf({ ...rest, stderr }, total);
    for (let done = 0; done < total; done += 1) progress.step();
    progress.stop();
    return String(stderr.read() ?? "");
  }

  it("S-INGEST-7: draws a bar for many files on a terminal, and nowhere else", () => {
    assert.match(drawn(true, 3), / 0 of 3/);
    assert.deepEqual([drawn(true, 1), drawn(false, 3)], ["", ""]);
  });
});

describe("texts", () => {
  it("S-INGEST-7: what would steer a terminal is shown as in JSON", () => {
    assert.equal(
      shown("ü\u001b[2J\n\u0085\u202e\u2028 x"),
      "ü\\u001b[2J\\u000a\\u0085\\u202e\\u2028 x",
    );
    assert.equal(shown("\u{e0001}"), "\\udb40\\udc01");
  });

  it("S-INGEST-7: a table has columns as wide as their widest cell, and no space at the end", () => {
    assert.equal(
      tableText([
        ["a", "b"],
        ["long", ""],
        ["x", "y"],
      ]),
      "a     b\nlong\nx     y\n",
    );
  });

  it("S-INGEST-7: a session is called by its user, in what STS takes", () => {
    assert.equal(sessionName("anna"), "ingest-anna");
    assert.equal(sessionName("Änna B\\c"), "ingest--nna-B-c");
    assert.equal(sessionName("x".repeat(100)).length, 64);
  });
});
