import type { Metric, Statistic } from "../observability/metric.ts";
import type { FargateService } from "./fargateService.ts";

/** A number of a service and its tasks; Container Insights counts them, and ECS measures the rest. */
export function serviceMetric(
  { clusterName, serviceName }: Pick<FargateService, "clusterName" | "serviceName">,
  metricName: string,
  namespace: "AWS/ECS" | "ECS/ContainerInsights" = "AWS/ECS",
  statistic: Statistic = "Average",
): Metric {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  return { namespace, metricName, dimensions, statistic };
}
