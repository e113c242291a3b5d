import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { createApp } from "../../../app/http/app.ts";
import { Health } from "../../../app/http/health.ts";
import { Metrics } from "../../../app/http/metrics.ts";
import { answer, route } from "../../../app/http/route.ts";
import { makeLog } from "../../../app/log.ts";

describe("A-COMMON: an answer that can't be sent", () => {
  let server: Server;

  before(async () => {
    const broken = route({
      method: "get",
      path: "/broken",
      operationId: "break",
      summary: "Answers with a header that HTTP does not know",
      answers: { 204: { description: "Never." } },
      handle: () => Promise.resolve(answer(204, undefined, { "X-Broken": "a\nb" })),
    });
    const app = createApp({
      doors: [{ name: "test", summary: "For a test", access: "open", routes: [broken] }],
      health: new Health([]),
      log: makeLog("fatal"),
      metrics: new Metrics(),
      verifier: undefined,
      version: "0.0.0",
      trustedProxies: 0,
      requestsPerMinute: 100,
      answerMilliseconds: 1000,
    });
    server = createServer(app);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it("is a fault of the service like any other", async () => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/broken`);
    assert.equal(response.status, 500);
    assert.equal(((await response.json()) as { status: number }).status, 500);
  });
});
