import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";

import { isRefusal, PlainFailure } from "../shared/failure.ts";
import { ORIGIN_ATTRIBUTE, type TableKey } from "./contract.ts";
import type { Item, TypedValue } from "./item.ts";

/** What items are stored with. */
export interface TableParts {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
  readonly tableKey: TableKey;
}

/** What became of an item. */
export type Stored =
  | { readonly is: "stored" }
  /** The table has an item of that key from elsewhere; from where, where that one says. */
  | { readonly is: "duplicate"; readonly other?: string }
  /** DynamoDB does not take it, now or ever: something is wrong that nobody here has looked for. */
  | { readonly is: "refused" };

/** Puts of one item; between a put and a look at what it met, that may go away. */
const TURNS = 3;

/**
 * Stores an item unless the table has one of its key. A put of a former attempt, which another attempt
 * or the SDK's own repeat meets, is known by the origin that it carries.
 */
export async function storeItem(parts: TableParts, item: Item, origin: string): Promise<Stored> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const put = await putNew(parts, item, origin);
    if (put !== "met") return { is: put };
    const met = await itemLike(parts, item);
    if (met === undefined) continue;
    const { S: other } = met[ORIGIN_ATTRIBUTE] ?? {};
    if (other === origin) return { is: "stored" };
    return { is: "duplicate", ...(other === undefined ? {} : { other }) };
  }
  throw new PlainFailure("The table's item of that key comes and goes.");
}

/** Puts an item; "met" where the table has one of its key. */
async function putNew(
  { dynamoDb, table }: TableParts,
  item: Item,
  origin: string,
): Promise<"stored" | "met" | "refused"> {
  try {
    await dynamoDb.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...attributesOf(item), [ORIGIN_ATTRIBUTE]: { S: origin } },
        ConditionExpression: "attribute_not_exists(ArtistID)",
      }),
    );
    return "stored";
  } catch (error) {
    if (isRefusal(error, "ConditionalCheckFailedException")) return "met";
    if (isRefusal(error, "ValidationException")) return "refused";
    throw error;
  }
}

/** The origin of the table's item that has a new one's key. */
async function itemLike(
  { dynamoDb, table, tableKey }: TableParts,
  { ArtistID, ItemID }: Item,
): Promise<Record<string, AttributeValue> | undefined> {
  const { Item: found } = await dynamoDb.send(
    new GetItemCommand({
      TableName: table,
      Key: tableKey === "ArtistID" ? { ArtistID } : { ArtistID, ItemID },
      ConsistentRead: true,
      ProjectionExpression: `ArtistID, ${ORIGIN_ATTRIBUTE}`,
    }),
  );
  return found;
}

/** The SDK's lists can be changed. */
function attributesOf(item: Item): Record<string, AttributeValue> {
  const attribute = (value: TypedValue): AttributeValue =>
    "L" in value ? { L: [...value.L] } : value;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));
}
