import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { S3Client } from "@aws-sdk/client-s3";

import { deleteSource, readSource } from "../../../functions/ingest/processing.ts";
import { copyTo, heldUnder } from "../../../functions/ingest/quarantine.ts";
import { CALLS } from "../../../functions/shared/clients.ts";
import { describeFailure } from "../../../functions/shared/failure.ts";

const ARRIVAL = { bucket: "processing", key: "k", id: "v1", version: "v1", etag: "e" };
const SOURCE = { arrival: ARRIVAL, size: 5 * 1024 ** 3, etag: '"e"', headers: {} };
const REJECTION = { reason: "invalid", detail: "It is large." } as const;

describe("ingest's calls of S3, over HTTP", () => {
  let server: Server;
  let s3: S3Client;
  let [status, delay, body] = [200, 0, ""];

  before(async () => {
    server = createServer((_request, response) => {
      setTimeout(() => {
        response.writeHead(status, { "x-amz-request-id": "REQUEST1" }).end(body);
      }, delay);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    s3 = new S3Client({
      maxAttempts: 1,
      requestHandler: { ...CALLS.requestHandler, requestTimeout: 100 },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      forcePathStyle: true,
      region: "us-east-1",
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
    });
  });
  beforeEach(() => {
    [status, delay, body] = [200, 0, ""];
  });
  after(() => {
    s3.destroy();
    server.closeAllConnections();
    server.close();
  });

  const parts = () => ({ s3, account: "111122223333", quarantineBucket: "quarantine" });

  it("S-INGEST-4: has patience for a copy, which S3 answers when it is done, and for nothing else", async () => {
    delay = 300;
    body = '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>';
    assert.equal(await copyTo(parts(), "k", SOURCE, REJECTION), "copied");
    const late = { name: "TimeoutError" };
    await assert.rejects(heldUnder(parts(), "k"), late);
    await assert.rejects(readSource(parts(), ARRIVAL), late);
    await assert.rejects(deleteSource(parts(), ARRIVAL), late);
  });

  it("S-INGEST-5: an answer to HEAD names nothing but what is missing; its status says the rest", async () => {
    status = 404;
    assert.equal(await heldUnder(parts(), "k"), undefined);
    for (const refused of [400, 403, 405, 412]) {
      status = refused;
      await assert.rejects(heldUnder(parts(), "k"), (error) => {
        assert.equal(describeFailure(error), `Unknown (${refused}, REQUEST1)`);
        return true;
      });
    }
  });
});
