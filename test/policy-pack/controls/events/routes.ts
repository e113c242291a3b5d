import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { DELEGATION } from "../../support/keys.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";

const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:dev-findings`;

/** What a key's policy says for EventBridge. */
export function keyUse(more: Properties = {}): string {
  return document(DELEGATION, {
    Sid: "Events",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    ...more,
  });
}

/** What a topic's policy says for EventBridge. */
export function publishing(more: Properties = {}): string {
  return document({
    Sid: "Events",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sns:Publish",
    Resource: TOPIC_ARN,
    ...more,
  });
}

/** A rule of that name with its pattern. */
export function rule(name: string, pattern: Properties, more: Properties = {}): PolicyResource {
  return resource("aws:cloudwatch/eventRule:EventRule", name, {
    name,
    eventPattern: JSON.stringify(pattern),
    ...more,
  });
}

/** The target of the rule of that name. */
export function target(name: string, more: Properties = {}): PolicyResource {
  return resource("aws:cloudwatch/eventTarget:EventTarget", `${name}-target`, {
    rule: name,
    arn: TOPIC_ARN,
    ...more,
  });
}

const key = resource("aws:kms/key:Key", "key", { policy: keyUse() });
export const topic = resource(
  "aws:sns/topic:Topic",
  "topic",
  { name: "dev-findings", kmsMasterKeyId: UNKNOWN },
  { propertyDependencies: { kmsMasterKeyId: [key.urn] } },
);
const topicPolicy = resource("aws:sns/topicPolicy:TopicPolicy", "policy", {
  arn: TOPIC_ARN,
  policy: publishing(),
});

export const PATTERNS: Readonly<Record<string, Properties>> = {
  guardduty: { source: ["aws.guardduty"], detail: { severity: [{ numeric: [">=", 7] }] } },
  hub: {
    source: ["aws.securityhub"],
    detail: {
      findings: { ProductName: ["Security Hub"], Severity: { Label: ["HIGH", "CRITICAL"] } },
    },
  },
  analyzer: { source: ["aws.access-analyzer"] },
  inspector: { source: ["aws.inspector2"], detail: { severity: ["HIGH", "CRITICAL"] } },
};

/** A rule for each service, all of which lead to one encrypted topic. */
export function routes(): PolicyResource[] {
  const rules = Object.entries(PATTERNS).flatMap(([name, pattern]) => [
    rule(name, pattern),
    target(name),
  ]);
  return [key, topic, topicPolicy, ...rules];
}
