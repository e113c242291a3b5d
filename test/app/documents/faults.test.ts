import assert from "node:assert/strict";

import {
  type DocumentBody,
  documentsService,
  type ProblemBody,
  upload,
} from "../support/documents.ts";
import type { TestService } from "../support/service.ts";
import { tableFront } from "../support/tableFront.ts";

describe("A-DOCS: when DynamoDB is not well", () => {
  const front = tableFront();
  let service: TestService;

  before(async () => {
    service = await documentsService({}, (url) => front.before(url));
  });

  beforeEach(() => {
    front.treat(() => "pass");
  });

  after(async () => {
    await service.stop();
    await front.stop();
  });

  for (const name of [
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "InternalServerError",
  ]) {
    it(`waits out ${name}`, async () => {
      let refusals = 1;
      front.treat(() => (refusals-- > 0 ? { refuse: name } : "pass"));
      assert.equal((await upload(service, "a.txt")).status, 201);
      assert.deepEqual(front.calls(), ["PutItem", "PutItem"]);
    });
  }

  it("asks again when an answer doesn't come", async () => {
    let calls = 0;
    front.treat(() => (calls++ === 0 ? "hang" : "pass"));
    assert.equal((await upload(service, "a.txt")).status, 201);
    assert.deepEqual(front.calls(), ["PutItem", "PutItem"]);
  });

  it("answers 503 when it stays, and tells nothing of the table", async () => {
    front.treat(() => ({ refuse: "ThrottlingException" }));
    const refused = await upload(service, "a.txt");
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get("retry-after"), "2");
    assert.equal(front.calls().length, 4);
    const problem = (await refused.json()) as ProblemBody;
    assert.equal(problem.detail, "The table of documents is away for a moment.");
    assert.doesNotMatch(JSON.stringify(problem), /secret|Exception/);
  });

  it("answers 500 to what waiting doesn't cure, at once, and tells nothing of it", async () => {
    front.treat(() => ({ refuse: "ResourceNotFoundException" }));
    const answer = await service.ask("ada", "/documents/00000000-0000-4000-8000-000000000000");
    assert.equal(answer.status, 500);
    assert.doesNotMatch(await answer.text(), /secret/);
    assert.deepEqual(front.calls(), ["GetItem"]);
  });

  it("makes one document of an upload whose answer from the table was lost", async () => {
    let lost = false;
    front.treat(() => {
      if (lost) return "pass";
      lost = true;
      return "lose the answer";
    });
    const once = { "Idempotency-Key": "lost-answer" };
    const made = await upload(service, "lost.txt", "x", once);
    assert.equal(made.status, 201);
    const again = await upload(service, "lost.txt", "x", once);
    assert.equal(again.status, 200);
    assert.deepEqual(await again.json(), await made.json());
  });

  it("finishes what broke off between key and document", async () => {
    let calls = 0;
    // The key is written; the document is not, in any of four tries.
    front.treat(() => (calls++ === 0 ? "pass" : { refuse: "ThrottlingException" }));
    const once = { "Idempotency-Key": "broke-off" };
    assert.equal((await upload(service, "half.txt", "x", once)).status, 503);
    front.treat(() => "pass");
    const again = await upload(service, "half.txt", "x", once);
    assert.equal(again.status, 200);
    const { id } = (await again.json()) as DocumentBody;
    assert.equal((await service.ask("ada", `/documents/${id}`)).status, 200);
  });

  it("stays in service while the table is away, says so, and is well again after", async () => {
    front.treat(() => "hang");
    for (const path of ["/health", "/status"]) {
      const health = await service.ask(undefined, path);
      const told = (await health.json()) as { status: string; dependencies: object };
      assert.deepEqual([health.status, told.status], [200, "degraded"]);
      assert.deepEqual(told.dependencies, { documents: "unavailable" });
    }
    assert.equal((await service.ask(undefined, "/health/ready")).status, 503);
    front.treat(() => "pass");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const health = await service.ask(undefined, "/status");
    assert.equal(((await health.json()) as { status: string }).status, "ok");
    assert.equal((await service.ask(undefined, "/health/ready")).status, 200);
  });
});

describe("A-DOCS: when DynamoDB goes silent after an upload", () => {
  const front = tableFront();
  let service: TestService;

  before(async () => {
    service = await documentsService({ ANSWER_SECONDS: "1" }, (url) => front.before(url));
  });

  after(async () => {
    await service.stop();
    await front.stop();
  });

  for (const headers of [{}, { "Idempotency-Key": "silent" }]) {
    const which = Object.keys(headers).join() || "no key";
    it(`gives up when any other answer would be late, with ${which}`, async () => {
      front.treat(() => "hang");
      const refused = await upload(service, "a.txt", "x", headers);
      assert.equal(refused.status, 503);
      assert.equal(refused.headers.get("retry-after"), "2");
      // It alone would have waited longer.
      assert.deepEqual(front.calls(), ["PutItem"]);
    });
  }
});
