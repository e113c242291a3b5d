import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

import type { PageSettings } from "../../../app/contract.ts";
import { type LocalS3, startS3 } from "../../../app/local/parts/s3.ts";
import { pageOutputs } from "../../../tools/page/outputs.ts";
import { publish } from "../../../tools/page/publish.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { at } from "../../support/graph.ts";

const SETTINGS: PageSettings = {
  doors: ["music"],
  signIn: {
    issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_A",
    clientId: "1a2b3c",
    login: "https://music.auth.us-east-1.amazoncognito.com",
  },
};
const BUCKET = "page";

describe("publishing a page", () => {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const built = join(folder, "dist");
  let server: LocalS3;
  let s3: S3Client;

  before(async () => {
    mkdirSync(join(built, "assets"), { recursive: true });
    writeFileSync(join(built, "index.html"), "<!doctype html>");
    writeFileSync(join(built, "icon.svg"), "<svg/>");
    writeFileSync(join(built, "assets/index-a1.js"), "run()");
    server = await startS3({ folder: join(folder, "s3"), secrets: { local: "secret" } });
    s3 = new S3Client({
      endpoint: server.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "secret" },
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });

  after(async () => {
    s3.destroy();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it("S-MUSIC-4: puts the page last, when all that it names is there", async () => {
    assert.deepEqual(await publish({ s3, bucket: BUCKET, folder: built, settings: SETTINGS }), [
      "assets/index-a1.js",
      "icon.svg",
      "config.json",
      "index.html",
    ]);
  });

  it("S-MUSIC-4: files with a hash stay with a browser, and the page is asked for", async () => {
    await publish({ s3, bucket: BUCKET, folder: built, settings: SETTINGS });
    for (const [Key, type, cache] of [
      [
        "assets/index-a1.js",
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
      ],
      ["index.html", "text/html; charset=utf-8", "no-cache"],
      ["config.json", "application/json", "no-cache"],
      ["icon.svg", "image/svg+xml", "no-cache"],
    ] as const) {
      const { ContentType, CacheControl } = await s3.send(
        new GetObjectCommand({ Bucket: BUCKET, Key }),
      );
      assert.deepEqual([ContentType, CacheControl], [type, cache], Key);
    }
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "config.json" }));
    assert.deepEqual(JSON.parse((await Body?.transformToString()) ?? ""), SETTINGS);
  });

  it("refuses a folder without a page, and a file of no known type, before it puts any", async () => {
    const other = mkdtempSync(join(tmpdir(), "none-"));
    const put = () => publish({ s3, bucket: "there-is-none", folder: other, settings: SETTINGS });
    await assert.rejects(put, { message: `${other} has no index.html; build the page first.` });
    writeFileSync(join(other, "index.html"), "");
    writeFileSync(join(other, "a.exe"), "");
    await assert.rejects(put, { message: "a.exe is of no type that a page is known to have." });
    rmSync(other, { recursive: true });
  });
});

describe("a stack's outputs", () => {
  recordStacks();

  it("S-MUSIC-4: tell where the page goes, and what it is told", () => {
    const outputs = {
      url: "https://api.example.com",
      music: { url: "https://music.example.com", pageBucket: BUCKET, pageSettings: SETTINGS },
    };
    assert.deepEqual(pageOutputs(JSON.stringify(outputs)), {
      url: "https://music.example.com",
      bucket: BUCKET,
      settings: SETTINGS,
    });
    // The program names them so.
    const music = at(graphOf("dev").outputs, "music");
    assert.deepEqual(
      ["url", "pageBucket", "pageSettings"].map((name) => at(music, name) !== undefined),
      [true, true, true],
    );
  });

  for (const json of ["", "{}", '{"music":{"url":"https://a.example.com"}}']) {
    it(`are refused where they tell of none: ${json}`, () => {
      assert.throws(() => pageOutputs(json), /^Error: The outputs tell of no page: .* Is music on/);
    });
  }
});
