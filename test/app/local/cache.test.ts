import assert from "node:assert/strict";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { Redis } from "ioredis";

import { KEEP_NEWER } from "../../../app/items/cache.ts";
import { type LocalCache, startCache, startStandIn } from "../../../app/local/parts/cache.ts";

// Where Redis is installed, both are held to the same.
for (const [kind, start] of [
  ["what stands in for Redis", startStandIn],
  ["the cache of this machine", startCache],
] as const) {
  describe(`A-LOCAL: ${kind}`, () => {
    let server: LocalCache;
    let redis: Redis;

    before(async () => {
      server = await start();
      redis = new Redis(server.url, { maxRetriesPerRequest: 0 });
    });

    after(async () => {
      redis.disconnect();
      await server.stop();
    });

    it("keeps and forgets", async () => {
      assert.equal(await redis.ping(), "PONG");
      assert.equal(await redis.get("a"), null);
      assert.equal(await redis.set("a", "Ünïcode\r\n$3\r\n"), "OK");
      assert.equal(await redis.get("a"), "Ünïcode\r\n$3\r\n");
      assert.equal(await redis.set("a", ""), "OK");
      assert.equal(await redis.get("a"), "");
      assert.deepEqual([await redis.del("a", "b"), await redis.get("a")], [1, null]);
    });

    it("takes values of any bytes and size", async () => {
      const value = Buffer.alloc(3_000_000, Buffer.from([0, 13, 10, 255, 36]));
      await redis.set("large", value);
      assert.ok(value.equals((await redis.getBuffer("large")) ?? Buffer.alloc(0)));
    });

    it("lets a value end by its time", async () => {
      await redis.set("short", "x", "EX", 1);
      assert.equal(await redis.get("short"), "x");
      await sleep(1100);
      assert.equal(await redis.get("short"), null);
    });

    it("answers many commands in their order", async () => {
      const count = 500;
      const each = Array.from({ length: count }, (_, i) => i);
      await Promise.all(each.map((i) => redis.set(`n${i}`, i)));
      const found = await Promise.all(each.map((i) => redis.get(`n${i}`)));
      assert.deepEqual(found, each.map(String));
    });

    it("puts a newer state in place of an older one, and no other", async () => {
      const put = (version: number, body: string) =>
        redis.eval(KEEP_NEWER.text, 1, "item:1", version, body, 60);
      assert.equal(await put(2, '{"a":1}'), 1);
      assert.equal(await put(1, "old"), 0);
      assert.equal(await put(2, "same"), 0);
      assert.equal(await redis.get("item:1"), '2 {"a":1}');
      assert.equal(await put(10, ""), 1);
      assert.equal(await put(9, "late"), 0);
      assert.equal(await redis.get("item:1"), "10 ");
    });

    it("refuses what it does not know, and goes on", async () => {
      await assert.rejects(redis.call("NONSENSE"), /unknown command/);
      await assert.rejects(redis.eval("no lua", 0));
      assert.equal(await redis.ping(), "PONG");
    });

    it("ends a connection that does not speak its language", async () => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.write("*1\r\n!nonsense\r\n");
      let text = "";
      for await (const chunk of socket) text += String(chunk);
      assert.match(text, /^-ERR Protocol error/);
    });
  });
}
