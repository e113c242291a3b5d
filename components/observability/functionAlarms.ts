import * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../shared/environment.ts";
import { Alarm } from "./alarm.ts";
import type { Topic } from "./topic.ts";

/** Which function is watched, and who is told. */
export interface FunctionAlarmsArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Opens the last part of the alarms' names; as the function's own. */
  readonly identifier: string;
  /** What does not happen while the function fails, to end "…: ". */
  readonly consequence: string;
  /** Name of the function. */
  readonly functionName: pulumi.Input<string>;
  /** Name of the queue that keeps what it failed on. */
  readonly failureQueueName: pulumi.Input<string>;
  /** Who is told. */
  readonly topic: Topic;
}

const FIVE_MINUTES = 300;

/**
 * The alarms of a Lambda function: it fails, it gets no turn, and something lies in its failure
 * queue. Functions and queues that do nothing report nothing, and that is fine. Cost: that of three
 * {@link Alarm}s.
 */
export class FunctionAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:FunctionAlarms";
  /** All three. */
  public readonly alarms: readonly Alarm[];

  constructor(name: string, args: FunctionAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FunctionAlarms.token, name, {}, opts);
    const { environment, identifier, consequence, topic } = args;
    const make = (
      what: string,
      description: string,
      metric: {
        namespace: string;
        metricName: string;
        dimensions: Record<string, pulumi.Input<string>>;
      },
      statistic: "Sum" | "Maximum",
    ): Alarm =>
      new Alarm(
        `${name}-${what}`,
        {
          environment,
          identifier: `${identifier}-${what}`,
          description: `${description}: ${consequence}`,
          metric: { ...metric, statistic },
          wrong: "above",
          threshold: 0,
          periodSeconds: FIVE_MINUTES,
          silenceIs: "fine",
          topic,
        },
        { parent: this },
      );
    const lambda = { namespace: "AWS/Lambda", dimensions: { FunctionName: args.functionName } };

    this.alarms = [
      make(
        "errors",
        "The function failed; its log says why",
        { ...lambda, metricName: "Errors" },
        "Sum",
      ),
      make(
        "throttles",
        "The function got no turn; the account's concurrency is used up",
        { ...lambda, metricName: "Throttles" },
        "Sum",
      ),
      make(
        "failures",
        "The failure queue holds what the function gave up on",
        {
          namespace: "AWS/SQS",
          metricName: "ApproximateNumberOfMessagesVisible",
          dimensions: { QueueName: args.failureQueueName },
        },
        "Maximum",
      ),
    ];
    this.registerOutputs({});
  }
}
