import * as pulumi from "@pulumi/pulumi";

import {
  type LogLevel,
  type LogLine,
  REQUEST_MESSAGE,
  type RequestLine,
} from "../../app/contract.ts";
import { type Metric, namespaceOf, type Statistic } from "../../components/observability/metric.ts";
import { MetricFilter } from "../../components/observability/metricFilter.ts";
import { SavedQuery } from "../../components/observability/savedQuery.ts";
import type { Environment } from "../../components/shared/environment.ts";

/** Whose log is read. */
export interface PlatformLogMetricsArgs {
  /** Opens names. */
  readonly environment: Environment;
  /** Name of the service whose log it is. */
  readonly identifier: string;
  /** The application's log. */
  readonly logGroupName: pulumi.Input<string>;
}

/** Fields that every line has, or at least a request's; a field renamed there stops compiling here. */
type Field = keyof LogLine | keyof RequestLine;
const field = (name: Field): Field => name;

const GRAVE: readonly LogLevel[] = ["error", "fatal"];

/** Milliseconds from which on the saved query lists a request as slow. */
const SLOW_MS = 1_000;

/** What is made of the log's lines, by the name of the filter. */
export const LOG_METRICS = {
  errors: {
    metricName: "ErrorCount",
    pattern: `{ ${GRAVE.map((level) => `($.${field("level")} = "${level}")`).join(" || ")} }`,
    value: "1",
    unit: "Count",
  },
  requests: {
    metricName: "RequestCount",
    pattern: `{ $.${field("msg")} = "${REQUEST_MESSAGE}" }`,
    value: "1",
    unit: "Count",
  },
  latency: {
    metricName: "RequestDuration",
    pattern: `{ ($.${field("msg")} = "${REQUEST_MESSAGE}") && ($.${field("durationMs")} = *) }`,
    value: `$.${field("durationMs")}`,
    unit: "Milliseconds",
  },
} as const;

/** The application's last errors, for people and the dashboard. */
export const RECENT_ERRORS: readonly string[] = [
  `fields @timestamp, ${field("level")}, ${field("msg")}, ${field("route")}, ${field("requestId")}`,
  `filter ${field("level")} in ["${GRAVE.join('", "')}"]`,
  "sort @timestamp desc",
  "limit 50",
];

/** What people ask again and again (P-OBS-2), by title. */
export const QUERIES: Readonly<Record<string, readonly string[]>> = {
  "errors-by-endpoint": [
    `filter ${field("level")} in ["${GRAVE.join('", "')}"]`,
    `stats count(*) as errors by ${field("route")}, ${field("msg")}`,
    "sort errors desc",
    "limit 50",
  ],
  "slow-requests": [
    `fields @timestamp, ${field("method")}, ${field("route")}, ${field("status")}, ${field("durationMs")}, ${field("requestId")}`,
    `filter ${field("msg")} = "${REQUEST_MESSAGE}" and ${field("durationMs")} > ${SLOW_MS}`,
    `sort ${field("durationMs")} desc`,
    "limit 50",
  ],
  "volume-by-status": [
    `filter ${field("msg")} = "${REQUEST_MESSAGE}"`,
    `stats count(*) as requests by ${field("status")}, bin(5m)`,
  ],
};

/** A metric of the log, known by name before anything exists. */
export function logMetric(
  environment: Environment,
  identifier: string,
  kind: keyof typeof LOG_METRICS,
  statistic: Statistic,
): Metric {
  const { metricName } = LOG_METRICS[kind];
  return {
    namespace: namespaceOf(environment, identifier),
    metricName,
    dimensions: {},
    statistic,
  };
}

/** Metrics and saved queries of the application's log (P-OBS-2). Cost: 0.90 USD a month. */
export class PlatformLogMetrics extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformLogMetrics";

  constructor(name: string, args: PlatformLogMetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformLogMetrics.token, name, {}, opts);
    const { environment, identifier, logGroupName } = args;
    const parent = { parent: this };
    const namespace = namespaceOf(environment, identifier);

    for (const [kind, filter] of Object.entries(LOG_METRICS)) {
      new MetricFilter(
        `${identifier}-${kind}`,
        { ...filter, namespace, logGroupName, identifier: kind },
        parent,
      );
    }
    for (const [title, query] of Object.entries(QUERIES)) {
      new SavedQuery(
        `${identifier}-${title}`,
        {
          title: `${environment.project}/${environment.name}/${identifier}/${title}`,
          logGroupNames: [logGroupName],
          query,
        },
        parent,
      );
    }
    this.registerOutputs({});
  }
}
