import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { TestService } from "../support/service.ts";
import {
  type DocumentBody,
  documentsService,
  END,
  fileForm,
  FORM,
  part,
  type ProblemBody,
  upload,
  uploadStream,
  walk,
} from "../support/documents.ts";

describe("A-DOCS: uploads over HTTP", () => {
  let service: TestService;

  before(async () => {
    service = await documentsService({
      UPLOAD_BYTES: "100000",
      UPLOAD_PERIOD_SECONDS: "1",
      UPLOAD_PERIOD_BYTES: "100",
    });
  });

  after(() => service.stop());

  it("keeps name, size and time, and tells them again", async () => {
    const from = new Date().toISOString();
    const made = await upload(service, "../r\u00e9sum\u00e9.pdf", Buffer.alloc(70_000, 1));
    const document = (await made.json()) as DocumentBody;
    assert.equal(made.status, 201);
    assert.deepEqual(Object.keys(document).sort(), ["filename", "id", "size_bytes", "uploaded_at"]);
    assert.equal(document.filename, "r\u00e9sum\u00e9.pdf");
    assert.equal(document.size_bytes, 70_000);
    assert.match(document.uploaded_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(document.uploaded_at >= from && document.uploaded_at <= new Date().toISOString());
    assert.equal(made.headers.get("location"), `/documents/${document.id}`);

    const read = await service.ask("bob", `/documents/${document.id}`);
    assert.equal(read.status, 200);
    assert.deepEqual(await read.json(), document);
    const { documents } = await walk(service, 100);
    assert.deepEqual(documents[0], document);
  });

  it("takes an empty file, and one of just the largest size", async () => {
    for (const size of [0, 100_000]) {
      const made = await upload(service, "a.bin", Buffer.alloc(size));
      assert.equal(made.status, 201);
      assert.equal(((await made.json()) as DocumentBody).size_bytes, size);
    }
  });

  it("counts a content that looks like the form's own lines", async () => {
    const content = "\r\n--\r\n------boundary012345678\r\n--\r\n\r\n";
    const made = await upload(service, "a.txt", content);
    assert.equal(((await made.json()) as DocumentBody).size_bytes, content.length);
  });

  it("asks for a token", async () => {
    const answer = await fetch(`${service.url}/upload`, {
      method: "POST",
      headers: FORM,
      body: new Uint8Array(fileForm("a", "x")),
    });
    assert.equal(answer.status, 401);
  });

  it("answers 404 for an unknown id, and 400 for what is none", async () => {
    const unknown = await service.ask("ada", "/documents/00000000-0000-4000-8000-000000000000");
    assert.equal(unknown.status, 404);
    const none = await service.ask("ada", "/documents/key%23abc");
    assert.equal(none.status, 400);
    assert.equal(((await none.json()) as ProblemBody).errors?.[0]?.field, "id");
  });

  const long = "n".repeat(1025);
  const whole = fileForm("a.txt", "x");
  const bad: readonly [
    why: string,
    body: Buffer,
    status: number,
    field: string,
    message: RegExp,
  ][] = [
    ["no part at all", END, 400, "file", /^is missing$/],
    ["an empty body", Buffer.alloc(0), 400, "file", /^breaks off/],
    ["no form", Buffer.from("hello"), 400, "file", /^breaks off/],
    ["no end", whole.subarray(0, -30), 400, "file", /^breaks off/],
    ["an end amid the headers", whole.subarray(0, 60), 400, "file", /^breaks off/],
    [
      "another field",
      Buffer.concat([part('name="f"; filename="a"'), END]),
      400,
      "f",
      /send "file"/,
    ],
    ["a field without a name", Buffer.concat([part('filename="a"'), END]), 400, "", /send "file"/],
    [
      "a field before the file",
      Buffer.concat([part('name="note"'), whole]),
      400,
      "note",
      /^is not known here/,
    ],
    [
      "a field after the file",
      Buffer.concat([part('name="file"; filename="a"'), part('name="note"'), END]),
      400,
      "note",
      /^is not known here/,
    ],
    [
      "two files",
      Buffer.concat([part('name="file"; filename="a"'), whole]),
      400,
      "file",
      /^must be sent once$/,
    ],
    [
      "many fields",
      Buffer.concat([...Array.from({ length: 1000 }, (_, i) => part(`name="f${i}"`)), END]),
      400,
      "f0",
      /^is not known here/,
    ],
    [
      "many parts without names",
      Buffer.concat([
        ...Array.from({ length: 1000 }, () =>
          Buffer.from("------boundary0123456789\r\nA: b\r\n\r\nx\r\n"),
        ),
        END,
      ]),
      400,
      "file",
      /^must be the only field$/,
    ],
    [
      "a field of a long name",
      Buffer.concat([part(`name="${long}"; filename="a"`), END]),
      400,
      "n".repeat(100),
      /^is not known here/,
    ],
    [
      "a file without a name",
      Buffer.concat([part('name="file"'), END]),
      400,
      "file",
      /with a name$/,
    ],
    ["an empty name", fileForm("", "x"), 400, "file", /names no file$/],
    ["a name of a folder", fileForm("..", "x"), 400, "file", /names no file$/],
    ["a long name", fileForm(long, "x"), 400, "file", /more than 1024 bytes$/],
    ["headers without end", fileForm("n".repeat(1e5), "x"), 400, "file", /more than 1024 bytes$/],
    [
      "a file too large",
      fileForm("a", Buffer.alloc(100_001)),
      413,
      "file",
      /at most 100000 bytes$/,
    ],
  ];
  for (const [why, body, status, field, message] of bad) {
    it(`refuses ${why}, names the field, and keeps nothing`, async () => {
      const before = (await walk(service, 100)).documents.length;
      const answer = await service.ask("ada", "/upload", {
        method: "POST",
        headers: FORM,
        body: new Uint8Array(body),
      });
      const problem = (await answer.json()) as ProblemBody;
      assert.equal(answer.status, status, JSON.stringify(problem));
      assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
      const [error] = problem.errors ?? [];
      assert.deepEqual([error?.in, error?.field], ["body", field]);
      assert.match(error?.message ?? "", message);
      assert.equal((await walk(service, 100)).documents.length, before);
    });
  }

  const types: readonly [type: string, encoding: string | undefined, status: number][] = [
    ["application/json", undefined, 415],
    ["application/x-www-form-urlencoded", undefined, 415],
    ["multipart/mixed; boundary=a", undefined, 415],
    ["multipart/form-data", undefined, 400],
    [FORM["Content-Type"], "gzip", 415],
  ];
  for (const [type, encoding, status] of types) {
    it(`refuses ${type}${encoding === undefined ? "" : ` in ${encoding}`} with ${status}`, async () => {
      const headers: Record<string, string> = { "Content-Type": type };
      if (encoding !== undefined) headers["Content-Encoding"] = encoding;
      const body = new Uint8Array(fileForm("a", "x"));
      const answer = await service.ask("ada", "/upload", { method: "POST", headers, body });
      assert.equal(answer.status, status);
    });
  }

  const drips = {
    "that stalls": Buffer.alloc(0),
    "of which a byte comes now and then": Buffer.of(1),
  };
  for (const [which, drip] of Object.entries(drips)) {
    it(`refuses a body ${which}, while its client still holds on`, async () => {
      let ended = false;
      async function* slow() {
        yield whole.subarray(0, 120);
        while (!ended) {
          await sleep(100);
          yield drip;
        }
      }
      const { status, body } = await uploadStream(service, slow());
      ended = true;
      assert.equal(status, 408);
      assert.deepEqual((body as ProblemBody).errors, [
        { in: "body", field: "file", message: "brought fewer than 100 bytes in 1 s, twice" },
      ]);
    });
  }

  it("waits for a body that is slow and does not stall", async () => {
    async function* slow() {
      for (let turn = 0; turn < 15; turn += 1) {
        yield turn === 0 ? part('name="file"; filename="a"', "") : Buffer.alloc(200);
        await sleep(100);
      }
      yield Buffer.concat([Buffer.from("\r\n"), END]);
    }
    assert.equal((await uploadStream(service, slow())).status, 201);
  });

  it("answers a file too large before its end, and stops reading soon", async () => {
    let sent = 0;
    function* endless() {
      yield part('name="file"; filename="a"').subarray(0, -3);
      for (; ; sent += 65_536) yield Buffer.alloc(65_536);
    }
    const { status } = await uploadStream(service, endless());
    assert.equal(status, 413);
  });

  it("keeps nothing of a client that left amid its file", async () => {
    const before = (await walk(service, 100)).documents.length;
    const leaving = new AbortController();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(whole.subarray(0, 120)));
        setTimeout(() => {
          leaving.abort();
        }, 100);
      },
    });
    const init = { method: "POST", headers: FORM, body, duplex: "half", signal: leaving.signal };
    await assert.rejects(service.ask("ada", "/upload", init as RequestInit));
    assert.equal((await upload(service, "after.txt")).status, 201);
    assert.equal((await walk(service, 100)).documents.length, before + 1);
  });
});
