import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Topic } from "../observability/topic.ts";
import { type Environment, nameOf } from "../shared/environment.ts";

/** Which costs stand out, and who hears of it. */
export interface CostAnomaliesArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Gets each anomaly at once; its policy must admit Cost Anomaly Detection (T17). */
  readonly topic: Topic;
  /** US dollars beyond what was to be expected, from which an anomaly is told. */
  readonly thresholdUsd: number;
  /**
   * ARN of the account's monitor of services, where it has one: a second is refused (T96), and AWS
   * makes one by itself for those who open Cost Explorer.
   * @default one is made
   */
  readonly monitorArn?: string | undefined;
}

/**
 * Watches each service's costs for what is unlike the weeks before (P-OBS-6). The monitor stays when
 * the stack is destroyed, with what it learned. Cost: none. Source:
 * aws.amazon.com/aws-cost-management/aws-cost-anomaly-detection/pricing.
 *
 * @throws Error when the threshold is not above zero.
 */
export class CostAnomalies extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:CostAnomalies";

  constructor(name: string, args: CostAnomaliesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(CostAnomalies.token, name, {}, opts);
    const { environment, topic, thresholdUsd, monitorArn } = args;
    if (!(thresholdUsd > 0)) {
      throw new Error(`thresholdUsd of ${name} is ${thresholdUsd}; allowed: more than 0.`);
    }

    const monitor =
      monitorArn ??
      new aws.costexplorer.AnomalyMonitor(
        name,
        {
          name: nameOf(environment, "cost-anomalies", "services"),
          monitorType: "DIMENSIONAL",
          monitorDimension: "SERVICE",
        },
        { parent: this, retainOnDelete: true },
      ).arn;
    new aws.costexplorer.AnomalySubscription(
      name,
      {
        name: nameOf(environment, "cost-anomalies", "alert"),
        monitorArnLists: [monitor],
        // The one frequency with which a topic is told; the others are for e-mail.
        frequency: "IMMEDIATE",
        subscribers: [{ type: "SNS", address: topic.arn }],
        thresholdExpression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: [String(thresholdUsd)],
          },
        },
      },
      { parent: this, dependsOn: [topic] },
    );
    this.registerOutputs({});
  }
}
