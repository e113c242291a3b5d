import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { SNSClient } from "@aws-sdk/client-sns";

import { CALLS } from "../shared/clients.ts";
import { consoleLog } from "../shared/log.ts";
import { pause } from "../shared/pause.ts";
import { variable } from "../shared/variables.ts";
import type { AutoRemediateEnvironment } from "./contract.ts";
import { createHandler } from "./handler.ts";
import { readGroups, readMode, readOpenings } from "./settings.ts";

const get = (name: keyof AutoRemediateEnvironment) => variable(name);

export const handler = createHandler({
  ec2: new EC2Client(CALLS),
  ecs: new ECSClient(CALLS),
  s3: new S3Client(CALLS),
  s3Control: new S3ControlClient(CALLS),
  sns: new SNSClient(CALLS),
  mode: readMode(get("MODE")),
  alertTopic: get("ALERT_TOPIC_ARN"),
  quarantineGroups: readGroups(get("QUARANTINE_GROUP_PREFIX")),
  declared: readOpenings(get("DECLARED_OPENINGS")),
  pause,
  now: Date.now,
  log: consoleLog,
});
