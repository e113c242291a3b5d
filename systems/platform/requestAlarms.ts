import * as pulumi from "@pulumi/pulumi";

import type { Alarm } from "../../components/observability/alarm.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { type AlarmRow, makeAlarms } from "./alarmRow.ts";
import {
  type AnswerAdvice,
  answerRows,
  balancerErrorRow,
  clientErrorRows,
  PERSISTENT,
  unhealthyRows,
} from "./answerRows.ts";
import { logMetric } from "./logMetrics.ts";

/** Whose requests are watched, and what is too much. */
export interface PlatformRequestAlarmsArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Who is told. */
  readonly alerts: Alerts;
  /** Name of the service that answers. */
  readonly identifier: string;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** The balancer, as CloudWatch calls it. */
  readonly loadBalancer: pulumi.Input<string>;
  /**
   * Groups of its targets, as CloudWatch calls them, by what alarms call them; undefined where
   * nothing is forwarded. Each is watched by itself: beside what still serves, few bad answers of a
   * new revision would not be seen.
   */
  readonly groups: Readonly<Record<string, pulumi.Input<string> | undefined>>;
}

/** Where to look, by what is wrong. */
const ADVICE: AnswerAdvice = {
  slow: "ask its log by the saved query slow-requests",
  failed: "ask its log by the saved query errors-by-endpoint",
  refused: "ask its log by the saved query volume-by-status",
  unhealthy: "look at its log and its events",
  target: "task",
};

/**
 * The alarms of what the world asks and gets (P-OBS-4). They are made before the service, which
 * takes a deployment back when one of `deployment` goes off (feature 20); silence is fine for all of
 * them, since one that is in alarm when a deployment starts is ignored (T49). Cost: 0.60 USD a
 * month, and 0.40 for each further group.
 */
export class PlatformRequestAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformRequestAlarms";
  /** All of them. */
  public readonly alarms: readonly Alarm[];
  /** Names of those that tell a bad deployment. */
  public readonly deployment: readonly pulumi.Output<string>[];

  constructor(
    name: string,
    args: PlatformRequestAlarmsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(PlatformRequestAlarms.token, name, {}, opts);
    const answers = Object.entries(args.groups).map(([identifier, targetGroup]) => ({
      ...args,
      identifier,
      targetGroup,
      advice: ADVICE,
    }));
    const telling = makeAlarms([errorLines(args), ...answers.flatMap(answerRows)], args, this);
    const others = makeAlarms(
      [
        balancerErrors(args),
        ...answers.flatMap(clientErrorRows),
        ...answers.flatMap(unhealthyRows),
      ],
      args,
      this,
    );
    this.alarms = [...telling, ...others];
    this.deployment = telling.map(({ alarmName }) => alarmName);
    this.registerOutputs({});
  }
}

type Args = PlatformRequestAlarmsArgs;

function errorLines({ environment, identifier, thresholds }: Args): AlarmRow {
  return {
    identifier: `${identifier}-errors`,
    description: `The log of ${identifier} has errors; ask it by the saved query errors-by-endpoint`,
    metric: logMetric(environment, identifier, "errors", "Sum"),
    wrong: "above",
    threshold: thresholds.errorsPerMinute,
    ...PERSISTENT,
    silenceIs: "fine",
    severity: "warning",
  };
}

/** What the balancer answers when no task does: 502, 503 and 504. */
function balancerErrors(args: Args): AlarmRow {
  return balancerErrorRow(
    "load-balancer-5xx",
    "The load balancer gets no answer from any task; look at the service's events",
    args,
  );
}
