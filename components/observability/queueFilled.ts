import type * as pulumi from "@pulumi/pulumi";

import type { AlarmArgs } from "./alarm.ts";

/**
 * What an alarm looks at that tells of anything in a queue of failures, as long as it lies there. A
 * queue that nobody uses reports nothing, and that is fine.
 */
export function queueFilled(
  queueName: pulumi.Input<string>,
): Pick<AlarmArgs, "metric" | "wrong" | "threshold" | "periodSeconds" | "silenceIs"> {
  return {
    metric: {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
    },
    wrong: "above",
    threshold: 0,
    periodSeconds: 300,
    silenceIs: "fine",
  };
}
