import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";

import { type LocalS3, startS3 } from "../../../app/local/parts/s3.ts";
import { track } from "../../functions/ingest/documents.ts";
import {
  AwsHttp,
  folderWith,
  ROLE_KEY,
  runHere,
  runProcess,
  s3Error,
  setEnvironment,
  stsError,
  UPLOADER,
} from "./support.ts";

const DAWN = track("anna", "Dawn");
const DUSK = track("anna", "Dusk");

describe("npm run ingest -- upload", () => {
  const aws = new AwsHttp();
  const data = folderWith({});
  let server: LocalS3;
  let s3: S3Client;
  let environment: NodeJS.ProcessEnv;
  let restore: () => void;

  before(async () => {
    await aws.start();
    // It knows the key of the role and no other, so what it takes was sent as the role.
    server = await startS3({ folder: data, secrets: { [ROLE_KEY.id]: ROLE_KEY.secret } });
    s3 = new S3Client({
      region: "us-east-1",
      endpoint: server.url,
      forcePathStyle: true,
      credentials: { accessKeyId: ROLE_KEY.id, secretAccessKey: ROLE_KEY.secret },
    });
    await s3.send(new CreateBucketCommand({ Bucket: "processing" }));
    environment = { ...aws.environment, AWS_ENDPOINT_URL_S3: server.url };
    restore = setEnvironment(environment);
  });

  beforeEach(() => {
    aws.reset();
  });

  after(async () => {
    restore();
    s3.destroy();
    aws.stop();
    await server.stop();
  });

  async function keys(): Promise<string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "processing" }));
    return Contents.map(({ Key = "" }) => Key);
  }

  it("S-INGEST-7: assumes the uploader's role and puts each file", async () => {
    const folder = folderWith({ "dawn.json": DAWN, "ü b/dusk +%20.json": DUSK });
    const ended = await runProcess(
      ["upload", "dawn.json", "ü b/dusk +%20.json", "--prefix", "songs/é/"],
      environment,
      { folder },
    );
    assert.deepEqual(ended, {
      code: 0,
      stdout: `dawn.json → s3://processing/songs/é/dawn.json
ü b/dusk +%20.json → s3://processing/songs/é/dusk +%20.json
2 files sent.
`,
      stderr: "",
    });
    assert.deepEqual(
      aws.assumptions.map((form) => form.get("RoleArn")),
      [UPLOADER],
    );
    assert.match(aws.assumptions[0]?.get("RoleSessionName") ?? "", /^ingest-./);
    const Key = "songs/é/dusk +%20.json";
    const got = await s3.send(new GetObjectCommand({ Bucket: "processing", Key }));
    assert.equal(await got.Body?.transformToString(), DUSK);
    const head = await s3.send(
      new HeadObjectCommand({ Bucket: "processing", Key, ChecksumMode: "ENABLED" }),
    );
    assert.equal(head.ContentType, "application/json");
    assert.equal(head.ChecksumSHA256?.length, 44);
  });

  it("S-INGEST-7: says as JSON what it sent", async () => {
    const folder = folderWith({ "json.json": DAWN });
    const { code, stdout, stderr } = await runHere(["upload", "json.json", "--json"], environment, {
      folder,
    });
    assert.deepEqual([code, stderr], [0, ""]);
    const { ETag = "", ChecksumSHA256 } = await s3.send(
      new HeadObjectCommand({ Bucket: "processing", Key: "json.json", ChecksumMode: "ENABLED" }),
    );
    assert.deepEqual(JSON.parse(stdout), {
      bucket: "processing",
      sent: [
        {
          file: "json.json",
          key: "json.json",
          size: DAWN.length,
          etag: ETag.replaceAll('"', ""),
          sha256: ChecksumSHA256,
        },
      ],
      refused: [],
      failed: [],
      untried: [],
    });
  });

  it("S-INGEST-7: refuses what is no valid item, tells all that is wrong, and sends nothing", async () => {
    const folder = folderWith({
      "good.json": DAWN,
      "other/good.json": DUSK,
      "broken.json": '{\n  "ArtistID": {"S": "a"},\n  "ItemID" {"S": "TRACK#a"}\n}',
      "wrong.json": '{"ItemID":{"S":"SONG#a"},"Year":{"N":"x"}}',
      "empty.json": "",
      "large.json": " ".repeat(4 * 1024 * 1024 + 1),
    });
    const names = ["good.json", "other/good.json", "none.json", "other", "broken.json"];
    const before = await keys();
    const ended = await runProcess(
      ["upload", ...names, "wrong.json", "empty.json", "large.json"],
      environment,
      { folder },
    );
    assert.deepEqual(ended, {
      code: 1,
      stdout: "",
      stderr: `other/good.json: Its key would be good.json, as that of good.json.
none.json: There is no such file.
other: It is a folder.
broken.json: The document is no JSON: it wants a colon (line 3, column 12).
wrong.json: /Year/N is no number.
wrong.json: /ArtistID is missing.
wrong.json: /ItemID/S is neither TRACK# nor ALBUM# with a title.
empty.json: The document is empty.
large.json: The document has 4194305 bytes; at most 4194304 are read.
Nothing was sent: 7 of 8 files refused.
`,
    });
    assert.deepEqual([aws.asked, await keys()], [[], before]);
  });

  it("S-INGEST-7: says as JSON what it refuses, with line and column", async () => {
    const folder = folderWith({ "good.json": DAWN, "broken.json": "[1,\n2" });
    const ended = await runHere(["upload", "good.json", "broken.json", "--json"], environment, {
      folder,
    });
    assert.equal(ended.code, 1);
    assert.deepEqual(JSON.parse(ended.stdout), {
      bucket: "processing",
      sent: [],
      refused: [
        {
          file: "broken.json",
          problems: [
            {
              text: "The document is no JSON: it ends too early (line 2, column 2).",
              path: "",
              problem: "is no JSON: it ends too early",
              line: 2,
              column: 2,
            },
          ],
        },
      ],
      failed: [],
      untried: ["good.json"],
    });
  });

  it("S-INGEST-7: sends any JSON with --no-validate, and still nothing else", async () => {
    const folder = folderWith({ "any.json": "[1]", "text.json": "hello" });
    const [any, text] = await Promise.all(
      ["any.json", "text.json"].map((file) =>
        runHere(["upload", "--no-validate", file], environment, { folder }),
      ),
    );
    assert.deepEqual(
      [any?.code, any?.stdout],
      [0, "any.json → s3://processing/any.json\n1 file sent.\n"],
    );
    assert.deepEqual(text, {
      code: 1,
      stdout: "",
      stderr:
        "text.json: The document is no JSON: it has no value here (line 1, column 1).\n" +
        "Nothing was sent: 1 of 1 file refused.\n",
    });
  });

  it("S-INGEST-7: says what AWS refuses, and what was not tried any more", async () => {
    const folder = folderWith({ "a.json": DAWN, "b.json": DUSK });
    const args = ["upload", "a.json", "b.json", "--parallel", "1"];
    const run = async () => {
      const undo = setEnvironment(aws.environment);
      return runHere(args, aws.environment, { folder }).finally(undo);
    };
    aws.denial = stsError("AccessDenied");
    const refused = await run();
    aws.denial = stsError("ExpiredTokenException");
    const expired = await run();
    aws.reset();
    aws.s3 = () => s3Error("AccessDenied", 403);
    const denied = await run();
    const rest = "Not tried any more: b.json\n";
    const stdout = "0 files sent.\n";
    assert.deepEqual(
      [refused, expired, denied],
      [
        `a.json: Access denied: you may not assume ${UPLOADER}.\n${rest}`,
        `a.json: Your AWS credentials have expired. Sign in again, then repeat the command.\n${rest}`,
        `a.json: Access denied: ${UPLOADER} may not do this in processing, or the bucket is another account's.\n${rest}`,
      ].map((stderr) => ({ code: 3, stdout, stderr })),
    );
    // Whoever owns a bucket of that name now, it must be the role's account.
    const { headers } = aws.asked.at(-1) ?? assert.fail();
    assert.equal(headers["x-amz-expected-bucket-owner"], "111122223333");
    assert.equal(headers["x-amz-security-token"], ROLE_KEY.token);
  });

  it("S-INGEST-7: tells so many problems of a file, and how many there are beside", async () => {
    const wrong = `{"ArtistID":{"S":"a"},"ItemID":{"S":"TRACK#a"},"Features":{"L":[${"0,".repeat(2_000_000)}0]}}`;
    const folder = folderWith({ "wrong.json": wrong });
    const [text, json] = await Promise.all([
      runHere(["upload", "wrong.json"], environment, { folder }),
      runHere(["upload", "wrong.json", "--json"], environment, { folder }),
    ]);
    const lines = text.stderr.split("\n");
    assert.equal(lines.length, 100 + 3);
    assert.equal(lines[100], "wrong.json: And 1999901 more problems.");
    const { refused } = JSON.parse(json.stdout) as { refused: { problems: object[] }[] };
    assert.deepEqual(refused[0]?.problems.slice(100), [{ text: "And 1999901 more problems." }]);
  });
});
