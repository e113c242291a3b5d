import { textOf, type Value } from "../../graph/value.ts";
import { listOf, valueAt } from "../../readers/inventory.ts";
import { addressText, noAddress } from "../address.ts";
import { type Hop, type Path, passes, stops, unknown } from "../path.ts";
import { topicWays } from "../topic.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";
import { costSender } from "./senders.ts";

const BUDGET = "aws:budgets/budget:Budget";

/** AWS's own end of a budget that has none. */
const NEVER = "2087-06-15_00:00";

const ANOMALIES = "aws:costexplorer/anomalySubscription:AnomalySubscription";

/** From each step of a budget to each who hears of it. */
export function budgetPaths(world: World): Path[] {
  return world.ofType(BUDGET).flatMap((budget) => {
    const { notifications, timePeriodEnd } = budget.inputs;
    const path = (hops: Hop[]) => ({
      kind: "alert" as const,
      group: "Budgets",
      source: budget.urn,
      hops,
    });
    const steps = listOf(notifications);
    const name = `budget ${textOf(budget.inputs["name"])}`;
    if ((timePeriodEnd ?? NEVER) !== NEVER) return [path([ending(name, timePeriodEnd)])];
    if (steps.length === 0) return [path([nobody(name)])];
    return steps.flatMap((step) => {
      const kind = textOf(valueAt(step, "notificationType")).toLowerCase();
      const percent = textOf(valueAt(step, "threshold"));
      const label = `${name} at ${percent} % ${kind}`;
      const sender = costSender(world, label, "budgets.amazonaws.com");
      const ways = [
        ...listOf(valueAt(step, "subscriberSnsTopicArns")).flatMap((arn) =>
          topicWays(world, sender, world.find(budget, "notifications", TYPE.topic, arn)),
        ),
        ...listOf(valueAt(step, "subscriberEmailAddresses")).map((address) => [
          byMail(label, address),
        ]),
      ];
      return (ways.length > 0 ? ways : [[nobody(label)]]).map(path);
    });
  });
}

/** From each subscription to cost anomalies to each who hears of them. */
export function anomalyPaths(world: World): Path[] {
  return world.ofType(ANOMALIES).flatMap((subscription) => {
    const label = `cost anomalies ${textOf(subscription.inputs["name"])}`;
    const sender = costSender(world, label, "costalerts.amazonaws.com");
    const { frequency } = subscription.inputs;
    const ways = listOf(subscription.inputs["subscribers"]).flatMap((subscriber): Hop[][] => {
      const address = valueAt(subscriber, "address") ?? null;
      if (valueAt(subscriber, "type") !== "SNS") {
        return frequency === "IMMEDIATE"
          ? [[untimely(label, address, "e-mails", "DAILY or WEEKLY")]]
          : [[byMail(label, address)]];
      }
      if (frequency !== "IMMEDIATE") return [[untimely(label, address, "topics", "IMMEDIATE")]];
      return topicWays(world, sender, world.find(subscription, "subscribers", TYPE.topic, address));
    });
    return (ways.length > 0 ? ways : [[nobody(label)]]).map((hops) => ({
      kind: "alert" as const,
      group: "Cost anomalies",
      source: subscription.urn,
      hops,
    }));
  });
}

function byMail(from: string, address: Value): Hop {
  const ends = { from, to: `email ${addressText(address)}` };
  return noAddress(ends, "email", address) ?? passes(ends, "AWS sends it");
}

/** Topics hear at once, addresses once a day or a week; AWS refuses the rest. */
function untimely(from: string, address: Value, what: string, frequency: string): Hop {
  return stops(
    { from, to: addressText(address) },
    `Cost Anomaly Detection tells ${what} with the frequency ${frequency} alone`,
    `Set the frequency of ${from} to ${frequency}.`,
  );
}

/** What has an end may have come to it. */
function ending(from: string, end: Value | undefined): Hop {
  return unknown(
    { from, to: "nobody" },
    `${from} ends at ${textOf(end)}, so it can't be shown that it still tells anybody`,
    `Take timePeriodEnd out of ${from}.`,
  );
}

function nobody(from: string): Hop {
  return stops({ from, to: "nobody" }, `${from} tells nobody`, `Give ${from} a topic.`);
}
