import { instanceFigures } from "../../components/data/instanceClass.ts";
import type { Postgres } from "../../components/data/postgres.ts";
import type { Metric, Statistic } from "../../components/observability/metric.ts";
import type { OperationsSettings, PlatformSettings } from "../../config/settings.ts";
import type { AlarmRow } from "./alarmRow.ts";

/** The database, and how large it is. */
export interface DatabaseWatch {
  /** What is watched. */
  readonly database: Postgres;
  /** Its class and storage, from which thresholds follow. */
  readonly settings: Pick<PlatformSettings["database"], "instanceClass" | "storageGiB">;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** Opens the identifiers. @default "database" */
  readonly prefix?: string | undefined;
}

type RowOf = (
  row: Pick<AlarmRow, "description" | "threshold"> & {
    readonly what: string;
    readonly metricName: string;
  } & Partial<AlarmRow>,
) => AlarmRow;

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A small instance has less free memory than the setting on a good day. */
const LEAST_FREE_SHARE = 1 / 8;

/** The alarms of the database (P-OBS-4). */
export function databaseAlarms(watch: DatabaseWatch): AlarmRow[] {
  const row = rowOf(watch);
  return [...loadRows(watch, row), ...roomRows(watch, row), ...latencyRows(watch, row)];
}

/** What all rows share: five minutes, a warning, and that one alarm tells when the database is gone. */
function rowOf({ database, prefix = "database" }: DatabaseWatch): RowOf {
  const metric = (metricName: string, statistic: Statistic): Metric => ({
    namespace: "AWS/RDS",
    metricName,
    dimensions: { DBInstanceIdentifier: database.instanceIdentifier },
    statistic,
  });
  return ({ what, metricName, ...row }) => ({
    identifier: `${prefix}-${what}`,
    metric: metric(metricName, "Average"),
    wrong: "above",
    periods: 5,
    silenceIs: "fine",
    severity: "warning",
    ...row,
  });
}

function loadRows({ settings, thresholds }: DatabaseWatch, row: RowOf): AlarmRow[] {
  const { burstable, maximumConnections } = instanceFigures(settings.instanceClass);
  return [
    row({
      what: "cpu",
      metricName: "CPUUtilization",
      description: "The database is busy; Performance Insights, or pg_stat_statements, say by what",
      threshold: thresholds.databaseCpuPercent,
      periods: 10,
    }),
    row({
      what: "connections",
      metricName: "DatabaseConnections",
      description: `The database takes about ${maximumConnections} connections; does a pool leak, or run there too many tasks?`,
      threshold: Math.floor((maximumConnections * thresholds.databaseConnectionPercent) / 100),
    }),
    ...(burstable
      ? [
          row({
            what: "cpu-credits",
            metricName: "CPUSurplusCreditsCharged",
            description:
              "The database's CPU credits are spent and more are paid for; a class that is not burstable may be cheaper",
            threshold: 0,
            // RDS tells every five minutes.
            periodSeconds: 300,
            periods: 3,
            severity: "info",
          }),
        ]
      : []),
  ];
}

function roomRows({ settings, thresholds }: DatabaseWatch, row: RowOf): AlarmRow[] {
  const { memoryGiB } = instanceFigures(settings.instanceClass);
  const freeMemory = Math.min(
    thresholds.databaseFreeMemoryMiB * MIB,
    memoryGiB * GIB * LEAST_FREE_SHARE,
  );
  return [
    row({
      what: "free-storage",
      metricName: "FreeStorageSpace",
      description:
        "The database's storage is nearly full and RDS has not added to it, or the database is gone: see its events; a full one stops",
      wrong: "below",
      threshold: (settings.storageGiB * GIB * thresholds.databaseFreeStoragePercent) / 100,
      // A database that says nothing is down; this alarm tells it for all.
      silenceIs: "wrong",
      severity: "critical",
    }),
    row({
      what: "free-memory",
      metricName: "FreeableMemory",
      description:
        "The database has little memory left and will swap; a larger class, or fewer connections",
      wrong: "below",
      threshold: freeMemory,
    }),
  ];
}

/** CloudWatch has latencies in seconds. */
function latencyRows({ thresholds }: DatabaseWatch, row: RowOf): AlarmRow[] {
  const threshold = thresholds.databaseLatencyMilliseconds / 1_000;
  const description = "The database's storage is slow: its throughput may be used up";
  return [
    row({ what: "read-latency", metricName: "ReadLatency", description, threshold }),
    row({ what: "write-latency", metricName: "WriteLatency", description, threshold }),
  ];
}
