import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Metric, MetricFormula } from "./metric.ts";
import type { Topic } from "./topic.ts";

/** When a number is wrong, and who is told. */
export interface AlarmArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Last part of the alarm's physical name; unique in the environment. */
  readonly identifier: string;
  /** What is wrong when it goes off, and where to look, for whoever is woken by it. */
  readonly description: string;
  /** What is watched. */
  readonly metric: Metric | MetricFormula;
  /** Which side of the threshold is wrong; the threshold itself is right. */
  readonly wrong: "above" | "below";
  /** In the metric's own unit. */
  readonly threshold: number;
  /** Seconds of one data point, a multiple of 60. @default 60 */
  readonly periodSeconds?: number | undefined;
  /** Data points that are looked at. @default 1 */
  readonly periods?: number | undefined;
  /** How many of them must be wrong. @default all */
  readonly wrongPeriods?: number | undefined;
  /**
   * What silence means: that all is well, since only trouble is counted, or that what should report
   * is gone. There is no default: CloudWatch's own would neither tell nor end an alarm.
   */
  readonly silenceIs: "fine" | "wrong";
  /** Who is told. Critical ones are told when it is over, too, which is how a pager goes quiet. */
  readonly topic: Topic;
}

/** Seconds that an alarm looks back at most, and from which period on it may look back longer. */
const LONGEST = 86_400;
const LONGEST_BY_HOURS = 7 * 86_400;
const HOUR = 3_600;

/**
 * An alarm that tells a topic (P-OBS-4). It waits for the topic's policy, since a change of state
 * that nobody may hear is not told again. It is the only place that creates alarms. Cost: 0.10 USD a
 * month for each metric that it reads. Source: Amazon CloudWatch pricing.
 *
 * @throws Error when CloudWatch would refuse period, periods or formula.
 */
export class Alarm extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:Alarm";
  /** Physical name; known before the alarm exists. */
  public readonly alarmName: pulumi.Output<string>;
  /** The same, as a plain text, for whoever decides by it. */
  public readonly physicalName: string;
  /** ARN; known before the alarm exists, and a plain text, for dashboards. */
  public readonly arn: string;

  constructor(name: string, args: AlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alarm.token, name, {}, opts);
    const { environment, topic } = args;
    const { periodSeconds = 60, periods = 1, wrongPeriods = periods } = args;
    check(name, { periodSeconds, periods, wrongPeriods, metric: args.metric });
    const physicalName = nameOf(environment, "alarm", args.identifier);

    const alarm = new aws.cloudwatch.MetricAlarm(
      name,
      {
        name: physicalName,
        alarmDescription: args.description,
        ...measured(args.metric, periodSeconds),
        comparisonOperator: args.wrong === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
        threshold: args.threshold,
        evaluationPeriods: periods,
        datapointsToAlarm: wrongPeriods,
        treatMissingData: args.silenceIs === "fine" ? "notBreaching" : "breaching",
        actionsEnabled: true,
        alarmActions: [topic.arn],
        okActions: topic.severity === "critical" ? [topic.arn] : [],
      },
      { parent: this, dependsOn: [topic] },
    );

    this.alarmName = alarm.name;
    this.physicalName = physicalName;
    this.arn = arnOf(environment, "cloudwatch", `alarm:${physicalName}`);
    this.registerOutputs({ alarmName: this.alarmName, arn: this.arn });
  }
}

/** What CloudWatch wants of one metric, or of a formula over several. */
function measured(
  metric: Metric | MetricFormula,
  period: number,
): Partial<aws.cloudwatch.MetricAlarmArgs> {
  if ("expression" in metric) {
    const { expression, label, metrics } = metric;
    return {
      metricQueries: [
        { id: "result", expression, label, returnData: true },
        ...Object.entries(metrics).map(
          ([id, { namespace, metricName, dimensions, statistic }]) => ({
            id,
            metric: { namespace, metricName, dimensions, period, stat: statistic },
            returnData: false,
          }),
        ),
      ],
    };
  }
  const { namespace, metricName, dimensions, statistic } = metric;
  const percentile = statistic.startsWith("p");
  return {
    namespace,
    metricName,
    dimensions,
    period,
    ...(percentile ? { extendedStatistic: statistic } : { statistic }),
  };
}

interface Span {
  readonly periodSeconds: number;
  readonly periods: number;
  readonly wrongPeriods: number;
  readonly metric: Metric | MetricFormula;
}

function check(name: string, { periodSeconds, periods, wrongPeriods, metric }: Span): void {
  if (periodSeconds < 60 || periodSeconds % 60 !== 0) {
    throw new Error(`periodSeconds of ${name} is ${periodSeconds}; allowed: multiples of 60.`);
  }
  const longest = periodSeconds < HOUR ? LONGEST : LONGEST_BY_HOURS;
  if (periods < 1 || periods * periodSeconds > longest) {
    throw new Error(
      `${name} looks at ${periods} periods of ${periodSeconds} seconds; allowed: 1 or more, and ` +
        `${longest} seconds together.`,
    );
  }
  if (wrongPeriods < 1 || wrongPeriods > periods) {
    throw new Error(`wrongPeriods of ${name} is ${wrongPeriods}; allowed: 1–${periods}.`);
  }
  if (!("expression" in metric)) return;
  for (const id of Object.keys(metric.metrics)) {
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id) || id === "result") {
      throw new Error(
        `metrics of ${name} has the name "${id}"; allowed: a lower-case letter, then letters, ` +
          'digits and underscores, and not "result".',
      );
    }
  }
}
