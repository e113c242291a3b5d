import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { TokenVerifier } from "../../../app/auth/verifier.ts";
import { createApp } from "../../../app/http/app.ts";
import { Health } from "../../../app/http/health.ts";
import { Metrics } from "../../../app/http/metrics.ts";
import { answer, type Door, route } from "../../../app/http/route.ts";
import { makeLog } from "../../../app/log.ts";

describe("A-COMMON: an answer", () => {
  const broken = route({
    method: "get",
    path: "/broken",
    operationId: "break",
    summary: "Answers with a header that HTTP does not know",
    answers: { 204: { description: "Never." } },
    handle: () => Promise.resolve(answer(204, undefined, { "X-Broken": "a\nb" })),
  });
  let server: Server;

  /** Asks a service of its own; `verifier` checks tokens, if it is there. */
  const asked = async (access: Door["access"], verifier?: TokenVerifier) => {
    const app = createApp({
      doors: [{ name: "test", summary: "For a test", access, routes: [broken] }],
      health: new Health([]),
      log: makeLog("fatal"),
      metrics: new Metrics(),
      verifier,
      version: "0.0.0",
      trustedProxies: 0,
      requestsPerMinute: 100,
      answerMilliseconds: 100,
    });
    server = createServer(app);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/broken`, {
      headers: { Authorization: "Bearer a.b.c" },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  it("that can't be sent is a fault of the service like any other", async () => {
    const { status, body } = await asked("open");
    assert.deepEqual([status, body["status"]], [500, 500]);
  });

  it("comes in its time even where nobody can tell whether the token holds", async () => {
    const { status, body } = await asked("token", {
      verify: () => new Promise<never>(() => undefined),
    });
    assert.deepEqual([status, body["detail"]], [503, "The answer took too long."]);
  });
});
