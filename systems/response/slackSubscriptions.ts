import type * as pulumi from "@pulumi/pulumi";

import type { Invoker } from "../../components/compute/functionInputs.ts";
import type { EncryptionKey } from "../../components/keys/encryptionKey.ts";
import { Alarm } from "../../components/observability/alarm.ts";
import { queueFilled } from "../../components/observability/queueFilled.ts";
import { type Severity, topicArnOf } from "../../components/observability/topic.ts";
import { TopicSubscription } from "../../components/observability/topicSubscription.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { snsPrincipal } from "../../components/shared/regions.ts";
import { Queue } from "../../components/storage/queue.ts";
import type { Alerts } from "../alerts.ts";

/** Whose topics are listened to, and by what. */
export interface SlackSubscriptionsArgs {
  /** Where the topics are; the function may be in another region. */
  readonly environment: Environment;
  /** Encrypts what SNS could not hand over. */
  readonly alertsKey: EncryptionKey;
  /** All three go to Slack. */
  readonly alerts: Alerts;
  /** Lets in the topics, by {@link slackInvokers}. */
  readonly functionArn: pulumi.Input<string>;
}

/** What the function is called in names. */
export const SLACK_NOTIFIER = "slack-notifier";

/** Identifier of the queue of messages that did not reach the function. */
const UNDELIVERED = `${SLACK_NOTIFIER}-undelivered`;

/** All that people are told, whoever tells it. */
const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];

/** Subscribes the function to a region's topics; what SNS can't hand over is kept, and told of. */
export function hearBySlack(
  { environment, alertsKey, alerts, functionArn }: SlackSubscriptionsArgs,
  parent: { readonly parent: pulumi.Resource },
): void {
  const undelivered = new Queue(
    UNDELIVERED,
    {
      environment,
      key: alertsKey,
      identifier: UNDELIVERED,
      undeliveredFrom: SEVERITIES.map((severity) => topicArnOf(environment, severity)),
    },
    parent,
  );
  for (const severity of SEVERITIES) {
    new TopicSubscription(
      `${severity}-slack`,
      { topic: alerts[severity], protocol: "lambda", endpoint: functionArn, undelivered },
      parent,
    );
  }
  new Alarm(
    UNDELIVERED,
    {
      environment,
      identifier: UNDELIVERED,
      description: "SNS could not hand over a message: alerts do not reach Slack",
      ...queueFilled(undelivered.queueName),
      topic: alerts.warning,
    },
    parent,
  );
}

/**
 * Topics of the function's own region and of others, as those that may call it, by a name for each;
 * none of a region whose SNS calls nobody there.
 */
export function slackInvokers(
  home: Environment,
  elsewhere: readonly Environment[],
): Readonly<Record<string, Invoker>> {
  const of = (environment: Environment, beginning: string) => {
    const service = snsPrincipal(environment.region, home.region);
    if (service === undefined) return [];
    return SEVERITIES.map((severity): [string, Invoker] => [
      `${beginning}${severity}`,
      { service, sourceArn: topicArnOf(environment, severity) },
    ]);
  };
  return Object.fromEntries([
    ...of(home, ""),
    ...elsewhere.flatMap((other) => of(other, `${other.region}-`)),
  ]);
}
