import { readFileSync } from "node:fs";

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { variable } from "../shared/variables.ts";
import type { RotateDatabaseSecretEnvironment } from "./contract.ts";
import { connectTrusting } from "./database.ts";
import { createHandler } from "./handler.ts";
import { secretsApi } from "./secretsApi.ts";

const get = (name: keyof RotateDatabaseSecretEnvironment) => variable(name);

export const handler = createHandler({
  // Where a way out is missing, a call would otherwise wait for Lambda's own end.
  secrets: secretsApi(new SecretsManagerClient({ requestHandler: CALLS.requestHandler })),
  // Read when the function is loaded, not when the first password is half changed.
  connect: connectTrusting(readFileSync(get("DATABASE_AUTHORITIES_FILE"), "utf8")),
  log: consoleLog,
});
