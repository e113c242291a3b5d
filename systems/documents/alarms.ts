import * as pulumi from "@pulumi/pulumi";

import type { Alarm } from "../../components/observability/alarm.ts";
import type { Metric } from "../../components/observability/metric.ts";
import { type Environment, nameOf } from "../../components/shared/environment.ts";
import type { DocumentsSettings, OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { type AlarmRow, makeAlarms } from "../platform/alarmRow.ts";
import {
  type AnswerAdvice,
  balancerErrorRow,
  clientErrorRows,
  failureRows,
  targetRows,
  unhealthyRows,
} from "../platform/answerRows.ts";
import { IDENTIFIER } from "./access.ts";
import type { DocumentsEdge } from "./edge.ts";

/** What is watched, and who is told. */
export interface DocumentsAlarmsArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Who is told. */
  readonly alerts: Alerts;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** What the world asks and gets. */
  readonly edge: DocumentsEdge;
  /** How many hosts there must be. */
  readonly settings: DocumentsSettings;
}

const LOG = "read the hosts' /var/log/app/document-service.log by a session of SSM";

const ADVICE: Omit<AnswerAdvice, "slow"> = {
  failed: LOG,
  refused: LOG,
  unhealthy: `its group replaces it; ${LOG}, or the console's system log where it never started`,
  target: "host",
};

/** Percent of a host's processor, and minutes for which it may be that busy. */
const BUSY = { percent: 80, minutes: 5 };

/** Hours for which there may be more hosts than the least. */
const SURPLUS_HOURS = 24;

/**
 * The alarms of the documents (P-OBS-4). They are made before the hosts: failures end a refresh, and
 * silence is fine for them, since hosts that don't exist yet say nothing. A host that does not become
 * well ends it by itself. None is about latency, which the load balancer measures from an upload's
 * first byte. Cost: 0.10 USD a month each, 0.80 in all, 0.90 where the number of hosts may grow.
 */
export class DocumentsAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:documents:DocumentsAlarms";
  /** All of them. */
  public readonly alarms: readonly Alarm[];
  /** Names of those that tell a bad deployment. */
  public readonly deployment: readonly pulumi.Output<string>[];

  constructor(name: string, args: DocumentsAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DocumentsAlarms.token, name, {}, opts);
    const { edge, environment, settings } = args;
    const answers = {
      identifier: IDENTIFIER,
      thresholds: args.thresholds,
      loadBalancer: edge.loadBalancer.arnSuffix,
      targetGroup: edge.targetGroup?.arnSuffix,
      advice: ADVICE,
    };
    const telling = makeAlarms(failureRows(answers), args, this);
    const others = makeAlarms(
      [
        balancerErrorRow(
          `${IDENTIFIER}-balancer-5xx`,
          "The load balancer of the documents gets no answer from any host; look at the group's activity",
          answers,
        ),
        ...clientErrorRows(answers),
        ...unhealthyRows(answers),
        ...missingHosts(answers, settings.instances.minimum),
        busyHosts(environment),
        ...surplusHosts(environment, settings.instances),
        ...tableRows(environment),
      ],
      args,
      this,
    );
    this.alarms = [...telling, ...others];
    this.deployment = telling.map(({ alarmName }) => alarmName);
    this.registerOutputs({});
  }
}

function missingHosts(answers: Parameters<typeof targetRows>[0], minimum: number): AlarmRow[] {
  return targetRows(answers, (metric) => [
    {
      identifier: `${IDENTIFIER}-healthy-hosts`,
      description: `Fewer than ${minimum} hosts take documents; look at the group's activity`,
      metric: metric("HealthyHostCount", "Minimum"),
      wrong: "below",
      threshold: minimum,
      // As long as a host takes to start.
      periods: 5,
      silenceIs: "wrong",
      severity: "critical",
    },
  ]);
}

function groupMetric(
  environment: Environment,
  metric: Pick<Metric, "namespace" | "metricName" | "statistic">,
): Metric {
  const AutoScalingGroupName = nameOf(environment, "auto-scaling-group", IDENTIFIER);
  return { ...metric, dimensions: { AutoScalingGroupName } };
}

function busyHosts(environment: Environment): AlarmRow {
  return {
    identifier: `${IDENTIFIER}-cpu`,
    description: "The hosts of the documents are busy; raise documents.instances or instanceType",
    metric: groupMetric(environment, {
      namespace: "AWS/EC2",
      metricName: "CPUUtilization",
      statistic: "Average",
    }),
    wrong: "above",
    threshold: BUSY.percent,
    periods: BUSY.minutes,
    silenceIs: "fine",
    severity: "warning",
  };
}

/** Hosts are added by themselves, and ended by a person, since no upload may end with one. */
function surplusHosts(
  environment: Environment,
  { minimum, maximum }: DocumentsSettings["instances"],
): AlarmRow[] {
  if (maximum === minimum) return [];
  return [
    {
      identifier: `${IDENTIFIER}-surplus-hosts`,
      description: `For a day there have been more than ${minimum} hosts of the documents, and nothing ends one by itself; docs/documents.md says how to`,
      metric: groupMetric(environment, {
        namespace: "AWS/AutoScaling",
        metricName: "GroupInServiceInstances",
        statistic: "Minimum",
      }),
      wrong: "above",
      threshold: minimum,
      periodSeconds: 3600,
      periods: SURPLUS_HOURS,
      silenceIs: "fine",
      severity: "info",
    },
  ];
}

/** What DynamoDB refuses for its own reasons; what it refuses for ours, the answers tell. */
function tableRows(environment: Environment): AlarmRow[] {
  const row = (suffix: string, metricName: string, description: string): AlarmRow => ({
    identifier: `${IDENTIFIER}-table-${suffix}`,
    description,
    metric: {
      namespace: "AWS/DynamoDB",
      metricName,
      dimensions: { TableName: nameOf(environment, "table", IDENTIFIER), Operation: "PutItem" },
      statistic: "Sum",
    },
    wrong: "above",
    threshold: 0,
    periods: 5,
    wrongPeriods: 3,
    silenceIs: "fine",
    severity: "warning",
  });
  return [
    row(
      "throttles",
      "ThrottledRequests",
      "DynamoDB slows uploads down; one partition of the table gets too many of them",
    ),
    row(
      "errors",
      "SystemErrors",
      "DynamoDB fails to store documents; look at the AWS Health dashboard",
    ),
  ];
}
