import * as pulumi from "@pulumi/pulumi";

import { LambdaFunction } from "../../components/compute/function.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern, secretNameOf } from "../../components/keys/secret.ts";
import { Alarm } from "../../components/observability/alarm.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import { queueFilled } from "../../components/observability/queueFilled.ts";
import { topicArnOf } from "../../components/observability/topic.ts";
import { TopicSubscription } from "../../components/observability/topicSubscription.ts";
import type { Statement } from "../../components/shared/policy.ts";
import { Queue } from "../../components/storage/queue.ts";
import { FOLDER, type SlackNotifierEnvironment } from "../../functions/slack-notifier/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { SLACK_WEBHOOK_PATH } from "../platform/secrets.ts";
import { LOG_DAYS } from "./logs.ts";

/** What is listened to. */
export interface SlackNotifierArgs {
  /** Key and ceiling of the function. */
  readonly foundation: Foundation;
  /** Its topics; all three go to Slack. */
  readonly alerts: Alerts;
}

const IDENTIFIER = "slack-notifier";

/** Seconds for one message: the secret in five tries of ten, Slack in four of five and pauses of thirty. */
const TIMEOUT_SECONDS = 120;

const TOPICS = ["critical", "warning", "info"] as const;

/** Identifier of the queue of messages that did not reach the function. */
const UNDELIVERED = `${IDENTIFIER}-undelivered`;

/**
 * The function that writes alerts for Slack (P-OBS-7). Until somebody puts a webhook into the
 * secret, it writes to its log what it would post. When it fails, the warning topic's e-mails tell:
 * that topic sends no word of an alarm's end, so a notifier that can't post never calls itself again
 * and again. Cost: 0.40 USD a month for four alarms; its calls are free as a rule.
 */
export class SlackNotifier extends pulumi.ComponentResource {
  public static readonly token = "rampart:response:SlackNotifier";
  /** Physical name of the function. */
  public readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: SlackNotifierArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SlackNotifier.token, name, {}, opts);
    const { environment, key, boundary, alertsKey } = args.foundation;
    const { warning: topic } = args.alerts;
    const parent = { parent: this };

    const notify = new LambdaFunction<SlackNotifierEnvironment>(
      IDENTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        description: "Writes alerts for Slack",
        folder: FOLDER,
        environmentVariables: {
          WEBHOOK_SECRET_NAME: secretNameOf(environment, SLACK_WEBHOOK_PATH),
        },
        statements: accessStatements(args.foundation),
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: LOG_DAYS,
        reservedConcurrency: shareOf(FOLDER, args.foundation.lambdaConcurrency),
        invokers: Object.fromEntries(
          TOPICS.map((severity) => [
            severity,
            { service: "sns.amazonaws.com", sourceArn: topicArnOf(environment, severity) } as const,
          ]),
        ),
      },
      parent,
    );
    const undelivered = new Queue(
      UNDELIVERED,
      {
        environment,
        key: alertsKey,
        identifier: UNDELIVERED,
        undeliveredFrom: TOPICS.map((severity) => topicArnOf(environment, severity)),
      },
      parent,
    );
    for (const severity of TOPICS) {
      new TopicSubscription(
        `${severity}-slack`,
        { topic: args.alerts[severity], protocol: "lambda", endpoint: notify.arn, undelivered },
        parent,
      );
    }
    new FunctionAlarms(
      IDENTIFIER,
      {
        environment,
        identifier: IDENTIFIER,
        consequence: "alerts do not reach Slack",
        functionName: notify.functionName,
        failureQueueName: notify.failureQueueName,
        topic,
      },
      parent,
    );
    new Alarm(
      UNDELIVERED,
      {
        environment,
        identifier: UNDELIVERED,
        description: "SNS could not hand over a message: alerts do not reach Slack",
        ...queueFilled(undelivered.queueName),
        topic,
      },
      parent,
    );

    this.functionName = notify.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}

/** The one secret. */
function accessStatements({ environment, key }: Foundation): Statement[] {
  return [
    {
      Sid: "ReadWebhook",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArnPattern(environment, SLACK_WEBHOOK_PATH),
    },
    keyUseStatement(environment, key.alias, "secretsmanager"),
  ];
}
