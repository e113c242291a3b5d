import type * as pulumi from "@pulumi/pulumi";

import { Alarm, type AlarmArgs } from "../../components/observability/alarm.ts";
import type { Severity } from "../../components/observability/topic.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { Alerts } from "../alerts.ts";

/** A row of the table of alarms (P-OBS-4). */
export interface AlarmRow extends Omit<AlarmArgs, "environment" | "topic"> {
  /** Who is told. */
  readonly severity: Severity;
}

/** The alarms of a table, each named as its row. */
export function makeAlarms(
  rows: readonly AlarmRow[],
  { environment, alerts }: { readonly environment: Environment; readonly alerts: Alerts },
  parent: pulumi.Resource,
): Alarm[] {
  return rows.map(
    ({ severity, ...row }) =>
      new Alarm(row.identifier, { ...row, environment, topic: alerts[severity] }, { parent }),
  );
}
