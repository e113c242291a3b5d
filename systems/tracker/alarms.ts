import * as pulumi from "@pulumi/pulumi";

import { diskUseMetric } from "../../components/compute/boot/diskUse.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { diskRow } from "../diskRow.ts";
import { type AlarmRow, makeAlarms } from "../platform/alarmRow.ts";
import { backupAlarms, natAlarms } from "../platform/alarms.ts";
import { cacheAlarms } from "../platform/cacheAlarms.ts";
import { databaseAlarms } from "../platform/databaseAlarms.ts";
import type { PlatformRotation } from "../platform/rotation.ts";
import { serviceAlarms } from "../platform/serviceAlarms.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { diskOf, type TrackerDatabaseHost } from "./databaseHost.ts";
import type { TrackerEdge } from "./edge.ts";
import type { TrackerFleet } from "./fleet.ts";
import type { TrackerStores } from "./stores.ts";

/** What is watched, and who is told. */
export interface TrackerAlarmsArgs {
  /** Opens the names; its vault is watched. */
  readonly base: TrackerBase;
  /** Its way out. */
  readonly vpc: Vpc;
  /** Topics of the tracker's region. */
  readonly alerts: Alerts;
  /** The balancer and its targets. */
  readonly edge: TrackerEdge;
  /** The host, or the services of AWS in its place. */
  readonly stores: TrackerStores;
  /** The services. */
  readonly fleet: TrackerFleet;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
}

/**
 * The tracker's other alarms, by the rows that the platform has (P-OBS-4): tasks of each service, the
 * database's host or what AWS has in its place, the way out, and backups. Cost: 0.10 USD a month each.
 */
export class TrackerAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerAlarms";

  constructor(name: string, args: TrackerAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerAlarms.token, name, {}, opts);
    const { base, alerts, stores } = args;
    const rows = [
      ...tasks(args),
      ...(stores.host ? hostRows(stores.host, base, args.thresholds) : []),
      ...managedRows(args),
      ...natAlarms(args.vpc.natGateways, `${TRACKER}-nat`),
      ...backupAlarms(base.backupVault, `${TRACKER}-backup`),
    ];
    makeAlarms(rows, { environment: base.environment, alerts }, this);
    if (stores.rds) this.#watchRotation(args, stores.rds.rotation);
    this.registerOutputs({});
  }

  #watchRotation({ base, alerts }: TrackerAlarmsArgs, { rotate }: PlatformRotation): void {
    new FunctionAlarms(
      `${TRACKER}-rotation`,
      {
        environment: base.environment,
        identifier: `${TRACKER}-rotation`,
        consequence: "the password of the tracker's database stays as it is",
        functionName: rotate.functionName,
        failureQueueName: rotate.failureQueueName,
        topic: alerts.warning,
      },
      { parent: this },
    );
  }
}

/** What RDS and MemoryDB tell of themselves, where they are used. */
function managedRows({ stores: { rds, memoryDb }, thresholds }: TrackerAlarmsArgs): AlarmRow[] {
  const prefix = `${TRACKER}-db`;
  return [
    ...(rds
      ? databaseAlarms({ database: rds.database, settings: rds.settings, thresholds, prefix })
      : []),
    ...(memoryDb ? cacheAlarms(memoryDb.metrics, thresholds, `${TRACKER}-cache`) : []),
  ];
}

function tasks({ edge, fleet, thresholds }: TrackerAlarmsArgs): AlarmRow[] {
  return Object.entries(fleet.services).flatMap(([identifier, service]) =>
    serviceAlarms({
      application: {
        service,
        loadBalancer: edge.loadBalancer,
        targetGroup: edge.targetGroups[identifier],
      },
      identifier,
      minimum: service.taskDefinition.hasImage ? 1 : 0,
      thresholds,
    }),
  );
}

/** What EC2 sees of the host, and how full its disk is; what PostgreSQL suffers, the API's alarms tell. */
function hostRows(
  { instanceId: InstanceId }: TrackerDatabaseHost,
  base: TrackerBase,
  { databaseCpuPercent }: TrackerAlarmsArgs["thresholds"],
): AlarmRow[] {
  const metric = (metricName: string, statistic: "Average" | "Maximum") => ({
    namespace: "AWS/EC2",
    metricName,
    dimensions: { InstanceId },
    statistic,
  });
  return [
    {
      identifier: `${TRACKER}-db-status`,
      description: "The host of the tracker's database fails EC2's checks; see docs/tracker.md",
      metric: metric("StatusCheckFailed", "Maximum"),
      wrong: "above",
      threshold: 0,
      periods: 3,
      silenceIs: "wrong",
      severity: "critical",
    },
    {
      identifier: `${TRACKER}-db-cpu`,
      description: "The host of the tracker's database is busy; look at pg_stat_statements",
      metric: metric("CPUUtilization", "Average"),
      wrong: "above",
      threshold: databaseCpuPercent,
      periods: 10,
      silenceIs: "fine",
      severity: "warning",
    },
    diskRow(
      {
        identifier: `${TRACKER}-db-disk`,
        description:
          "The disk of the tracker's database fills, and PostgreSQL stops when it is full; see docs/tracker.md",
      },
      diskUseMetric(diskOf(base), InstanceId),
    ),
  ];
}
