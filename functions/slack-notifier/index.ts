import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { pause } from "../shared/pause.ts";
import { variable } from "../shared/variables.ts";
import type { SlackNotifierEnvironment } from "./contract.ts";
import { createHandler } from "./handler.ts";

const get = (name: keyof SlackNotifierEnvironment) => variable(name);

export const handler = createHandler({
  secrets: new SecretsManagerClient(CALLS),
  secretName: get("WEBHOOK_SECRET_NAME"),
  origins: ["https://hooks.slack.com", "https://hooks.slack-gov.com"],
  timeout: 5000,
  pause,
  log: consoleLog,
});
