import type * as pulumi from "@pulumi/pulumi";

import type { Metric, Statistic } from "../../components/observability/metric.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { AlarmRow } from "./alarmRow.ts";

/** Where somebody who is told looks, by what is wrong. */
export interface AnswerAdvice {
  /** 1 in 100 answers takes too long. */
  readonly slow: string;
  /** Many answers are 5xx. */
  readonly failed: string;
  /** Many answers are 4xx. */
  readonly refused: string;
  /** One of those who answer fails its health check. */
  readonly unhealthy: string;
  /** What those who answer are called: `task`, `host`. */
  readonly target: string;
}

/** Whose answers are watched behind a load balancer, and what is too much. */
export interface AnswerRowsArgs<Wrong extends keyof AnswerAdvice = keyof AnswerAdvice> {
  /** Name of who answers. */
  readonly identifier: string;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** The balancer, as CloudWatch calls it. */
  readonly loadBalancer: pulumi.Input<string>;
  /** Those who answer, as CloudWatch calls them; undefined while nothing is forwarded. */
  readonly targetGroup: pulumi.Input<string> | undefined;
  /** Where to look. */
  readonly advice: Pick<AnswerAdvice, Wrong>;
}

/** Minutes of trouble before anyone is told: one may be a retry that went well. */
export const PERSISTENT = { periods: 3, wrongPeriods: 2 };

/** Latency and failures, as the balancer sees them. Without requests it reports nothing. */
export function answerRows(args: AnswerRowsArgs<"slow" | "failed">): AlarmRow[] {
  const { identifier, thresholds, advice } = args;
  const latency = targetRows(args, (metric) => [
    {
      identifier: `${identifier}-latency`,
      description: `1 in 100 requests to ${identifier} takes too long; ${advice.slow}`,
      metric: metric("TargetResponseTime", "p99"),
      wrong: "above",
      threshold: thresholds.latencyMilliseconds / 1_000,
      periods: 5,
      wrongPeriods: 3,
      silenceIs: "fine",
      severity: "warning",
    },
  ]);
  return [...latency, ...failureRows(args)];
}

/** Failures alone: where requests are uploads, the time of an answer is their sender's. */
export function failureRows(args: AnswerRowsArgs<"failed">): AlarmRow[] {
  const { identifier, thresholds, advice } = args;
  return targetRows(args, (metric) => [
    {
      identifier: `${identifier}-5xx`,
      description: `${identifier} fails requests; ${advice.failed}`,
      metric: metric("HTTPCode_Target_5XX_Count", "Sum"),
      wrong: "above",
      threshold: thresholds.serverErrorsPerMinute,
      ...PERSISTENT,
      silenceIs: "fine",
      severity: "critical",
    },
  ]);
}

/** What the balancer answers when nobody behind it does: 502, 503 and 504. */
export function balancerErrorRow(
  identifier: string,
  description: string,
  { loadBalancer, thresholds }: Pick<AnswerRowsArgs, "loadBalancer" | "thresholds">,
): AlarmRow {
  return {
    identifier,
    description,
    metric: {
      namespace: "AWS/ApplicationELB",
      metricName: "HTTPCode_ELB_5XX_Count",
      dimensions: { LoadBalancer: loadBalancer },
      statistic: "Sum",
    },
    wrong: "above",
    threshold: thresholds.serverErrorsPerMinute,
    ...PERSISTENT,
    silenceIs: "fine",
    severity: "critical",
  };
}

/** Nothing to be woken for: most are scanners, some a client that a release broke. */
export function clientErrorRows(args: AnswerRowsArgs<"refused">): AlarmRow[] {
  const { identifier, thresholds, advice } = args;
  return targetRows(args, (metric) => [
    {
      identifier: `${identifier}-4xx`,
      description: `${identifier} refuses many requests: scanners, or a client that a release broke; ${advice.refused}`,
      metric: metric("HTTPCode_Target_4XX_Count", "Sum"),
      wrong: "above",
      threshold: thresholds.clientErrorsPerMinute,
      periods: 5,
      silenceIs: "fine",
      severity: "info",
    },
  ]);
}

/** Those who answer, but not as they should. */
export function unhealthyRows(args: AnswerRowsArgs<"unhealthy" | "target">): AlarmRow[] {
  const { target, unhealthy } = args.advice;
  return targetRows(args, (metric) => [
    {
      identifier: `${args.identifier}-unhealthy-${target}s`,
      description: `A ${target} of ${args.identifier} fails its health check; ${unhealthy}`,
      metric: metric("UnHealthyHostCount", "Maximum"),
      wrong: "above",
      threshold: 0,
      // One that starts, or stops, is unhealthy for a moment.
      periods: 5,
      // No target is no unhealthy target; that there are too few, another alarm tells.
      silenceIs: "fine",
      severity: "warning",
    },
  ]);
}

/** Rows about targets; none while there are no targets. */
export function targetRows(
  { loadBalancer, targetGroup }: Pick<AnswerRowsArgs, "loadBalancer" | "targetGroup">,
  rows: (metric: (metricName: string, statistic: Statistic) => Metric) => AlarmRow[],
): AlarmRow[] {
  if (targetGroup === undefined) return [];
  const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
  return rows((metricName, statistic) => ({
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions,
    statistic,
  }));
}
