import * as pulumi from "@pulumi/pulumi";

import type { OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import { makeAlarms } from "../platform/alarmRow.ts";
import {
  type AnswerAdvice,
  answerRows,
  balancerErrorRow,
  clientErrorRows,
  unhealthyRows,
} from "../platform/answerRows.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import type { TrackerEdge } from "./edge.ts";

/** Whose answers are watched, and who is told. */
export interface TrackerAnswersArgs {
  /** Opens the names. */
  readonly base: TrackerBase;
  /** Topics of the tracker's region. */
  readonly alerts: Alerts;
  /** The balancer and its targets. */
  readonly edge: TrackerEdge;
  /** What is too much. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
}

/** Where somebody who is told looks. */
const ADVICE: AnswerAdvice = {
  slow: "look at its log and at the database",
  failed: "look at its log",
  refused: "look at its log",
  unhealthy: "look at its log and its events",
  target: "task",
};

/**
 * The alarms of what the world asks and gets, for each public service. They are made before it, and
 * those that tell a bad deployment take it back (feature 20). Cost: 0.10 USD a month each.
 */
export class TrackerAnswers extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerAnswers";
  /** Names of those that tell a bad deployment, by the service's identifier. */
  public readonly deployment: Readonly<Record<string, readonly pulumi.Output<string>[]>>;

  constructor(name: string, args: TrackerAnswersArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerAnswers.token, name, {}, opts);
    const { base, alerts, edge, thresholds } = args;
    const place = { environment: base.environment, alerts };
    const loadBalancer = edge.loadBalancer.arnSuffix;
    const groups = Object.entries(edge.targetGroups);
    this.deployment = Object.fromEntries(
      groups.map(([identifier, { arnSuffix: targetGroup }]) => {
        const watched = { identifier, thresholds, loadBalancer, targetGroup, advice: ADVICE };
        const telling = makeAlarms(answerRows(watched), place, this);
        makeAlarms([...clientErrorRows(watched), ...unhealthyRows(watched)], place, this);
        return [identifier, telling.map(({ alarmName }) => alarmName)];
      }),
    );
    if (groups.length > 0) {
      const row = balancerErrorRow(
        `${TRACKER}-load-balancer-5xx`,
        "The tracker's load balancer gets no answer from any task; look at its services' events",
        { loadBalancer, thresholds },
      );
      makeAlarms([row], place, this);
    }
    this.registerOutputs({});
  }
}
