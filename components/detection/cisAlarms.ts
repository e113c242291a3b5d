import * as pulumi from "@pulumi/pulumi";

import { Alarm } from "../observability/alarm.ts";
import { MetricFilter } from "../observability/metricFilter.ts";
import type { Topic } from "../observability/topic.ts";
import type { Environment } from "../shared/environment.ts";
import { CIS_EVENTS } from "./cisPatterns.ts";
import type { Trail } from "./trail.ts";

/** Whose events are counted, and who hears of them. */
export interface CisAlarmsArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Its log group has the events. */
  readonly trail: Trail;
  /** Told of what needs somebody now. */
  readonly critical: Topic;
  /** Told of the rest. */
  readonly warning: Topic;
}

/** Seconds in which events are counted. */
const PERIOD = 300;

/**
 * Somebody hears of each event that the CIS benchmark wants an alarm for: a filter counts them in the
 * trail's log group, an alarm watches the count (feature 49). Where nothing happened nothing is
 * counted, and that is fine. Cost: about 6 USD a month: 15 alarms at 0.10 USD and 15 metrics at 0.30
 * USD. Source: aws.amazon.com/cloudwatch/pricing, us-east-1.
 */
export class CisAlarms extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:CisAlarms";

  constructor(name: string, args: CisAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(CisAlarms.token, name, {}, opts);
    const { environment, trail } = args;
    const namespace = `${environment.project}-${environment.name}/trail`;

    for (const [event, { requirement, title, pattern, severity, ordinary = 0 }] of Object.entries(
      CIS_EVENTS,
    )) {
      const identifier = `trail-${event}`;
      new MetricFilter(
        `${name}-${event}`,
        {
          logGroupName: trail.logGroupName,
          identifier,
          pattern,
          namespace,
          metricName: event,
          value: "1",
          unit: "Count",
        },
        { parent: this },
      );
      new Alarm(
        `${name}-${event}`,
        {
          environment,
          identifier,
          description: `${title} (CIS ${requirement}). Ask the trail's log group who it was.`,
          metric: { namespace, metricName: event, dimensions: {}, statistic: "Sum" },
          wrong: "above",
          threshold: ordinary,
          periodSeconds: PERIOD,
          silenceIs: "fine",
          topic: args[severity],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
