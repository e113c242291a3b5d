import type { Item } from "../../../items/item.ts";
import { ask, queryOf } from "./client.ts";
import { PAGE } from "./pages.ts";

export type { Item };

export interface ItemPage {
  readonly items: readonly Item[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/** What a person says of an item. */
export type ItemText = Pick<Item, "name" | "description">;

/** An item in a state that has a name. */
export type StatedItem = Item & { readonly etag: string };

export async function items(cursor: string | undefined, signal: AbortSignal): Promise<ItemPage> {
  return (await ask<ItemPage>(`/items?${queryOf({ limit: PAGE, cursor })}`, { signal })).data;
}

export async function item(id: string, signal?: AbortSignal): Promise<StatedItem> {
  const { data, etag } = await ask<Item>(`/items/${id}`, signal === undefined ? {} : { signal });
  return { ...data, etag };
}

export async function createItem(body: ItemText): Promise<void> {
  await ask("/items", { method: "POST", body });
}

export async function replaceItem(id: string, body: ItemText, ifMatch: string): Promise<void> {
  await ask(`/items/${id}`, { method: "PUT", body, ifMatch });
}

export async function deleteItem(id: string, ifMatch: string): Promise<void> {
  await ask(`/items/${id}`, { method: "DELETE", ifMatch });
}
