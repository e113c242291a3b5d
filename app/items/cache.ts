import type { Cache } from "../parts/cache.ts";
import type { Versioned } from "./item.ts";

/** A write that the cache never heard of is seen this much later at most. */
const TTL_SECONDS = 60;

/** Newer than all that an item can have. */
const LAST = 2 ** 31;

/**
 * Keeps what is newer than what is there: a slow reader can't put back what a writer has replaced.
 * A deletion stays as a state of its own for the same time, so that it can't be undone either.
 */
export const KEEP_NEWER = {
  text: `local kept = redis.call('GET', KEYS[1])
if kept and tonumber(string.match(kept, '^%d+')) >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'EX', ARGV[3])
return 1`,
};

/** What the cache says of an item. */
export type Cached = Versioned | "gone" | undefined;

/** Items in the cache, each with its version; all of it may be missing at any time. */
export class ItemCache {
  readonly #cache: Cache | undefined;

  constructor(cache: Cache | undefined) {
    this.#cache = cache;
  }

  async read(id: string): Promise<Cached> {
    const text = await this.#cache?.get(keyOf(id));
    if (text === undefined) return undefined;
    const space = text.indexOf(" ");
    const body = text.slice(space + 1);
    if (body === "") return "gone";
    return { version: Number(text.slice(0, space)), item: JSON.parse(body) as Versioned["item"] };
  }

  async keep({ item, version }: Versioned): Promise<void> {
    await this.#put(item.id, version, JSON.stringify(item));
  }

  /** Whatever version is kept, and whoever comes with one later: no item is made with its id again. */
  async removed(id: string): Promise<void> {
    await this.#put(id, LAST, "");
  }

  async #put(id: string, version: number, body: string): Promise<void> {
    await this.#cache?.run(KEEP_NEWER, [keyOf(id)], [version, body, TTL_SECONDS]);
  }
}

function keyOf(id: string): string {
  return `item:${id}`;
}
