import assert from "node:assert/strict";

import { ALL } from "../../support/size.ts";
import {
  type DocumentBody,
  documentsService,
  END,
  part,
  uploadStream,
} from "../support/documents.ts";
import type { TestService } from "../support/service.ts";

const MB = 1_000_000;
const SIZE = ALL ? 5000 * MB : 200 * MB;
/** Of client and server together, which share this process; far from what a buffered file takes. */
const MOST_GROWTH = 100 * MB;

describe("A-DOCS: memory", () => {
  let service: TestService;

  before(async () => {
    service = await documentsService();
  });

  after(() => service.stop());

  it(`stays flat while ${SIZE / MB} MB flow through`, async () => {
    const chunk = Buffer.alloc(MB, 7);
    let most = 0;
    function* file(size: number) {
      yield part('name="file"; filename="large.bin"', "").subarray(0, -2);
      for (let sent = 0; sent < size; sent += chunk.length) {
        most = Math.max(most, process.memoryUsage.rss());
        yield chunk;
      }
      yield Buffer.from("\r\n");
      yield END;
    }
    // What the first upload loads and grows stays, however large the next one is.
    await uploadStream(service, file(20 * MB));
    const before = process.memoryUsage.rss();
    most = 0;
    const { status, body } = await uploadStream(service, file(SIZE));
    assert.equal(status, 201);
    assert.equal((body as DocumentBody).size_bytes, SIZE);
    const growth = most - before;
    assert.ok(growth < MOST_GROWTH, `grew by ${Math.round(growth / MB)} MB`);
  }).timeout(ALL ? 300_000 : 30_000);
});
