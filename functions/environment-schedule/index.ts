import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { RDSClient } from "@aws-sdk/client-rds";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { createHandler } from "./handler.ts";
import { parseSettings } from "./settings.ts";

export const handler = createHandler({
  scaling: new ApplicationAutoScalingClient(CALLS),
  ecs: new ECSClient(CALLS),
  rds: new RDSClient(CALLS),
  cloudWatch: new CloudWatchClient(CALLS),
  settings: parseSettings(process.env),
  now: Date.now,
  log: consoleLog,
});
