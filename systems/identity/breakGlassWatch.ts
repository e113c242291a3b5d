import * as pulumi from "@pulumi/pulumi";

import { breakGlassUsePattern } from "../../components/identity/breakGlass.ts";
import { BREAK_GLASS_RULE } from "../../components/identity/watchers.ts";
import { Alarm } from "../../components/observability/alarm.ts";
import { EventRule, eventRuleArnOf } from "../../components/observability/eventRule.ts";
import { queueFilled } from "../../components/observability/queueFilled.ts";
import { Queue } from "../../components/storage/queue.ts";
import type { Alerts } from "../alerts.ts";
import type { Foundation } from "../foundation.ts";

/** Who is told, and what keeps that of which they could not be. */
export interface BreakGlassWatchArgs {
  /** Its alerts key encrypts what could not be told. */
  readonly foundation: Foundation;
  /** Its critical topic hears of each use. */
  readonly alerts: Alerts;
}

/** Identifier of the queue of uses that were not told, and of the alarm on it. */
const UNDELIVERED = `${BREAK_GLASS_RULE}-undelivered`;

/**
 * Tells at once that somebody used break-glass (P-IAM-4). What the topic does not take is kept in a
 * queue, and an alarm tells of that. Cost: 0.10 USD a month for the alarm.
 */
export class BreakGlassWatch extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:BreakGlassWatch";

  constructor(name: string, args: BreakGlassWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BreakGlassWatch.token, name, {}, opts);
    const { environment, alertsKey: key } = args.foundation;
    const { critical } = args.alerts;
    const parent = { parent: this };

    const undelivered = new Queue(
      UNDELIVERED,
      {
        environment,
        key,
        identifier: UNDELIVERED,
        undeliveredBy: [eventRuleArnOf(environment, BREAK_GLASS_RULE)],
      },
      parent,
    );
    new Alarm(
      UNDELIVERED,
      {
        environment,
        identifier: UNDELIVERED,
        description: "EventBridge could not tell of a use of break-glass; the queue says which",
        ...queueFilled(undelivered.queueName),
        topic: critical,
      },
      parent,
    );
    new EventRule(
      BREAK_GLASS_RULE,
      {
        environment,
        identifier: BREAK_GLASS_RULE,
        description: "Somebody became the break-glass administrator, or tried to",
        pattern: breakGlassUsePattern(environment),
        receivers: { critical },
        undelivered,
      },
      parent,
    );
    this.registerOutputs({});
  }
}
