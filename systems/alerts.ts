import * as pulumi from "@pulumi/pulumi";

import { Alarm } from "../components/observability/alarm.ts";
import { Budget } from "../components/observability/budget.ts";
import { queueFilled } from "../components/observability/queueFilled.ts";
import {
  type Severity,
  Topic,
  topicArnOf,
  type TopicPublisher,
} from "../components/observability/topic.ts";
import { TopicSubscription } from "../components/observability/topicSubscription.ts";
import { Queue } from "../components/storage/queue.ts";
import type { OperationsSettings } from "../config/settings.ts";
import type { Foundation } from "./foundation.ts";

/** Whose alerts they are, and who gets them by e-mail or on a pager. */
export interface AlertsArgs {
  /** Its alerts key encrypts the topics. */
  readonly foundation: Pick<Foundation, "environment" | "alertsKey">;
  /** The stack file's `operations` block: who is told. */
  readonly operations: Pick<OperationsSettings, "alerts">;
  /** Where PagerDuty takes critical alerts; its URL is a credential. @default nowhere */
  readonly pagerDutyUrl?: pulumi.Output<string> | undefined;
  /**
   * What a month may cost in USD, all systems together; one of an environment's regions tells of costs.
   * @default nothing is told
   */
  readonly monthlyUsd?: number | undefined;
}

/** Every topic takes what any of them tells of, since severity is the sender's choice. */
const PUBLISHERS: readonly TopicPublisher[] = ["alarms", "events"];

/** The same where costs are told. */
const COST_PUBLISHERS: readonly TopicPublisher[] = ["budgets", "cost-anomalies"];

/** Identifier of the queue of alerts that PagerDuty did not take, and of the alarm on it. */
const UNPAGED = "pagerduty-undelivered";

/**
 * Where the environment's alerts go, by severity (P-OBS-3), and the budget that tells of costs
 * (P-OBS-6). The Slack notifier subscribes by itself. Cost: that of {@link Topic} and
 * {@link Budget}, nothing as a rule; 0.10 USD a month for an alarm beside PagerDuty.
 */
export class Alerts extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Alerts";
  /** Somebody must act now. */
  public readonly critical: Topic;
  /** Somebody must look today. */
  public readonly warning: Topic;
  /** Good to know. */
  public readonly info: Topic;
  /** Addresses that hear nothing before their owners confirm (T20). */
  public readonly addresses: readonly string[];

  constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alerts.token, name, {}, opts);
    const { alerts } = args.operations;
    const { monthlyUsd } = args;
    const publishers = [...PUBLISHERS, ...(monthlyUsd === undefined ? [] : COST_PUBLISHERS)];

    this.critical = this.#topic("critical", args, publishers);
    this.warning = this.#topic("warning", args, publishers);
    this.info = this.#topic("info", args, publishers);
    if (alerts.pagerDutyFrom === "config" && args.pagerDutyUrl) {
      this.#page(args.foundation, args.pagerDutyUrl);
    }
    if (monthlyUsd !== undefined) this.#budget(args, monthlyUsd);

    this.addresses = [...new Set(Object.values(alerts.emails).flat())].sort();
    this.registerOutputs({
      critical: this.critical.arn,
      warning: this.warning.arn,
      info: this.info.arn,
    });
  }

  #budget({ foundation, operations: { alerts } }: AlertsArgs, monthlyUsd: number): void {
    new Budget(
      "budget",
      {
        environment: foundation.environment,
        identifier: "monthly",
        monthlyUsd,
        of: alerts.budgetOf,
        steps: [
          { percent: 80, of: "actual", topic: this.warning },
          { percent: 100, of: "forecast", topic: this.warning },
          { percent: 100, of: "actual", topic: this.warning },
          { percent: 150, of: "actual", topic: this.critical },
        ],
      },
      { parent: this },
    );
  }

  /** What the pager refuses is kept, and the warning topic tells of it: the pager hears nothing. */
  #page(
    { environment, alertsKey: key }: AlertsArgs["foundation"],
    endpoint: pulumi.Output<string>,
  ): void {
    const parent = { parent: this };
    const undelivered = new Queue(
      UNPAGED,
      {
        environment,
        key,
        identifier: UNPAGED,
        undeliveredFrom: [topicArnOf(environment, "critical")],
      },
      parent,
    );
    new Alarm(
      UNPAGED,
      {
        environment,
        identifier: UNPAGED,
        description: "PagerDuty did not take a critical alert; the queue says which",
        ...queueFilled(undelivered.queueName),
        topic: this.warning,
      },
      parent,
    );
    new TopicSubscription(
      "critical-pagerduty",
      { topic: this.critical, protocol: "https", endpoint, undelivered },
      parent,
    );
  }

  #topic(
    severity: Severity,
    { foundation, operations }: AlertsArgs,
    publishers: readonly TopicPublisher[],
  ): Topic {
    const { environment, alertsKey: key } = foundation;
    const topic = new Topic(
      severity,
      { environment, key, identifier: severity, publishers },
      { parent: this },
    );
    for (const address of operations.alerts.emails[severity]) {
      new TopicSubscription(
        `${severity}-${address}`,
        { topic, protocol: "email", endpoint: address },
        { parent: this },
      );
    }
    return topic;
  }
}
