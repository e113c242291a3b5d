import assert from "node:assert/strict";

import fc from "fast-check";

import { type LocalCache, startCache } from "../../../app/local/parts/cache.ts";
import { ALL } from "../../support/size.ts";
import { type TestService, testService } from "../support/service.ts";

const RUNS = ALL ? 300 : 10;

interface Item {
  readonly id: string;
  readonly name: string;
}

/** What the service said of an item at one moment; without a name, that it is gone. */
interface Seen {
  readonly version: number;
  readonly name: string | undefined;
}

interface Step {
  readonly what: "read" | "replace" | "replace an old state" | "delete";
  /** Whether the id is written so: it is the same one. */
  readonly capitals: boolean;
}

describe("A-ITEMS: items against a model of them", function () {
  this.timeout(ALL ? 600_000 : 60_000);
  let cache: LocalCache;
  let service: TestService;

  before(async () => {
    cache = await startCache();
    // A cache that was given up in a moment of load has missed a change: nothing to be seen here.
    const patient = { CACHE_MILLISECONDS: "10000" };
    service = await testService({ DOORS: "items", REDIS_URL: cache.url, ...patient });
    while ((await service.ask(undefined, "/health/ready")).status !== 200);
  });

  after(async () => {
    await service.stop();
    await cache.stop();
  });

  const send = (method: string, path: string, name?: string, version?: number) =>
    service.ask("ada", path, {
      method,
      headers: {
        "Content-Type": "application/json",
        ...(version === undefined ? {} : { "If-Match": `"${version}"` }),
      },
      ...(name === undefined ? {} : { body: JSON.stringify({ name }) }),
    });
  const created = async (name: string): Promise<Item> => {
    const response = await send("POST", "/items", name);
    assert.equal(response.status, 201);
    return (await response.json()) as Item;
  };
  const read = async (id: string): Promise<Seen | undefined> => {
    const response = await send("GET", `/items/${id}`);
    if (response.status === 404) return undefined;
    assert.equal(response.status, 200);
    const { name } = (await response.json()) as Item;
    return { version: Number(response.headers.get("etag")?.slice(1, -1)), name };
  };

  /** What all clients together know of one item: what its states were, and who has ended it. */
  class Model {
    readonly id: string;
    readonly states = new Map<number, string>();
    deleted: number | undefined;

    constructor({ id, name }: Item) {
      this.id = id;
      this.states.set(1, name);
    }

    /** A client that saw `from` last does one step, and tells what it saw. */
    async step(client: string, from: Seen, { what, capitals }: Step): Promise<Seen> {
      const id = capitals ? this.id.toUpperCase() : this.id;
      switch (what) {
        case "read":
          return (await read(id)) ?? { version: Infinity, name: undefined };
        case "replace":
        case "replace an old state": {
          const version = what === "replace" ? from.version : Math.max(1, from.version - 1);
          if (version === Infinity) return from;
          const name = `${client} after ${version}`;
          const { status } = await send("PUT", `/items/${id}`, name, version);
          if (status !== 200) {
            assert.ok(status === 412 || status === 404, String(status));
            return from;
          }
          assert.ok(!this.states.has(version + 1), "two changes of one state were accepted");
          this.states.set(version + 1, name);
          return { version: version + 1, name };
        }
        case "delete": {
          if (from.version === Infinity) return from;
          const { status } = await send("DELETE", `/items/${id}`, undefined, from.version);
          if (status !== 204) {
            assert.ok(status === 412 || status === 404, String(status));
            return from;
          }
          assert.equal(this.deleted, undefined, "it was deleted twice");
          this.deleted = from.version;
          return { version: Infinity, name: undefined };
        }
      }
    }
  }

  const steps = fc.array(
    fc.record<Step>({
      what: fc.constantFrom(
        ...(["read", "read", "read", "read"] as const),
        ...(["replace", "replace", "replace an old state", "delete"] as const),
      ),
      capitals: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it("accepts one change of each state, and lets nobody see less than they have seen", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 6 }), async (clients) => {
        const model = new Model(await created("new"));
        const client = async (plan: readonly Step[], number: number) => {
          let seen: Seen = { version: 1, name: "new" };
          for (const step of plan) {
            const next = await model.step(`client ${number}`, seen, step);
            assert.ok(
              next.version >= seen.version,
              `${step.what}: ${next.version} < ${seen.version}`,
            );
            seen = next;
          }
          return seen;
        };
        const all = await Promise.all(clients.map(client));
        // What someone saw was what someone wrote.
        for (const { version, name } of all) {
          if (version !== Infinity) assert.equal(name, model.states.get(version));
        }
        const last = Math.max(...model.states.keys());
        const [row] = await service.database.query<{ version: number; name: string }>(
          "select version, name from items where id = $1",
          [model.id],
        );
        const end =
          model.deleted === undefined ? { version: last, name: model.states.get(last) } : undefined;
        assert.deepEqual(row, end);
        // The cache says the same as the database, now and for whoever reads it into the cache.
        assert.deepEqual([await read(model.id), await read(model.id)], [end, end]);
        if (model.deleted !== undefined) assert.equal(model.deleted, last);
      }),
      { numRuns: RUNS },
    );
  });

  it("tells everything once and in order, page by page, while others write", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 10 }),
        // Moments in which items are made: many in one, as a restore does.
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
        fc.infiniteStream(fc.constantFrom("create", "delete", "replace", "nothing")),
        async (limits, moments, writes) => {
          await service.database.query("truncate items");
          for (const moment of moments) {
            await service.database.query(
              `insert into items (id, name, created_at)
               values (gen_random_uuid(), 'old', timestamptz '2026-01-01' + $1 * interval '1 us')`,
              [moment],
            );
          }
          const rows = await service.database.query<{ id: string }>(
            "select id from items order by created_at desc, id desc",
          );
          const before = rows.map(({ id }) => id);
          const gone = new Set<string>();
          const told: string[] = [];
          let cursor: string | null = "";
          for (let page = 0; cursor !== null; page += 1) {
            const limit = limits[page % limits.length] ?? 1;
            const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
            const response = await service.ask("ada", `/items?limit=${limit}${from}`);
            assert.equal(response.status, 200);
            const body = (await response.json()) as { items: Item[]; next: string | null };
            assert.ok(body.items.length <= limit);
            // A page that has a next one is full.
            assert.ok(body.next === null || body.items.length === limit);
            told.push(...body.items.map(({ id }) => id));
            cursor = body.next;
            const some = before[(page * 7) % before.length] ?? "";
            const { value: write } = writes.next() as IteratorYieldResult<string>;
            if (write === "create") await created("new");
            if (write === "replace") await send("PUT", `/items/${some}`, "changed", 1);
            if (write === "delete") {
              gone.add(some);
              await send("DELETE", `/items/${some}`, undefined, 1);
            }
          }
          assert.deepEqual([...new Set(told)], told);
          // What was there all the while is told; what went or came on the way may be or not.
          const stayed = before.filter((id) => !gone.has(id));
          const all = new Set(stayed);
          assert.deepEqual(
            told.filter((id) => all.has(id)),
            stayed,
          );
        },
      ),
      { numRuns: RUNS },
    );
  });
});
