import { resourceInArn } from "../../engine/arn.ts";
import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { isLogging, TRAIL } from "../cloudtrail/trail.ts";
import { once } from "../shared/once.ts";
import type { Watch } from "./cisEvents.ts";
import { type LogEvent, matcherOf } from "./filterPattern.ts";

export const METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** A metric filter on the log group of a trail. */
export interface TrailFilter {
  readonly view: View;
  /**
   * Whether it counts an event, and leaves the ordinary one alone.
   *
   * @throws Undecidable when the filter's group or pattern is unknown.
   */
  readonly counts: (event: LogEvent, watch: Watch) => boolean;
}

/** All metric filters, each of which is asked about its group and pattern only when it must. */
export function trailFilters(stack: StackView): TrailFilter[] {
  const groups = stack
    .ofType(TRAIL)
    .map((trail) =>
      once(() => (isLogging(trail) ? groupOf(stack, trail, "cloudWatchLogsGroupArn") : undefined)),
    );
  return stack.ofType(METRIC_FILTER).map((view) => {
    const matcher = once(() => matcherOf(view.at("pattern").text ?? "") ?? (() => false));
    const addsUp = once(() => view.at("metricTransformation.value").number !== 0);
    const isTrails = once(() => {
      const own = groupOf(stack, view, "logGroupName");
      return own !== undefined && some(groups, (group) => group() === own);
    });
    return {
      view,
      counts: (event, { ordinary }) =>
        matcher()(event) && !matcher()(ordinary) && addsUp() && isTrails(),
    };
  });
}

/** The log group that a property names, by its name or ARN. */
function groupOf(stack: StackView, view: View, property: string): string | undefined {
  const [origin] = stack.references(view, property, LOG_GROUP);
  if (origin !== undefined) return origin.urn;
  const { text } = view.at(property);
  if (text === undefined) return undefined;
  const name = resourceInArn(text)
    .replace(/^log-group:/, "")
    .replace(/:\*$/, "");
  const [found] = stack.ofType(LOG_GROUP).filter((group) => {
    const own = group.at("name");
    return own.kind === "known" && own.text === name;
  });
  return found?.urn ?? (name === "" ? text : name);
}

/** Whether an alarm watches the metric that a filter feeds. */
export function watches(alarm: View, filter: View): boolean {
  const metric = filter.at("metricTransformation");
  const queried = alarm
    .at("metricQueries")
    .items()
    .map((query) => query.at("metric"));
  return some([alarm, ...queried], (watched) =>
    every(
      [
        () => {
          const name = watched.at("metricName").text;
          return name !== undefined && name === metric.at("name").text;
        },
        () => watched.at("namespace").text === metric.at("namespace").text,
        // What has other dimensions is another metric, which nobody feeds.
        () => namesIn(watched.at("dimensions")) === namesIn(metric.at("dimensions")),
      ],
      (same) => same(),
    ),
  );
}

/** Names of dimensions: a filter takes the values from the event, so that nobody knows them. */
function namesIn(dimensions: Reading): string {
  const names = dimensions.entries().map(([name]) => name);
  return names.sort().join();
}
