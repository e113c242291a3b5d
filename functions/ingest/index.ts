import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { createHandler } from "./handler.ts";
import { readSettings } from "./settings.ts";

export const handler = createHandler({
  s3: new S3Client(CALLS),
  dynamoDb: new DynamoDBClient(CALLS),
  sns: new SNSClient(CALLS),
  ...readSettings(process.env),
  log: consoleLog,
});
