import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, every, expect, fail, notApplicable, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { TRAIL } from "../cloudtrail/trail.ts";
import { once } from "../shared/once.ts";
import { switchOf } from "../shared/switches.ts";
import { destinationsOf, isHeard, outsideTopics, SUBSCRIPTION, TOPIC } from "../shared/topics.ts";
import { WATCHES } from "./cisEvents.ts";
import { ALARM } from "./alarm.ts";
import { LOG_GROUP, METRIC_FILTER, trailFilters, watches } from "./trailFilters.ts";

export const cisMetricAlarms = defineControl({
  id: "cis-metric-alarms",
  title: "Somebody is told of each event that CIS wants an alarm for",
  severity: "medium",
  frameworks: {
    fsbp: [],
    cis3: WATCHES.map(({ requirement }) => requirement),
    cis7: WATCHES.map(({ requirement }) => requirement.replace(/^4/, "5")),
    nist: ["AU-6", "CA-7", "SI-4"],
  },
  cause: "Changes of the account's guards are recorded, and nobody reads the record.",
  remedy: "Count the events with a metric filter on the trail's group, and alarm a topic with it",
  types: [STACK_TYPE],
  related: [TRAIL, LOG_GROUP, METRIC_FILTER, ALARM, TOPIC, SUBSCRIPTION],
  parameters: { outsideTopics },
  scope: "stack",
  check({ stack, environment, parameters }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const alarms = stack.ofType(ALARM);
    const isLoud = (alarm: View) =>
      switchOf(alarm.at("actionsEnabled"), true) === true &&
      isHeard(stack, destinationsOf(stack, alarm, "alarmActions"), parameters.outsideTopics);
    const filters = trailFilters(stack).map(({ view, counts }) => ({
      counts,
      alarmed: once(() => some(alarms, (alarm) => watches(alarm, view))),
      heard: once(() => some(alarms, (alarm) => watches(alarm, view) && isLoud(alarm))),
    }));
    return each(WATCHES, (watch) => {
      const title = `${watch.what} (CIS ${watch.requirement})`;
      // Several filters may share the events: each event must have one.
      const all = (meets: (filter: (typeof filters)[number]) => boolean) =>
        every(watch.events, (event) =>
          some(filters, (filter) => filter.counts(event, watch) && meets(filter)),
        );
      if (!all(() => true)) return fail(`No metric filter of a trail's group counts ${title}`);
      if (!all(({ alarmed }) => alarmed())) return fail(`No alarm watches the count of ${title}`);
      return expect(
        all(({ heard }) => heard()),
        `The alarm for ${title} reaches nobody`,
      );
    });
  },
});
