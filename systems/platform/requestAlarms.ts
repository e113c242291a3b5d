import * as pulumi from "@pulumi/pulumi";

import type { Alarm } from "../../components/observability/alarm.ts";
import type { Metric, Statistic } from "../../components/observability/metric.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { type AlarmRow, makeAlarms } from "./alarmRow.ts";
import { logMetric } from "./logMetrics.ts";

/** Whose requests are watched, and what is too much. */
export interface PlatformRequestAlarmsArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Who is told. */
  readonly alerts: Alerts;
  /** Name of the service that answers. */
  readonly identifier: string;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** The balancer, as CloudWatch calls it. */
  readonly loadBalancer: pulumi.Input<string>;
  /** The service's targets, as CloudWatch calls them; undefined while nothing is forwarded. */
  readonly targetGroup: pulumi.Input<string> | undefined;
}

/** Minutes of trouble before anyone is told: one may be a retry that went well. */
const PERSISTENT = { periods: 3, wrongPeriods: 2 };

/**
 * The alarms of what the world asks and gets (P-OBS-4). They are made before the service, which
 * takes a deployment back when one of `deployment` goes off (feature 20); silence is fine for all of
 * them, since one that is in alarm when a deployment starts is ignored (T49). Cost: 0.50 USD a
 * month.
 */
export class PlatformRequestAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformRequestAlarms";
  /** All of them. */
  public readonly alarms: readonly Alarm[];
  /** Names of those that tell a bad deployment. */
  public readonly deployment: readonly pulumi.Output<string>[];

  constructor(
    name: string,
    args: PlatformRequestAlarmsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(PlatformRequestAlarms.token, name, {}, opts);
    const telling = makeAlarms([errorLines(args), ...answerRows(args)], args, this);
    const others = makeAlarms(
      [balancerErrors(args), ...clientErrorRows(args), ...unhealthyRows(args)],
      args,
      this,
    );
    this.alarms = [...telling, ...others];
    this.deployment = telling.map(({ alarmName }) => alarmName);
    this.registerOutputs({});
  }
}

type Args = PlatformRequestAlarmsArgs;

function errorLines({ environment, identifier, thresholds }: Args): AlarmRow {
  return {
    identifier: `${identifier}-errors`,
    description: `The log of ${identifier} has errors; ask it by the saved query errors-by-endpoint`,
    metric: logMetric(environment, identifier, "errors", "Sum"),
    wrong: "above",
    threshold: thresholds.errorsPerMinute,
    ...PERSISTENT,
    silenceIs: "fine",
    severity: "warning",
  };
}

/** Latency and failures, as the balancer sees them. Without requests it reports nothing. */
function answerRows(args: Args): AlarmRow[] {
  const { identifier, thresholds } = args;
  return targetRows(args, (metric) => [
    {
      identifier: `${identifier}-latency`,
      description: `1 in 100 requests to ${identifier} takes too long; ask its log by the saved query slow-requests`,
      metric: metric("TargetResponseTime", "p99"),
      wrong: "above",
      threshold: thresholds.latencyMilliseconds / 1_000,
      periods: 5,
      wrongPeriods: 3,
      silenceIs: "fine",
      severity: "warning",
    },
    {
      identifier: `${identifier}-5xx`,
      description: `${identifier} fails requests; ask its log by the saved query errors-by-endpoint`,
      metric: metric("HTTPCode_Target_5XX_Count", "Sum"),
      wrong: "above",
      threshold: thresholds.serverErrorsPerMinute,
      ...PERSISTENT,
      silenceIs: "fine",
      severity: "critical",
    },
  ]);
}

/** What the balancer answers when no task does: 502, 503 and 504. */
function balancerErrors({ loadBalancer, thresholds }: Args): AlarmRow {
  return {
    identifier: "load-balancer-5xx",
    description: "The load balancer gets no answer from any task; look at the service's events",
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
function clientErrorRows(args: Args): AlarmRow[] {
  const { identifier, thresholds } = args;
  return targetRows(args, (metric) => [
    {
      identifier: `${identifier}-4xx`,
      description: `${identifier} refuses many requests: scanners, or a client that a release broke; ask its log by the saved query volume-by-status`,
      metric: metric("HTTPCode_Target_4XX_Count", "Sum"),
      wrong: "above",
      threshold: thresholds.clientErrorsPerMinute,
      periods: 5,
      silenceIs: "fine",
      severity: "info",
    },
  ]);
}

function unhealthyRows(args: Args): AlarmRow[] {
  return targetRows(args, (metric) => [
    {
      identifier: `${args.identifier}-unhealthy-tasks`,
      description: `A task of ${args.identifier} fails its health check; look at its log and its events`,
      metric: metric("UnHealthyHostCount", "Maximum"),
      wrong: "above",
      threshold: 0,
      // A task that starts, or stops, is unhealthy for a moment.
      periods: 5,
      // No target is no unhealthy target; that there are too few, another alarm tells.
      silenceIs: "fine",
      severity: "warning",
    },
  ]);
}

/** Rows about targets; none while there are no targets. */
function targetRows(
  { loadBalancer, targetGroup }: Args,
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
