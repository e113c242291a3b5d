import { EncryptionKey } from "../../../components/keys/encryptionKey.ts";
import { alertPublisherGrants } from "../../../components/keys/grants.ts";
import { Topic } from "../../../components/observability/topic.ts";
import type { Environment } from "../../../components/shared/environment.ts";
import { foundation } from "../../support/fixtures.ts";

/** What detection stands on beside keys and buckets: the topics of alerts. */
export function alerted(environment: Environment): ReturnType<typeof foundation> & {
  alertsKey: EncryptionKey;
  critical: Topic;
  warning: Topic;
} {
  const alertsKey = new EncryptionKey("alerts-key", {
    environment,
    identifier: "alerts",
    description: "test",
    deletionDays: 7,
    grants: alertPublisherGrants(environment),
  });
  const topic = (identifier: "critical" | "warning") =>
    new Topic(identifier, {
      environment,
      key: alertsKey,
      identifier,
      publishers: ["alarms", "events", "cost-anomalies"],
    });
  return {
    ...foundation(environment),
    alertsKey,
    critical: topic("critical"),
    warning: topic("warning"),
  };
}
