import * as pulumi from "@pulumi/pulumi";

import type { BackupVault } from "../../components/data/backupVault.ts";
import type { Distribution } from "../../components/edge/distribution.ts";
import type { NatGatewayPlace } from "../../components/network/natGateways.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { Alarm } from "../../components/observability/alarm.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import type { OperationsSettings, PlatformSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { distributionRow } from "../distributionRow.ts";
import type { Foundation } from "../foundation.ts";
import { type AlarmRow, makeAlarms } from "./alarmRow.ts";
import type { PlatformApplication } from "./application.ts";
import { SERVICE_IDENTIFIER } from "./applicationTarget.ts";
import { cacheAlarms } from "./cacheAlarms.ts";
import type { PlatformData } from "./data.ts";
import { databaseAlarms } from "./databaseAlarms.ts";
import type { PlatformRotation } from "./rotation.ts";
import { serviceAlarms } from "./serviceAlarms.ts";

/** What is watched, and who is told. */
export interface PlatformAlarmsArgs {
  /** Where it is, and the vault of its backups. */
  readonly foundation: Foundation;
  /** Who is told. */
  readonly alerts: Alerts;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** Ways out of the network. */
  readonly vpc: Vpc;
  /** Database and cache. */
  readonly data: PlatformData;
  /** The function that rotates the database's users. */
  readonly rotation: PlatformRotation;
  /** Tasks, and the balancer before them. */
  readonly application: PlatformApplication;
  /** CloudFront before the balancer. @default none */
  readonly distribution?: Distribution | undefined;
  /** How many tasks there should be, and how large the database is. */
  readonly settings: Pick<PlatformSettings, "database" | "service">;
}

/**
 * The alarms of P-OBS-4 that are not about requests, which {@link PlatformApplication} has before
 * its service. Cost: 0.10 USD a month for each but the first ten of an account, 0.20 for a hit rate;
 * about 2 USD, and 0.70 for each replica of the cache.
 */
export class PlatformAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformAlarms";
  /** All of them, those of requests as well. */
  public readonly all: readonly Alarm[];
  /** Those that service and database set off when they are stopped. */
  public readonly toldByStop: readonly Alarm[];

  constructor(name: string, args: PlatformAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformAlarms.token, name, {}, opts);
    const { foundation, alerts, thresholds, application, data, settings, rotation } = args;
    const { environment } = foundation;
    const make = (rows: readonly AlarmRow[]) => makeAlarms(rows, { environment, alerts }, this);

    const stoppable = [
      ...serviceAlarms({
        application,
        identifier: SERVICE_IDENTIFIER,
        minimum: application.service.taskDefinition.hasImage ? settings.service.scaling.minimum : 0,
        thresholds,
      }),
      ...databaseAlarms({ database: data.database, settings: settings.database, thresholds }),
    ];
    const stopped = make(stoppable);
    const others = make([
      ...cacheAlarms(data.cache.metrics, thresholds),
      ...natAlarms(args.vpc.natGateways),
      ...backupAlarms(foundation.backupVault),
      ...(args.distribution
        ? [
            distributionRow(
              {
                identifier: "cdn-5xx",
                description: "CloudFront fails requests; does the load balancer behind it answer?",
              },
              args.distribution,
              thresholds,
            ),
          ]
        : []),
    ]);
    const rotating = new FunctionAlarms(
      "rotation",
      {
        environment,
        identifier: "rotation",
        consequence: "the database's password stays as it is",
        functionName: rotation.rotate.functionName,
        failureQueueName: rotation.rotate.failureQueueName,
        topic: alerts.warning,
      },
      { parent: this },
    );

    this.all = [...application.requestAlarms.alarms, ...stopped, ...others, ...rotating.alarms];
    this.toldByStop = stopped.filter((_, index) => stoppable[index]?.silenceIs === "wrong");
    this.registerOutputs({});
  }
}

/** Connections to one address that a gateway has no port left for; then the network seems to fail. */
export function natAlarms(gateways: readonly NatGatewayPlace[], prefix = "nat"): AlarmRow[] {
  return gateways.map(({ zoneId, gatewayId }) => ({
    identifier: `${prefix}-${zoneId}-ports`,
    description: `The NAT gateway in ${zoneId} has no port left, and calls out fail; does a client leave connections open?`,
    metric: {
      namespace: "AWS/NATGateway",
      metricName: "ErrorPortAllocation",
      dimensions: { NatGatewayId: gatewayId },
      statistic: "Sum",
    },
    wrong: "above",
    threshold: 0,
    periods: 5,
    silenceIs: "fine",
    severity: "warning",
  }));
}

/** Of all plans that keep their backups in the vault. AWS tells of jobs only when there are some. */
export function backupAlarms({ vaultName }: BackupVault, prefix = "backup"): AlarmRow[] {
  const row = (what: string, metricName: string, description: string): AlarmRow => ({
    identifier: `${prefix}-${what}`,
    description,
    metric: {
      namespace: "AWS/Backup",
      metricName,
      dimensions: { BackupVaultName: vaultName },
      statistic: "Sum",
    },
    wrong: "above",
    threshold: 0,
    periodSeconds: 3_600,
    silenceIs: "fine",
    severity: "critical",
  });
  return [
    row("failed", "NumberOfBackupJobsFailed", "A backup failed; its job in AWS Backup says why"),
    row(
      "expired",
      "NumberOfBackupJobsExpired",
      "A backup was not begun in its time; was the database stopped or busy?",
    ),
  ];
}
