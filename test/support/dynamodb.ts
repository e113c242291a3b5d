import { randomBytes } from "node:crypto";

import { makeDocumentsTable } from "../../app/local/parts/documentsTable.ts";
import { type LocalDynamoDb, startDynamoDb } from "../../app/local/parts/dynamodb.ts";
import { withVariables } from "./variables.ts";

let running: Promise<LocalDynamoDb> | undefined;

/** The one server of this process, started when it is first asked for; it ends with the process. */
function testDynamoDb(): Promise<LocalDynamoDb> {
  return (running ??= startDynamoDb());
}

/** A table of documents of its own, with what makes the SDK find it. */
export async function testDocumentsTable(): Promise<{ name: string; url: string }> {
  const { url } = await testDynamoDb();
  const name = `documents-${randomBytes(6).toString("hex")}`;
  await makeDocumentsTable(name, url);
  return { name, url };
}

/** Runs a task while the SDK, which reads this when it is first asked, finds that server. */
export function withAws<T>(url: string, task: () => Promise<T>): Promise<T> {
  const variables = {
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
  };
  return withVariables(variables, task);
}
