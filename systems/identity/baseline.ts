import { functionLogGroupOf, functionNameOf } from "../../components/compute/functionStatements.ts";
import { CONFIG_BUCKET } from "../../components/detection/configRecorder.ts";
import { BREAK_GLASS_RULE } from "../../components/identity/breakGlass.ts";
import { RESPONDER_IDENTIFIER } from "../../components/identity/guardrails.ts";
import { arnOf, type Environment, nameOf } from "../../components/shared/environment.ts";

/** What begins with this belongs to the account's trail: its bucket, its role, its alarms. */
const TRAIL = "trail";

/** What has a queue of events that reached nobody, and an alarm on it. */
const TOLD = ["findings", RESPONDER_IDENTIFIER, BREAK_GLASS_RULE];

/**
 * ARNs, or patterns of them, of what watches the account and has names like all that is deployed: the
 * account's trail and recorder, their alarms, the queues of findings and of uses of break-glass that
 * reached nobody with their alarms, and all of the function that responds. Rules and topics are not
 * among it, since nothing of them is deployed.
 */
export function baselineArns(environment: Environment): string[] {
  const responder = { environment, identifier: RESPONDER_IDENTIFIER };
  return [
    ...[CONFIG_BUCKET, TRAIL].map((bucket) =>
      arnOf(environment, "s3", `${nameOf(environment, "bucket", bucket)}-*`),
    ),
    ...[TRAIL, RESPONDER_IDENTIFIER].map((identifier) =>
      arnOf(environment, "iam", `role/${nameOf(environment, "role", identifier)}`),
    ),
    ...[TRAIL, ...TOLD].map((identifier) =>
      arnOf(environment, "cloudwatch", `alarm:${nameOf(environment, "alarm", identifier)}-*`),
    ),
    ...TOLD.map((identifier) =>
      arnOf(environment, "sqs", `${nameOf(environment, "queue", identifier)}-*`),
    ),
    arnOf(environment, "lambda", `function:${functionNameOf(responder)}*`),
    arnOf(environment, "logs", `log-group:${functionLogGroupOf(responder)}*`),
  ];
}
