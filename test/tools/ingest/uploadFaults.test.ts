import assert from "node:assert/strict";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { mock } from "node:test";

import { S3Client } from "@aws-sdk/client-s3";

import { track } from "../../functions/ingest/documents.ts";
import { awsForSuite, folderWith, runHere } from "./support.ts";

const DAWN = track("anna", "Dawn");

describe("npm run ingest -- upload, at odds", () => {
  const aws = awsForSuite();
  afterEach(() => {
    mock.restoreAll();
    syncBuiltinESMExports();
  });

  it("S-INGEST-7: a fault of the program loses nothing of what was sent", async () => {
    let calls = 0;
    mock.method(S3Client.prototype, "send", () => {
      calls += 1;
      return calls % 2 === 1
        ? Promise.resolve({ ETag: '"e"' })
        : Promise.reject(new TypeError("x"));
    });
    const folder = folderWith({ "a.json": DAWN, "b.json": DAWN, "c.json": DAWN });
    const args = ["upload", "a.json", "b.json", "c.json", "--parallel", "1"];
    const text = await runHere(args, aws.environment, { folder });
    const json = await runHere([...args, "--json"], aws.environment, { folder });
    assert.deepEqual([text.code, json.code], [3, 3]);
    assert.equal(text.stdout, "a.json → s3://processing/a.json\n1 file sent.\n");
    assert.match(text.stderr, /^b\.json: x\nNot tried any more: c\.json\nTypeError: x\n/);
    assert.match(text.stderr, /This is a fault of the program\.\n$/);
    assert.deepEqual(JSON.parse(json.stdout), {
      bucket: "processing",
      sent: [{ file: "a.json", key: "a.json", size: DAWN.length, etag: "e" }],
      refused: [],
      failed: [{ file: "b.json", failure: "x" }],
      untried: ["c.json"],
    });
  });

  it("S-INGEST-7: assumes the role also where nobody knows who is asking", async () => {
    // A container may run as a number that has no entry.
    mock.method(os, "userInfo", () => {
      throw Object.assign(new Error("no such user"), { code: "ERR_SYSTEM_ERROR" });
    });
    syncBuiltinESMExports();
    aws.s3 = () => ({ headers: { ETag: '"e"' } });
    const folder = folderWith({ "a.json": DAWN });
    assert.equal((await runHere(["upload", "a.json"], aws.environment, { folder })).code, 0);
    assert.deepEqual(
      aws.assumptions.map((form) => form.get("RoleSessionName")),
      ["ingest-unknown"],
    );
  });
});
