import { functionLogGroupOf, functionNameOf } from "../../components/compute/functionStatements.ts";
import { CONFIG_BUCKET } from "../../components/detection/configRecorder.ts";
import { RESPONDER_IDENTIFIER } from "../../components/identity/guardrails.ts";
import { TOLD_IDENTIFIERS, TRAIL_IDENTIFIER } from "../../components/identity/watchers.ts";
import { arnOf, type Environment, nameOf } from "../../components/shared/environment.ts";

/**
 * ARNs, or patterns of them, of what watches the account and has names like all that is deployed: the
 * account's trail and recorder, their alarms, the queues of findings and of uses of break-glass that
 * reached nobody with their alarms, and all of the function that responds. Rules and topics are not
 * among it, since nothing of them is deployed.
 */
export function baselineArns(environment: Environment): string[] {
  const responder = { environment, identifier: RESPONDER_IDENTIFIER };
  return [
    ...[CONFIG_BUCKET, TRAIL_IDENTIFIER].map((bucket) =>
      arnOf(environment, "s3", `${nameOf(environment, "bucket", bucket)}-*`),
    ),
    ...[TRAIL_IDENTIFIER, RESPONDER_IDENTIFIER].map((identifier) =>
      arnOf(environment, "iam", `role/${nameOf(environment, "role", identifier)}`),
    ),
    ...[TRAIL_IDENTIFIER, ...TOLD_IDENTIFIERS].map((identifier) =>
      arnOf(environment, "cloudwatch", `alarm:${nameOf(environment, "alarm", identifier)}-*`),
    ),
    ...TOLD_IDENTIFIERS.map((identifier) =>
      arnOf(environment, "sqs", `${nameOf(environment, "queue", identifier)}-*`),
    ),
    arnOf(environment, "lambda", `function:${functionNameOf(responder)}*`),
    arnOf(environment, "logs", `log-group:${functionLogGroupOf(responder)}*`),
  ];
}
