import type { Distribution } from "../components/edge/distribution.ts";
import type { OperationsSettings } from "../config/settings.ts";
import type { AlarmRow } from "./platform/alarmRow.ts";

/**
 * The alarm on requests that CloudFront fails, which it does also where nobody answers it. It reports
 * in us-east-1 alone, where a stack with a distribution is (T23).
 */
export function distributionRow(
  row: Pick<AlarmRow, "identifier" | "description">,
  { distributionId }: Pick<Distribution, "distributionId">,
  thresholds: OperationsSettings["alerts"]["thresholds"],
): AlarmRow {
  return {
    ...row,
    metric: {
      namespace: "AWS/CloudFront",
      metricName: "5xxErrorRate",
      dimensions: { DistributionId: distributionId, Region: "Global" },
      statistic: "Average",
    },
    wrong: "above",
    threshold: thresholds.distributionErrorPercent,
    periods: 5,
    silenceIs: "fine",
    severity: "critical",
  };
}
