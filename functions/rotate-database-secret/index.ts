import { readFileSync } from "node:fs";

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import type { RotateDatabaseSecretEnvironment } from "./contract.ts";
import { connectTrusting } from "./database.ts";
import { createHandler } from "./handler.ts";
import { secretsApi } from "./secretsApi.ts";

/** Fails when the function is loaded, not when the first password is half changed. */
function authorities(): string {
  const name = "DATABASE_AUTHORITIES_FILE" satisfies keyof RotateDatabaseSecretEnvironment;
  const file = process.env[name];
  if (file === undefined || file === "") throw new Error(`${name} is not set.`);
  return readFileSync(file, "utf8");
}

export const handler = createHandler({
  // Where a way out is missing, a call would otherwise wait for Lambda's own end.
  secrets: secretsApi(
    new SecretsManagerClient({
      requestHandler: {
        connectionTimeout: 3000,
        requestTimeout: 10_000,
        // Without it the SDK only warns, and waits on.
        throwOnRequestTimeout: true,
      },
    }),
  ),
  connect: connectTrusting(authorities()),
  // Lambda's own format wraps the record; `level` decides the level of the line.
  log: ({ level, ...record }) => {
    console[level](record);
  },
});
