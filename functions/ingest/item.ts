import { numberBytes } from "./number.ts";

/** A value as DynamoDB types it, of the types that an item may have. */
export type TypedValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly L: readonly { readonly S: string }[] };

/** Attributes of a valid document. */
export type Item = Readonly<Record<string, TypedValue>> & {
  readonly ArtistID: { readonly S: string };
  readonly ItemID: { readonly S: string };
};

/** Bytes of an item that DynamoDB takes. */
const DYNAMODB_LIMIT = 400 * 1024;

/** Bytes for the attribute that says where an item came from: a key and a version of 1,024 each. */
const ORIGIN_BYTES = 2200;

/** Bytes that the attributes of a document may have. */
export const MOST_ITEM_BYTES = DYNAMODB_LIMIT - ORIGIN_BYTES;

/**
 * Bytes of an item. Source: DynamoDB guide, "Item sizes and formats": names and texts in UTF-8, a
 * list three bytes more than its elements, and each of these one.
 */
export function itemBytes(item: Item): number {
  return Object.entries(item)
    .map(([name, value]) => Buffer.byteLength(name) + valueBytes(value))
    .reduce((sum, bytes) => sum + bytes, 0);
}

function valueBytes(value: TypedValue): number {
  if ("N" in value) return numberBytes(value.N);
  if ("S" in value) return Buffer.byteLength(value.S);
  return value.L.reduce((sum, { S }) => sum + 1 + Buffer.byteLength(S), 3);
}
