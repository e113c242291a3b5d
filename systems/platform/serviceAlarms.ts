import type { Metric, Statistic } from "../../components/observability/metric.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { AlarmRow } from "./alarmRow.ts";
import type { PlatformApplication } from "./application.ts";

/** The service, and how many tasks it should have. */
export interface ServiceWatch {
  /** Service, its targets and its balancer. */
  readonly application: Pick<PlatformApplication, "service" | "loadBalancer" | "targetGroup">;
  /** Name of the service. */
  readonly identifier: string;
  /** Tasks that must run; 0 while there is no image to run. */
  readonly minimum: number;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
}

const FIVE_MINUTES = { periods: 5 };

/** The alarms of a service's tasks (P-OBS-4). */
export function serviceAlarms(watch: ServiceWatch): AlarmRow[] {
  return [...tooBusy(watch), ...tooFew(watch)];
}

function tooBusy({ application, identifier, thresholds }: ServiceWatch): AlarmRow[] {
  const { clusterName, serviceName } = application.service;
  const metric = (metricName: string): Metric => ({
    namespace: "AWS/ECS",
    metricName,
    dimensions: { ClusterName: clusterName, ServiceName: serviceName },
    statistic: "Average",
  });
  const common = {
    wrong: "above",
    ...FIVE_MINUTES,
    // Without tasks there is nothing to measure; that there are too few, another alarm tells.
    silenceIs: "fine",
    severity: "warning",
  } as const;
  return [
    {
      ...common,
      identifier: `${identifier}-cpu`,
      description: `Tasks of ${identifier} are busy though scaling adds some; is its maximum reached?`,
      metric: metric("CPUUtilization"),
      threshold: thresholds.taskCpuPercent,
    },
    {
      ...common,
      identifier: `${identifier}-memory`,
      description: `Tasks of ${identifier} run out of memory and will be ended; a leak, or too small`,
      metric: metric("MemoryUtilization"),
      threshold: thresholds.taskMemoryPercent,
    },
  ];
}

/** Both rows have the service's own minimum: without an image it is 0, and silence is as it should be. */
function tooFew({ application, identifier, minimum }: ServiceWatch): AlarmRow[] {
  const { service, loadBalancer, targetGroup } = application;
  const common = {
    wrong: "below",
    threshold: minimum,
    periods: 3,
    // Nothing is reported of a service that has lost its last task.
    silenceIs: minimum > 0 ? "wrong" : "fine",
    severity: "critical",
  } as const;
  const statistic: Statistic = "Minimum";
  return [
    {
      ...common,
      identifier: `${identifier}-running-tasks`,
      description: `Fewer tasks of ${identifier} run than should; look at the service's events`,
      metric: {
        namespace: "ECS/ContainerInsights",
        metricName: "RunningTaskCount",
        dimensions: { ClusterName: service.clusterName, ServiceName: service.serviceName },
        statistic,
      },
    },
    ...(targetGroup === undefined
      ? []
      : [
          {
            ...common,
            identifier: `${identifier}-healthy-tasks`,
            description: `Fewer tasks of ${identifier} answer than should run; look at their log`,
            metric: {
              namespace: "AWS/ApplicationELB",
              metricName: "HealthyHostCount",
              dimensions: {
                LoadBalancer: loadBalancer.arnSuffix,
                TargetGroup: targetGroup.arnSuffix,
              },
              statistic,
            },
          },
        ]),
  ];
}
