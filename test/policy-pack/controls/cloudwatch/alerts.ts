import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

/** The topic of these stacks. */
export const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:dev-alerts`;

export const topic = resource("aws:sns/topic:Topic", "topic", { name: "dev-alerts" });

export function subscription(more: Properties = {}): PolicyResource {
  return resource("aws:sns/topicSubscription:TopicSubscription", "subscription", {
    topic: TOPIC_ARN,
    protocol: "email",
    endpoint: "owner@example.com",
    ...more,
  });
}

/** An alarm that names the topic. */
export function alarm(more: Properties = {}, name = "alarm"): PolicyResource {
  return resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
    metricName: "Errors",
    namespace: "Rampart",
    actionsEnabled: true,
    alarmActions: [TOPIC_ARN],
    ...more,
  });
}
