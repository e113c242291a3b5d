import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";

import { DOCUMENTS_TABLE } from "../../contract.ts";

/**
 * Makes the table that the infrastructure makes on AWS.
 *
 * @returns Whether it is new.
 */
export async function makeDocumentsTable(name: string, endpoint: string): Promise<boolean> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  const { hashKey, attributes, index, timeToLiveAttribute } = DOCUMENTS_TABLE;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: Object.entries(attributes).map(([AttributeName, AttributeType]) => ({
          AttributeName,
          AttributeType,
        })),
        KeySchema: [{ AttributeName: hashKey, KeyType: "HASH" }],
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: [
              { AttributeName: index.hashKey, KeyType: "HASH" },
              { AttributeName: index.rangeKey, KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: index.projection },
          },
        ],
      }),
    );
    // Dynalite has no such thing; then records stay, which the service does not mind.
    const timeToLive = { AttributeName: timeToLiveAttribute, Enabled: true };
    await client
      .send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: timeToLive }))
      .catch(() => undefined);
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
