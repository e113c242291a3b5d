import { z } from "zod";

import { cursorOf, cursorTo } from "../http/cursor.ts";
import { notFound, Problem } from "../http/problem.ts";
import { whole } from "../http/query.ts";
import { answer, type Door, route } from "../http/route.ts";
import { ifMatch, type States, tagOf } from "../http/state.ts";
import type { Cache } from "../parts/cache.ts";
import type { Database } from "../parts/database.ts";
import { ItemCache } from "./cache.ts";
import { item, itemInput } from "./item.ts";
import { ItemStore } from "./store.ts";

/** Of one page. */
const MOST = 100;

// An id has one spelling in the cache.
const one = z.strictObject({ id: z.uuid().transform((id) => id.toLowerCase()) });
const state = ifMatch("ETag of the state that shall be changed; `*` for any.");
const known = z.object({
  "if-none-match": z.string().max(1000).optional().meta({ description: "ETags that you have." }),
});
// ISO 8601 has a year 0, and PostgreSQL has none.
const moment = z.iso.datetime({ precision: 6 }).refine((text) => !text.startsWith("0000"));
const place = z.strictObject({ createdAt: moment, id: z.uuid() });
const TAG = { ETag: "Names this state of the item." };

/** Items: create, read, replace, delete; changes name the state that they change. */
export function itemsDoor(
  database: Database,
  cache: Cache | undefined,
  access: Door["access"],
): Door {
  const store = new ItemStore(database);
  const cached = new ItemCache(cache);

  const read = async (id: string) => {
    const found = await cached.read(id);
    if (found === "gone") throw notFound("item");
    if (found !== undefined) return found;
    const stored = await store.read(id);
    if (stored === undefined) throw notFound("item");
    await cached.keep(stored);
    return stored;
  };
  /** What to say when a change found nothing: another state, or nothing at all. */
  const refusal = async (id: string) => {
    const stored = await store.read(id);
    // Whoever asks for a change may have seen the item in the cache, which has missed one then.
    if (stored === undefined) {
      await cached.removed(id);
      return notFound("item");
    }
    await cached.keep(stored);
    return new Problem(412, `The item has changed: its state is ${tagOf(stored.version)} now.`);
  };

  return {
    name: "items",
    summary:
      "Things with a name. They belong to nobody: whoever may ask may read, change and delete all.",
    access,
    routes: [
      route({
        method: "get",
        path: "/items",
        operationId: "listItems",
        summary: "Items, newest first",
        query: z.strictObject({
          limit: whole(1, MOST, 20),
          cursor: cursorTo(place).optional(),
        }),
        answers: {
          200: {
            description: "A page of items.",
            body: z.object({ items: z.array(item), next: z.string().nullable() }),
          },
        },
        async handle({ query: { limit, cursor } }) {
          const { items, next } = await store.page(limit, cursor);
          const body = { items: [...items], next: next === undefined ? null : cursorOf(next) };
          return answer(200, body);
        },
      }),
      route({
        method: "post",
        path: "/items",
        operationId: "createItem",
        summary: "Create an item",
        body: itemInput,
        answers: {
          201: {
            description: "The item as it was created.",
            body: item,
            headers: { ...TAG, Location: "Where the item is." },
          },
        },
        async handle({ body }) {
          const made = await store.create(body);
          await cached.keep(made);
          const headers = { ETag: tagOf(made.version), Location: `/items/${made.item.id}` };
          return answer(201, made.item, headers);
        },
      }),
      route({
        method: "get",
        path: "/items/{id}",
        operationId: "readItem",
        summary: "One item",
        params: one,
        headers: known,
        answers: {
          200: { description: "The item.", body: item, headers: TAG },
          304: { description: "You have this state already.", headers: TAG },
          404: { description: "There is no such item." },
        },
        async handle({ params, headers }) {
          const found = await read(params.id);
          const tag = { ETag: tagOf(found.version) };
          if (names(headers["if-none-match"], found.version)) return answer(304, undefined, tag);
          return answer(200, found.item, tag);
        },
      }),
      route({
        method: "put",
        path: "/items/{id}",
        operationId: "replaceItem",
        summary: "Replace what an item says",
        params: one,
        headers: state,
        body: itemInput,
        answers: {
          200: { description: "The item as it is now.", body: item, headers: TAG },
          404: { description: "There is no such item." },
          412: { description: "Another change came first." },
          428: { description: "`If-Match` is missing." },
        },
        async handle({ params, headers, body }) {
          const states = named(headers["if-match"]);
          const replaced = await store.replace(params.id, states, body);
          if (replaced === undefined) throw await refusal(params.id);
          await cached.keep(replaced);
          return answer(200, replaced.item, { ETag: tagOf(replaced.version) });
        },
      }),
      route({
        method: "delete",
        path: "/items/{id}",
        operationId: "deleteItem",
        summary: "Delete an item",
        params: one,
        headers: state,
        answers: {
          204: { description: "It is gone." },
          404: { description: "There is no such item." },
          412: { description: "Another change came first." },
          428: { description: "`If-Match` is missing." },
        },
        async handle({ params, headers }) {
          const states = named(headers["if-match"]);
          const removed = await store.remove(params.id, states);
          if (!removed) throw await refusal(params.id);
          await cached.removed(params.id);
          return answer(204);
        },
      }),
    ],
  };
}

/** @throws Problem 428 when a change does not say which state it changes. */
function named(states: States | undefined): States {
  if (states !== undefined) return states;
  throw new Problem(428, "Say which state you change: `If-Match` with the item's ETag.");
}

/** A weak tag names the same state here, as RFC 9110 compares for reads. */
function names(tags: string | undefined, version: number): boolean {
  if (tags === undefined) return false;
  const entries = tags.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return entries.includes("*") || entries.includes(tagOf(version));
}
