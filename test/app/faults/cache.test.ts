import assert from "node:assert/strict";

import { type LocalCache, startCache } from "../../../app/local/parts/cache.ts";
import { type Relay, startRelay } from "../support/relay.ts";
import { type TestService, testService } from "../support/service.ts";

interface Item {
  readonly id: string;
  readonly name: string;
}

describe("A-ITEMS: when the cache is not well", () => {
  let cache: LocalCache;
  let relay: Relay;
  let service: TestService;

  before(async () => {
    cache = await startCache();
    relay = await startRelay(portOf(cache));
    service = await testService({
      DOORS: "items",
      REDIS_URL: `redis://127.0.0.1:${relay.port}`,
      // On a busy machine, what is usual is too short for a cache that is well.
      CACHE_MILLISECONDS: "1000",
    });
    await untilIts("ok");
  });

  after(async () => {
    await service.stop();
    await relay.stop();
    await cache.stop();
  });

  const untilIts = async (state: string) => {
    for (;;) {
      const health = await service.ask(undefined, "/health");
      const { dependencies } = (await health.json()) as { dependencies: { cache: string } };
      if (dependencies.cache === state) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const send = async (method: string, path: string, name: string, tag?: string) => {
    const headers = { "Content-Type": "application/json", ...(tag ? { "If-Match": tag } : {}) };
    const init = { method, headers, body: JSON.stringify({ name }) };
    const response = await service.ask("ada", path, init);
    return { status: response.status, item: (await response.json()) as Item, response };
  };
  const read = async (id: string) => {
    const response = await service.ask("ada", `/items/${id}`);
    return { status: response.status, name: ((await response.json()) as Item).name };
  };
  /** Creates, reads and replaces items, again and again, until told to end. */
  const used = (users: number) => {
    const wrong: unknown[] = [];
    const last = new Map<string, string>();
    let going = true;
    const user = async (number: number) => {
      for (let turn = 0; going; turn += 1) {
        const made = await send("POST", "/items", `${number}-${turn}`);
        const { id } = made.item;
        const name = `${number}-${turn} again`;
        const before = await read(id);
        const put = await send("PUT", `/items/${id}`, name, '"1"');
        const after = await read(id);
        last.set(id, name);
        const statuses = [made.status, before.status, put.status, after.status];
        if (statuses.join() !== "201,200,200,200") wrong.push(statuses);
        if (after.name !== name) wrong.push(after);
      }
    };
    const all = Promise.all(Array.from({ length: users }, (_, number) => user(number)));
    const end = async () => {
      going = false;
      await all;
      return { wrong, last };
    };
    return {
      end,
      turns: async (more: number) => {
        const until = last.size + more;
        while (last.size < until) await new Promise((resolve) => setTimeout(resolve, 10));
      },
    };
  };

  it("is asked before the database is", async () => {
    const { item } = await send("POST", "/items", "Lamp");
    await service.database.query("update items set name = 'behind' where id = $1", [item.id]);
    assert.deepEqual(await read(item.id), { status: 200, name: "Lamp" });
  });

  for (const tag of ["*", '"1"']) {
    it(`keeps nothing of an item that proves to be gone, whoever names ${tag} to change it`, async () => {
      const { item } = await send("POST", "/items", "Lamp");
      const path = `/items/${item.id}`;
      assert.equal((await send("PUT", path, "Lantern", '"1"')).status, 200);
      await service.database.query("delete from items where id = $1", [item.id]);
      assert.equal((await read(item.id)).status, 200);
      assert.equal((await send("DELETE", path, "", tag)).status, 404);
      assert.equal((await read(item.id)).status, 404);
    });
  }

  it("fails no request when it goes amid them, nor while it is away, nor when a new one comes", async () => {
    const load = used(4);
    await load.turns(20);
    relay.cut();
    await cache.stop();
    await load.turns(20);
    cache = await startCache();
    relay.lead(portOf(cache));
    await untilIts("ok");
    await load.turns(20);
    const { wrong, last } = await load.end();
    assert.deepEqual(wrong, []);
    for (const [id, name] of last) assert.deepEqual(await read(id), { status: 200, name });
    const messages = service.lines().map(({ msg }) => msg);
    assert.ok(messages.includes("cache is away") && messages.includes("cache is back"));
  });

  it("is not waited for when it goes silent", async () => {
    const { item } = await send("POST", "/items", "Lamp");
    relay.freeze();
    assert.deepEqual(await read(item.id), { status: 200, name: "Lamp" });
    const put = await send("PUT", `/items/${item.id}`, "Lantern", '"1"');
    assert.equal(put.status, 200);
    await untilIts("unavailable");
    relay.cut();
    relay.lead(portOf(cache));
    await untilIts("ok");
    assert.equal((await read(item.id)).status, 200);
  });
});

function portOf({ url }: LocalCache): number {
  return Number(new URL(url).port);
}
