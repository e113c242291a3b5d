import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties, Value } from "../../../plan/graph/value.ts";
import { deliveriesOf } from "../../../plan/proofs/deliveries.ts";
import { verdictOf } from "../../../plan/proofs/path.ts";
import { chainOf } from "../../../plan/proofs/report.ts";
import { graphOf, type Links, resource } from "../builder.ts";
import { T } from "./defects.ts";

// Stacks of a few resources, for forms that no shipped stack takes.

export const ACCOUNT = "111122223333";

/** An ARN of the small stacks. */
export const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;

const provider = resource("pulumi:providers:aws", "aws", {
  allowedAccountIds: `["${ACCOUNT}"]`,
  region: "eu-west-1",
});

/** A policy document; each statement allows unless it says otherwise. */
export const policy = (...statements: readonly Properties[]): string =>
  JSON.stringify({ Statement: statements.map((one) => ({ Effect: "Allow", ...one })) });

/** What a service may do. */
export const may = (Service: string, Action: Value, Resource: string): Properties => ({
  Principal: { Service },
  Action,
  Resource,
});

/** A resource with a physical name. */
export const make = (
  type: string,
  name: string,
  inputs: Properties = {},
  links: Links = {},
): Resource => resource(type, name, { name, ...inputs }, links);

/** Each path with its verdict, and what is said of the hops that do not pass. */
export function told(...resources: readonly Resource[]): string[] {
  return deliveriesOf(graphOf(provider, ...resources)).flatMap((path) => [
    `${verdictOf(path)}: ${chainOf(path)}`,
    ...path.hops.filter(({ verdict }) => verdict !== "passes").map(({ why }) => `  ${why}`),
  ]);
}

/** A topic that hears what alarms, rules and budgets tell, and tells one address. */
export const topic = make(T.topic, "t");
export const topicArn = arn("sns", "t");
export const mail = make(T.subscription, "mail", {
  topic: topicArn,
  protocol: "email",
  endpoint: "a@b.c",
});
const publishers = ["cloudwatch", "events", "budgets"].map((name) => `${name}.amazonaws.com`);
export const topicPolicy = make(T.topicPolicy, "t", {
  arn: topicArn,
  policy: policy({ Principal: { Service: publishers }, Action: "sns:Publish", Resource: topicArn }),
});
export const heard = [topic, topicPolicy, mail];

/** An alarm on what lies in a queue, which tells the topic. */
export const counted = (queue: string): Resource =>
  make(T.alarm, `${queue}-filled`, {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue },
    alarmActions: [topicArn],
  });
