import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import express from "express";

import { Health } from "../../../app/http/health.ts";

describe("A-COMMON: health while a dependency hangs", () => {
  it("answers within a second or so, and asks again only when the last question has ended", async () => {
    const ends: (() => void)[] = [];
    const asked = () => ends.length;
    const health = new Health([
      {
        name: "database",
        check: () => new Promise<void>((resolve) => ends.push(resolve)),
      },
    ]);
    health.phase = "serving";
    const server = createServer(express().get("/health", health.balancer)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
    const state = async () => {
      const response = await fetch(url());
      assert.equal(response.status, 200);
      return ((await response.json()) as { dependencies: object }).dependencies;
    };
    try {
      for (let turn = 0; turn < 2; turn += 1) {
        const start = performance.now();
        assert.deepEqual(await state(), { database: "unavailable" });
        assert.ok(performance.now() - start < 2500);
        await sleep(50);
      }
      assert.equal(asked(), 1);
      ends[0]?.();
      await sleep(1100);
      const asking = state();
      while (asked() < 2) await sleep(10);
      ends[1]?.();
      assert.deepEqual(await asking, { database: "ok" });
      assert.equal(asked(), 2);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
