import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SNSClient } from "@aws-sdk/client-sns";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { variable } from "../shared/variables.ts";
import type { PostureReportEnvironment } from "./contract.ts";
import { createHandler } from "./handler.ts";

const get = (name: keyof PostureReportEnvironment) => variable(name);

export const handler = createHandler({
  hub: new SecurityHubClient(CALLS),
  sns: new SNSClient(CALLS),
  topic: get("REPORT_TOPIC_ARN"),
  log: consoleLog,
});
