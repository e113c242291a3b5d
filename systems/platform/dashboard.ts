import * as pulumi from "@pulumi/pulumi";

import { serviceMetric } from "../../components/compute/serviceMetric.ts";
import type { RedisMetrics } from "../../components/data/redisMetrics.ts";
import {
  alarmGraph,
  Dashboard,
  type Line,
  type Row,
} from "../../components/observability/dashboard.ts";
import type { Metric, Statistic } from "../../components/observability/metric.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { PlatformAlarms } from "./alarms.ts";
import type { PlatformApplication } from "./application.ts";
import { ALTERNATE_IDENTIFIER, SERVICE_IDENTIFIER } from "./applicationTarget.ts";
import type { PlatformData } from "./data.ts";
import { logMetric, RECENT_ERRORS } from "./logMetrics.ts";

/** What is shown. */
export interface PlatformDashboardArgs {
  /** Opens names, and says where the metrics are. */
  readonly environment: Environment;
  /** Those that are shown as lights, or drawn. */
  readonly alarms: PlatformAlarms;
  /** Tasks and their log. */
  readonly application: PlatformApplication;
  /** Database and cache. */
  readonly data: PlatformData;
}

/**
 * The platform's dashboard of five rows (P-OBS-5). Everything in it is known by name before it
 * exists, so that a preview shows it whole: what only AWS names, such as the load balancer, is drawn
 * by its alarm. Cost: that of {@link Dashboard}.
 */
export class PlatformDashboard extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformDashboard";

  constructor(name: string, args: PlatformDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformDashboard.token, name, {}, opts);
    const dashboard = new Dashboard(
      "dashboard",
      {
        environment: args.environment,
        identifier: "platform",
        rows: [
          requests(args),
          compute(args),
          database(args),
          cache(args.data.cache.metrics),
          errors(args),
        ],
      },
      { parent: this },
    );
    this.registerOutputs({ dashboardName: dashboard.dashboardName });
  }
}

function requests({ environment, alarms }: PlatformDashboardArgs): Row {
  const line = (label: string, kind: "latency" | "requests", statistic: Statistic): Line => ({
    label,
    ...logMetric(environment, SERVICE_IDENTIFIER, kind, statistic),
  });
  return {
    title: "Requests",
    widgets: [
      { title: "Alarms", kind: "states", alarmArns: alarms.all.map(({ arn }) => arn) },
      { title: "Requests a minute", kind: "lines", lines: [line("requests", "requests", "Sum")] },
      {
        title: "Latency",
        kind: "lines",
        lines: [line("p50", "latency", "p50"), line("p99", "latency", "p99")],
        unit: "ms",
      },
      ...alarmGraph(alarms.all, `${SERVICE_IDENTIFIER}-5xx`, "Failures of the application (5xx)"),
      ...alarmGraph(alarms.all, `${ALTERNATE_IDENTIFIER}-5xx`, "Failures of its other group (5xx)"),
      ...alarmGraph(alarms.all, "load-balancer-5xx", "Failures of the load balancer (5xx)"),
    ],
  };
}

function compute({ application }: PlatformDashboardArgs): Row {
  const line = (label: string, ...metric: [name: string, namespace?: "ECS/ContainerInsights"]) => ({
    label,
    ...serviceMetric(application.service, ...metric),
  });
  return {
    title: "Compute",
    widgets: [
      { title: "CPU", kind: "lines", lines: [line("CPU", "CPUUtilization")], unit: "%" },
      {
        title: "Memory",
        kind: "lines",
        lines: [line("memory", "MemoryUtilization")],
        unit: "%",
      },
      {
        title: "Tasks",
        kind: "lines",
        lines: [
          line("running", "RunningTaskCount", "ECS/ContainerInsights"),
          line("wanted", "DesiredTaskCount", "ECS/ContainerInsights"),
        ],
      },
    ],
  };
}

function database({ data }: PlatformDashboardArgs): Row {
  const line = (label: string, metricName: string): Line => ({
    label,
    namespace: "AWS/RDS",
    metricName,
    dimensions: { DBInstanceIdentifier: data.database.instanceIdentifier },
    statistic: "Average",
  });
  return {
    title: "Database",
    widgets: [
      {
        title: "Connections",
        kind: "lines",
        lines: [line("connections", "DatabaseConnections")],
      },
      { title: "CPU", kind: "lines", lines: [line("CPU", "CPUUtilization")], unit: "%" },
      {
        title: "Free storage",
        kind: "lines",
        lines: [line("free storage", "FreeStorageSpace")],
        unit: "bytes",
      },
    ],
  };
}

function cache(metrics: RedisMetrics): Row {
  const lines = (label: string, metricName: string, statistic: Statistic): Line[] =>
    metrics.nodes.map((node) => ({
      label: `${node.label} ${label}`,
      ...({ namespace: metrics.namespace, metricName, statistic } satisfies Omit<
        Metric,
        "dimensions"
      >),
      dimensions: node.dimensions,
    }));
  return {
    title: "Cache",
    widgets: [
      {
        title: "Keys asked for",
        kind: "lines",
        lines: [...lines("hits", metrics.hits, "Sum"), ...lines("misses", metrics.misses, "Sum")],
      },
      {
        title: "Memory",
        kind: "lines",
        lines: lines("memory", "DatabaseMemoryUsagePercentage", "Average"),
        unit: "%",
      },
      {
        title: "Connections",
        kind: "lines",
        lines: lines("connections", "CurrConnections", "Maximum"),
      },
    ],
  };
}

function errors({ application }: PlatformDashboardArgs): Row {
  return {
    title: "Recent errors",
    widgets: [
      {
        title: "Last lines of level error or fatal",
        kind: "query",
        logGroupName: application.service.taskDefinition.logGroup.logGroupName,
        query: RECENT_ERRORS,
      },
    ],
  };
}
