import * as pulumi from "@pulumi/pulumi";

import { LambdaFunction } from "../../components/compute/function.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern, secretNameOf } from "../../components/keys/secret.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import { FOLDER, type SlackNotifierEnvironment } from "../../functions/slack-notifier/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { SLACK_WEBHOOK_PATH } from "../platform/secrets.ts";
import { LOG_DAYS } from "./logs.ts";
import { hearBySlack, SLACK_NOTIFIER, slackInvokers } from "./slackSubscriptions.ts";

/** What is listened to. */
export interface SlackNotifierArgs {
  /** Key and ceiling of the function. */
  readonly foundation: Foundation;
  /** Its topics; all three go to Slack. */
  readonly alerts: Alerts;
  /** The environment in other regions, whose topics go to Slack too; each subscribes by itself. */
  readonly elsewhere: readonly Environment[];
}

/** Seconds for one message: the secret in five tries of ten, Slack in four of five and pauses of thirty. */
const TIMEOUT_SECONDS = 120;

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
  /** ARN of the function; known before it exists. */
  public readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: SlackNotifierArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SlackNotifier.token, name, {}, opts);
    const { environment, key, boundary, alertsKey } = args.foundation;
    const { warning: topic } = args.alerts;
    const parent = { parent: this };

    const notify = new LambdaFunction<SlackNotifierEnvironment>(
      SLACK_NOTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: SLACK_NOTIFIER,
        description: "Writes alerts for Slack",
        folder: FOLDER,
        environmentVariables: {
          WEBHOOK_SECRET_NAME: secretNameOf(environment, SLACK_WEBHOOK_PATH),
        },
        statements: accessStatements(args.foundation),
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: LOG_DAYS,
        reservedConcurrency: shareOf(FOLDER, args.foundation.lambdaConcurrency),
        invokers: slackInvokers(environment, args.elsewhere),
      },
      parent,
    );
    hearBySlack({ environment, alertsKey, alerts: args.alerts, functionArn: notify.arn }, parent);
    new FunctionAlarms(
      SLACK_NOTIFIER,
      {
        environment,
        identifier: SLACK_NOTIFIER,
        consequence: "alerts do not reach Slack",
        functionName: notify.functionName,
        failureQueueName: notify.failureQueueName,
        topic,
      },
      parent,
    );

    this.functionName = notify.functionName;
    this.functionArn = notify.arn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
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
