import * as pulumi from "@pulumi/pulumi";

import { diskUseMetric } from "../../components/compute/boot/diskUse.ts";
import { serviceMetric } from "../../components/compute/serviceMetric.ts";
import { Budget } from "../../components/observability/budget.ts";
import type { Metric } from "../../components/observability/metric.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { diskRow } from "../diskRow.ts";
import { distributionRow } from "../distributionRow.ts";
import type { Foundation } from "../foundation.ts";
import { type AlarmRow, makeAlarms } from "../platform/alarmRow.ts";
import type { MusicHost } from "./host.ts";
import { MUSIC } from "./names.ts";
import type { MusicService } from "./service.ts";
import type { MusicSite } from "./site.ts";

/** What is watched, and who is told. */
export interface MusicAlarmsArgs {
  /** Where it is. */
  readonly foundation: Foundation;
  /** Who is told. */
  readonly alerts: Alerts;
  /** What may be spent on the music, and what the account's bill is without it; USD a month. */
  readonly costs: { readonly monthlyUsd: number; readonly besideUsd: number };
  /** What answers the API. */
  readonly api: MusicHost | MusicService;
  /** What everybody reaches it by. */
  readonly site: MusicSite;
  /** Above which share of failed requests somebody is told. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** Value of the tag by which the music's costs are known. */
  readonly system: string;
}

/** Percent of its processor above which the API is too busy (S-MUSIC-7). */
const BUSY_PERCENT = 80;

/** Billing alarms, in USD above what all else costs. */
const BILLING_STEPS = [10, 20] as const;

/** EC2 measures a host each five minutes, and AWS a bill each six hours. */
const FIVE_MINUTES = 300;
const SIX_HOURS = 21_600;

/**
 * Whether the music works, and what it costs (S-MUSIC-7). Cost: 0.10 USD a month for each alarm beyond
 * the first ten of an account, six at most.
 */
export class MusicAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:music:MusicAlarms";

  constructor(name: string, args: MusicAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MusicAlarms.token, name, {}, opts);
    const { foundation, alerts, costs, api, site, thresholds, system } = args;
    const { environment } = foundation;

    const rows = "host" in api ? hostRows(api, environment) : serviceRows(api);
    const failing = distributionRow(
      {
        identifier: `${MUSIC}-cdn-5xx`,
        description:
          "CloudFront fails requests to the music; has its API started, and does it answer?",
      },
      site.distribution,
      thresholds,
    );
    makeAlarms([...rows, failing, ...billingRows(costs)], { environment, alerts }, this);
    new Budget(
      "music-budget",
      {
        environment,
        identifier: MUSIC,
        monthlyUsd: costs.monthlyUsd,
        of: { system },
        steps: [
          { percent: 80, of: "actual", topic: alerts.warning },
          { percent: 100, of: "actual", topic: alerts.warning },
          { percent: 150, of: "actual", topic: alerts.critical },
        ],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

function hostRows({ host }: MusicHost, environment: Environment): AlarmRow[] {
  const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/EC2",
    metricName,
    dimensions: { InstanceId: host.instanceId },
    statistic,
  });
  return [
    {
      identifier: `${MUSIC}-cpu`,
      description: "The music's host is busy; it slows down once its CPU credits are spent",
      metric: metric("CPUUtilization", "Average"),
      wrong: "above",
      threshold: BUSY_PERCENT,
      periodSeconds: FIVE_MINUTES,
      periods: 2,
      silenceIs: "fine",
      severity: "warning",
    },
    {
      identifier: `${MUSIC}-status`,
      description: "EC2 finds the music's host broken; stop and start it, which moves it elsewhere",
      metric: metric("StatusCheckFailed", "Maximum"),
      wrong: "above",
      threshold: 0,
      periodSeconds: FIVE_MINUTES,
      periods: 2,
      silenceIs: "wrong",
      severity: "critical",
    },
    diskRow(
      {
        identifier: `${MUSIC}-disk`,
        description:
          "The disk of the music's host fills, and PostgreSQL stops when it is full; see docs/music.md",
      },
      diskUseMetric({ environment, identifier: MUSIC }, host.instanceId),
    ),
  ];
}

function serviceRows({ service }: MusicService): AlarmRow[] {
  const busy = {
    wrong: "above",
    threshold: BUSY_PERCENT,
    periods: 5,
    silenceIs: "fine",
    severity: "warning",
  } as const;
  return [
    {
      ...busy,
      identifier: `${MUSIC}-cpu`,
      description: "Tasks of the music are busy though scaling adds some; is its maximum reached?",
      metric: serviceMetric(service, "CPUUtilization"),
    },
    {
      ...busy,
      identifier: `${MUSIC}-memory`,
      description: "Tasks of the music run out of memory and will be ended; a leak, or too small",
      metric: serviceMetric(service, "MemoryUtilization"),
      threshold: 90,
    },
  ];
}

/** Of the whole account, as AWS measures it, in us-east-1 alone (T25). */
function billingRows({ besideUsd }: MusicAlarmsArgs["costs"]): AlarmRow[] {
  return BILLING_STEPS.map((step) => ({
    identifier: `${MUSIC}-billing-${step}`,
    description: `This month's bill is ${step} USD above what all but the music should cost; Cost Explorer says by System what it was`,
    metric: {
      namespace: "AWS/Billing",
      metricName: "EstimatedCharges",
      dimensions: { Currency: "USD" },
      statistic: "Maximum",
    },
    wrong: "above",
    threshold: besideUsd + step,
    periodSeconds: SIX_HOURS,
    silenceIs: "fine",
    severity: "warning",
  }));
}
