import type { Metric } from "../components/observability/metric.ts";
import type { AlarmRow } from "./platform/alarmRow.ts";

/** Percent of a disk in use; what is left lasts until somebody has looked. */
const FULL_PERCENT = 80;

/**
 * The alarm on the disk of a host that keeps a database, which stops when it is full. Silence is fine:
 * a new host tells nothing until it has booted, and one that is gone has an alarm of its own.
 */
export function diskRow(
  row: Pick<AlarmRow, "identifier" | "description">,
  metric: Metric,
): AlarmRow {
  return {
    ...row,
    metric,
    wrong: "above",
    threshold: FULL_PERCENT,
    // It tells each five minutes.
    periodSeconds: 300,
    periods: 3,
    silenceIs: "fine",
    severity: "warning",
  };
}
