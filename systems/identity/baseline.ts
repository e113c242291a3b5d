import { CONFIG_BUCKET } from "../../components/detection/configRecorder.ts";
import { findingKinds } from "../../components/detection/findingPatterns.ts";
import { BREAK_GLASS_RULE } from "../../components/identity/breakGlass.ts";
import { eventRuleArnOf } from "../../components/observability/eventRule.ts";
import { arnOf, type Environment, nameOf } from "../../components/shared/environment.ts";

/** What begins with this belongs to the account's trail: its bucket, its role, its alarms. */
const TRAIL = "trail";

/**
 * ARNs, or patterns of them, of what watches the account and has names like all that is deployed: the
 * account's trail and recorder, their alarms, and the ways of findings to people.
 */
export function baselineArns(environment: Environment): string[] {
  return [
    ...[CONFIG_BUCKET, TRAIL].map((bucket) =>
      arnOf(environment, "s3", `${nameOf(environment, "bucket", bucket)}-*`),
    ),
    arnOf(environment, "cloudwatch", `alarm:${nameOf(environment, "alarm", TRAIL)}-*`),
    ...[...Object.keys(findingKinds(environment)), BREAK_GLASS_RULE].map((kind) =>
      eventRuleArnOf(environment, kind),
    ),
    arnOf(environment, "iam", `role/${nameOf(environment, "role", TRAIL)}`),
    arnOf(environment, "sqs", `${nameOf(environment, "queue", "findings")}-*`),
  ];
}
