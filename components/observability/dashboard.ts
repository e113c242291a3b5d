import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { Alarm } from "./alarm.ts";
import type { Metric, Statistic } from "./metric.ts";

/** A line of a graph. */
export interface Line extends Metric {
  /** What the legend calls it. */
  readonly label: string;
}

/** One metric of everything that reports it in account and region. */
export interface Metrics {
  /** Such as `AWS/NATGateway`. */
  readonly namespace: string;
  /** Such as `BytesOutToDestination`. */
  readonly metricName: string;
  /** Names of its dimensions, all of them. */
  readonly dimensions: readonly string[];
  /** How the values of a period become one. */
  readonly statistic: Statistic;
}

/** One picture of a dashboard. */
export type Widget = {
  /** Stands above it. */
  readonly title: string;
} & (
  | {
      readonly kind: "lines";
      /** What is drawn. */
      readonly lines: readonly Line[];
      /** Unit of the axis, as `%`. @default none */
      readonly unit?: string;
    }
  | {
      readonly kind: "every";
      /** Metrics of all that AWS names by itself, a line each: what only it can tell is not asked for. */
      readonly metrics: Metrics;
      /** Unit of the axis. @default none */
      readonly unit?: string;
    }
  | {
      readonly kind: "alarm";
      /** An alarm, drawn with its metric and its threshold. */
      readonly alarmArn: string;
    }
  | {
      readonly kind: "states";
      /** Alarms that are shown as lights. */
      readonly alarmArns: readonly string[];
    }
  | {
      readonly kind: "query";
      /** Group that is asked. */
      readonly logGroupName: pulumi.Input<string>;
      /** In the language of Logs Insights, a command a line. */
      readonly query: readonly string[];
    }
);

/** Pictures side by side. */
export interface Row {
  /** Stands above the row. */
  readonly title: string;
  /** One to six, each as wide as the others. */
  readonly widgets: readonly Widget[];
}

/** What a dashboard shows. */
export interface DashboardArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Last part of the dashboard's physical name. */
  readonly identifier: string;
  /** From top to bottom. */
  readonly rows: readonly Row[];
}

/** Columns of CloudWatch's grid. */
const GRID = 24;
const TITLE_HEIGHT = 1;
const WIDGET_HEIGHT = 6;
const ROW_LIMIT = 6;
/** Seconds of a data point of metrics that are searched for. */
const SEARCH_PERIOD = 300;
/** Alarms that a widget of states takes. Source: CloudWatch guide, "Dashboard body structure". */
const STATES_LIMIT = 100;

/**
 * A dashboard of rows (P-OBS-5). Cost: three a month are free for an account, then 3 USD each.
 * Source: Amazon CloudWatch pricing.
 *
 * @throws Error when a row has no widget or more than six, or a widget more alarms than CloudWatch
 *   takes.
 */
export class Dashboard extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:Dashboard";
  /** Physical name; known before the dashboard exists. */
  public readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Dashboard.token, name, {}, opts);
    const { environment, rows } = args;
    for (const { title, widgets } of rows) {
      if (widgets.length < 1 || widgets.length > ROW_LIMIT) {
        throw new Error(
          `Row "${title}" of ${name} has ${widgets.length} widgets; allowed: 1–${ROW_LIMIT}.`,
        );
      }
      for (const widget of widgets) {
        const count = widget.kind === "states" ? widget.alarmArns.length : 1;
        if (count >= 1 && count <= STATES_LIMIT) continue;
        throw new Error(
          `Widget "${widget.title}" of ${name} has ${count} alarms; allowed: 1–${STATES_LIMIT}.`,
        );
      }
    }

    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: nameOf(environment, "dashboard", args.identifier),
        dashboardBody: pulumi.jsonStringify({
          widgets: rows.flatMap((row, index) => rowOf(row, index, environment.region)),
        }),
      },
      { parent: this },
    );
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}

/** The graph of the alarm whose name ends so; none where the stack does not have it. */
export function alarmGraph(
  alarms: readonly Alarm[],
  identifier: string,
  title: string,
): readonly Widget[] {
  return alarms
    .filter(({ physicalName }) => physicalName.endsWith(`-${identifier}`))
    .map(({ arn }) => ({ title, kind: "alarm", alarmArn: arn }));
}

/** A title over the whole width, and the widgets under it. */
function rowOf({ title, widgets }: Row, index: number, region: string): object[] {
  const y = index * (TITLE_HEIGHT + WIDGET_HEIGHT);
  const width = Math.floor(GRID / widgets.length);
  return [
    {
      type: "text",
      x: 0,
      y,
      width: GRID,
      height: TITLE_HEIGHT,
      properties: { markdown: `## ${title}`, background: "transparent" },
    },
    ...widgets.map((widget, column) => ({
      x: column * width,
      y: y + TITLE_HEIGHT,
      width,
      height: WIDGET_HEIGHT,
      ...contentOf(widget, region),
    })),
  ];
}

function contentOf(widget: Widget, region: string): { type: string; properties: object } {
  const { title } = widget;
  switch (widget.kind) {
    case "lines":
      return {
        type: "metric",
        properties: {
          ...graphOf(title, region),
          period: 60,
          metrics: widget.lines.map(lineOf),
          yAxis: axis(widget.unit),
        },
      };
    case "every":
      return {
        type: "metric",
        properties: {
          ...graphOf(title, region),
          metrics: [[{ expression: searchFor(widget.metrics), label: "" }]],
          yAxis: axis(widget.unit),
        },
      };
    case "alarm":
      return {
        type: "metric",
        properties: { ...graphOf(title, region), annotations: { alarms: [widget.alarmArn] } },
      };
    case "states":
      return { type: "alarm", properties: { title, alarms: widget.alarmArns } };
    case "query":
      return {
        type: "log",
        properties: {
          title,
          region,
          view: "table",
          query: pulumi.interpolate`SOURCE '${widget.logGroupName}' | ${widget.query.join("\n| ")}`,
        },
      };
  }
}

function graphOf(title: string, region: string) {
  return { title, region, view: "timeSeries", stacked: false };
}

function axis(unit: string | undefined) {
  return { left: { min: 0, ...(unit && { label: unit, showUnits: false }) } };
}

/** Source: CloudWatch guide, "CloudWatch search expression syntax". */
function searchFor({ namespace, metricName, dimensions, statistic }: Metrics): string {
  const scheme = [namespace, ...dimensions].join(",");
  return `SEARCH('{${scheme}} MetricName="${metricName}"', '${statistic}', ${SEARCH_PERIOD})`;
}

/** CloudWatch writes a metric as a list: namespace, name, and each dimension with its value. */
function lineOf({ namespace, metricName, dimensions, statistic, label }: Line): unknown[] {
  return [namespace, metricName, ...Object.entries(dimensions).flat(), { stat: statistic, label }];
}
