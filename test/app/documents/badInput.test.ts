import assert from "node:assert/strict";

import { documentsService, fileForm, FORM, type ProblemBody, walk } from "../support/documents.ts";
import type { TestService } from "../support/service.ts";

const ID = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
const MOMENT = "2026-01-01T00:00:00.000Z";
const cursor = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");

const CURSORS: readonly string[] = [
  ...["", "x", "%00", "bm8", "null", "A".repeat(1025), "A".repeat(8000), "' or 1=1 --"],
  ...[null, [], {}, 5, { uploadedAt: MOMENT }, { id: ID }].map(cursor),
  ...[
    { uploadedAt: "2026-01-01" },
    { uploadedAt: "2026-02-30T00:00:00.000Z" },
    { uploadedAt: "~" },
    { id: "x" },
    { id: "~".repeat(500) },
    { list_shard: "0" },
  ].map((wrong) => cursor({ uploadedAt: MOMENT, id: ID, ...wrong })),
];

const KEYS: readonly string[] = ["", "a b", "x".repeat(256), "\u00e9", "a\tb"];

describe("A-DOCS: input that can't be taken", () => {
  let service: TestService;

  before(async () => {
    service = await documentsService();
  });

  after(() => service.stop());

  const refused = async (path: string, field: string, init: RequestInit = {}) => {
    const response = await service.ask("ada", path, init);
    const problem = (await response.json()) as ProblemBody;
    assert.equal(response.status, 400, JSON.stringify(problem));
    const named = problem.errors?.map((error) => `${error.in} ${error.field}`);
    assert.deepEqual([...new Set(named)], [field]);
  };

  for (const given of CURSORS) {
    it(`names a cursor that is none: ${given.slice(0, 60)}`, () =>
      refused(`/documents?cursor=${encodeURIComponent(given)}`, "query cursor"));
  }

  for (const given of ["0", "-1", "101", "1.5", "0x10", "1e1", " 1", "", "NaN", "9".repeat(400)]) {
    it(`names a limit that is none: ${given.slice(0, 60)}`, () =>
      refused(`/documents?limit=${encodeURIComponent(given)}`, "query limit"));
  }

  it("names what it doesn't know", () => refused("/documents?sort=size", "query sort"));

  for (const given of ["x", "%00", "' or 1=1 --", "../../etc", "key#abc", "health", `${ID}0`]) {
    it(`names an id that is none: ${given}`, () =>
      refused(`/documents/${encodeURIComponent(given)}`, "path id"));
  }

  for (const given of KEYS) {
    it(`names a key of a repeat that is none: ${given.slice(0, 20)}`, () =>
      refused("/upload", "header idempotency-key", {
        method: "POST",
        headers: { ...FORM, "Idempotency-Key": given },
        body: new Uint8Array(fileForm("a", "x")),
      }));
  }

  it("finds a document by its id in any spelling", async () => {
    const made = await service.ask("ada", "/upload", {
      method: "POST",
      headers: FORM,
      body: new Uint8Array(fileForm("a", "x")),
    });
    const { id } = (await made.json()) as { id: string };
    assert.equal((await service.ask("ada", `/documents/${id.toUpperCase()}`)).status, 200);
  });

  it("writes nothing of it, and logs none as a failure", async () => {
    assert.equal((await walk(service, 100)).documents.length, 1);
    assert.deepEqual(
      service.lines().filter(({ level }) => level === "error"),
      [],
    );
  });
});
