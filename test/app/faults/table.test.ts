import assert from "node:assert/strict";

import { ALL } from "../../support/size.ts";
import { type DocumentBody, documentsService, upload, walk } from "../support/documents.ts";
import type { TestService } from "../support/service.ts";
import { tableFront, type Treatment } from "../support/tableFront.ts";

const UPLOADS = ALL ? 1000 : 24;
const AT_ONCE = 8;

describe("A-DOCS: when DynamoDB holds back under load", function () {
  this.timeout(ALL ? 300_000 : 60_000);
  const front = tableFront();
  let service: TestService;

  before(async () => {
    service = await documentsService({}, (url) => front.before(url));
  });

  after(async () => {
    await service.stop();
    await front.stop();
  });

  it("keeps every upload that it has accepted, once, and refuses the others for now", async () => {
    let call = 0;
    // More than half of the calls, in runs that some tries outlast and some don't.
    const held: Treatment = { refuse: "ProvisionedThroughputExceededException" };
    front.treat((operation) => (operation === "PutItem" && call++ % 11 < 6 ? held : "pass"));
    const accepted = new Map<string, string>();
    const statuses = new Set<number>();
    let next = 0;
    const client = async () => {
      while (next < UPLOADS) {
        const name = `${next++}.txt`;
        const response = await upload(service, name, "x", { "Idempotency-Key": name });
        const body = (await response.json()) as DocumentBody;
        statuses.add(response.status);
        if (response.status === 201) accepted.set(name, body.id);
        else assert.equal(response.headers.get("retry-after"), "2");
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    assert.deepEqual([...statuses].sort().at(0), 201);
    assert.ok([...statuses].every((status) => status === 201 || status === 503));
    front.treat(() => "pass");
    // Whoever was refused comes again, and whoever was not as well: each file is there once.
    for (let number = 0; number < UPLOADS; number += 1) {
      const name = `${number}.txt`;
      const again = await upload(service, name, "x", { "Idempotency-Key": name });
      assert.ok(again.status === 200 || again.status === 201, name);
      const { id } = (await again.json()) as DocumentBody;
      if (accepted.has(name)) assert.equal(id, accepted.get(name));
    }
    const { documents } = await walk(service, 100);
    const names = documents.map(({ filename }) => filename);
    assert.equal(names.length, UPLOADS);
    assert.equal(new Set(names).size, UPLOADS);
  });
});
