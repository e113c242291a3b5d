import { alertPublisherGrants } from "../../../components/keys/grants.ts";
import { EncryptionKey } from "../../../components/keys/encryptionKey.ts";
import {
  type Severity,
  Topic,
  type TopicPublisher,
} from "../../../components/observability/topic.ts";
import type { Environment } from "../../../components/shared/environment.ts";
import { testEnvironment } from "../../support/fixtures.ts";

/** A topic that alarms may publish to, made inside a recorded program. */
export function testTopic(
  environment: Environment = testEnvironment(),
  identifier: Severity = "warning",
  publishers: readonly TopicPublisher[] = ["alarms"],
): Topic {
  const key = new EncryptionKey(`${identifier}-key`, {
    environment,
    identifier: "alerts",
    description: "Topics",
    deletionDays: 7,
    grants: alertPublisherGrants(environment),
  });
  return new Topic(identifier, { environment, key, identifier, publishers });
}
