import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { RDSClient } from "@aws-sdk/client-rds";

import type { Log } from "../shared/log.ts";
import type { Settings } from "./settings.ts";

/** What the function talks to, and what of. */
export interface Parts {
  readonly scaling: ApplicationAutoScalingClient;
  readonly ecs: ECSClient;
  readonly rds: RDSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** What is still to happen by itself before a later call can go on; undefined when all is done. */
export type Pending = string | undefined;

/** Writes down what was changed. */
export function told({ log }: Parts, change: string): void {
  log({ level: "info", message: "change", change });
}
