import { serviceMetric } from "../../components/compute/serviceMetric.ts";
import type { TargetGroup } from "../../components/edge/targetGroup.ts";
import type { Metric, MetricFormula, Statistic } from "../../components/observability/metric.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { AlarmRow } from "./alarmRow.ts";
import type { PlatformApplication } from "./application.ts";

/** The service, and how many tasks it should have. */
export interface ServiceWatch {
  /** Service, its targets and its balancer. */
  readonly application: Pick<PlatformApplication, "service" | "loadBalancer" | "targetGroup"> &
    Partial<Pick<PlatformApplication, "alternateGroup">>;
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
  const { service } = application;
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
      metric: serviceMetric(service, "CPUUtilization"),
      threshold: thresholds.taskCpuPercent,
    },
    {
      ...common,
      identifier: `${identifier}-memory`,
      description: `Tasks of ${identifier} run out of memory and will be ended; a leak, or too small`,
      metric: serviceMetric(service, "MemoryUtilization"),
      threshold: thresholds.taskMemoryPercent,
    },
  ];
}

/** Both rows have the service's own minimum: without an image it is 0, and silence is as it should be. */
function tooFew({ application, identifier, minimum }: ServiceWatch): AlarmRow[] {
  const { service, loadBalancer, targetGroup, alternateGroup } = application;
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
      metric: serviceMetric(service, "RunningTaskCount", "ECS/ContainerInsights", statistic),
    },
    ...(targetGroup === undefined
      ? []
      : [
          {
            ...common,
            identifier: `${identifier}-healthy-tasks`,
            description: `Fewer tasks of ${identifier} answer than should run; look at their log`,
            metric: healthy(loadBalancer, targetGroup, alternateGroup),
          },
        ]),
  ];
}

/** Tasks that answer; of two groups those of the larger one, since either of them may serve. */
function healthy(
  { arnSuffix: LoadBalancer }: PlatformApplication["loadBalancer"],
  first: TargetGroup,
  second: TargetGroup | undefined,
): Metric | MetricFormula {
  const of = ({ arnSuffix: TargetGroup }: TargetGroup): Metric => ({
    namespace: "AWS/ApplicationELB",
    metricName: "HealthyHostCount",
    dimensions: { LoadBalancer, TargetGroup },
    statistic: "Minimum",
  });
  if (second === undefined) return of(first);
  return {
    // A group without targets says nothing, and nothing is not the least.
    expression: "MAX([FILL(first, 0), FILL(second, 0)])",
    label: "healthy tasks",
    metrics: { first: of(first), second: of(second) },
  };
}
