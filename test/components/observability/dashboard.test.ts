import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Dashboard, type Row, type Widget } from "../../../components/observability/dashboard.ts";
import { textOf } from "../../../plan/graph/value.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal } from "../../support/graph.ts";

const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

const LINES: Widget = {
  title: "Latency",
  kind: "lines",
  unit: "ms",
  lines: [
    {
      label: "p50",
      namespace: "N",
      metricName: "M",
      dimensions: { A: pulumi.output("a"), B: "b" },
      statistic: "p50",
    },
  ],
};
const ARN = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:x";

const program = (rows: readonly Row[]) => () =>
  new Dashboard("dashboard", { environment: testEnvironment(), identifier: "platform", rows });

async function widgetsOf(rows: readonly Row[]): Promise<unknown[]> {
  const { inputs } = only(await recorded(program(rows)), DASHBOARD);
  assert.equal(inputs["dashboardName"], "rampart-dev-dash-platform");
  const { widgets } = JSON.parse(textOf(inputs["dashboardBody"])) as { widgets: unknown[] };
  return widgets;
}

describe("Dashboard", () => {
  it("S-DOCS-4: asks for what only AWS can name by a search, which is known before it is there", async () => {
    const every: Widget = {
      title: "NAT",
      kind: "every",
      metrics: {
        namespace: "AWS/NATGateway",
        metricName: "BytesOutToDestination",
        dimensions: ["NatGatewayId"],
        statistic: "Sum",
      },
      unit: "bytes",
    };
    const [, widget] = await widgetsOf([{ title: "Out", widgets: [every] }]);
    assert.deepEqual((widget as { properties: unknown }).properties, {
      title: "NAT",
      region: "us-east-1",
      view: "timeSeries",
      stacked: false,
      metrics: [
        [
          {
            expression: `SEARCH('{AWS/NATGateway,NatGatewayId} MetricName="BytesOutToDestination"', 'Sum', 300)`,
            label: "",
          },
        ],
      ],
      yAxis: { left: { min: 0, label: "bytes", showUnits: false } },
    });
  });

  it("P-OBS-5: fills the grid row by row, a title above each", async () => {
    const row = (title: string, count: number): Row => ({
      title,
      widgets: Array.from({ length: count }, (): Widget => LINES),
    });
    const widgets = (await widgetsOf([row("One", 3), row("Two", 1)])) as Record<string, unknown>[];
    assert.deepEqual(
      widgets.map(({ type, x, y, width, height }) => [type, x, y, width, height]),
      [
        ["text", 0, 0, 24, 1],
        ["metric", 0, 1, 8, 6],
        ["metric", 8, 1, 8, 6],
        ["metric", 16, 1, 8, 6],
        ["text", 0, 7, 24, 1],
        ["metric", 0, 8, 24, 6],
      ],
    );
    assert.deepEqual(widgets[0]?.["properties"], {
      markdown: "## One",
      background: "transparent",
    });
  });

  it("P-OBS-5: draws metrics, alarms, their states, and what logs answer", async () => {
    const widgets = (await widgetsOf([
      {
        title: "All",
        widgets: [
          LINES,
          { title: "Failures", kind: "alarm", alarmArn: ARN },
          { title: "Alarms", kind: "states", alarmArns: [ARN] },
          { title: "Errors", kind: "query", logGroupName: "/ecs/dev/api", query: ["a", "b"] },
        ],
      },
    ])) as Record<string, unknown>[];
    const graph = { region: "us-east-1", view: "timeSeries", stacked: false };
    assert.deepEqual(
      widgets.slice(1).map(({ type, properties }) => [type, properties]),
      [
        [
          "metric",
          {
            ...graph,
            title: "Latency",
            period: 60,
            metrics: [["N", "M", "A", "a", "B", "b", { stat: "p50", label: "p50" }]],
            yAxis: { left: { min: 0, label: "ms", showUnits: false } },
          },
        ],
        ["metric", { ...graph, title: "Failures", annotations: { alarms: [ARN] } }],
        ["alarm", { title: "Alarms", alarms: [ARN] }],
        [
          "log",
          {
            title: "Errors",
            region: "us-east-1",
            view: "table",
            query: "SOURCE '/ecs/dev/api' | a\n| b",
          },
        ],
      ],
    );
  });

  it("refuses more lights than CloudWatch shows, and none", async () => {
    for (const count of [0, 101]) {
      const alarmArns = Array.from({ length: count }, (_, index) => `${ARN}${index}`);
      const widget: Widget = { title: "Alarms", kind: "states", alarmArns };
      assert.equal(
        await refusal(program([{ title: "One", widgets: [widget] }])),
        `Widget "Alarms" of dashboard has ${count} alarms; allowed: 1–100.`,
      );
    }
  });

  it("refuses rows that don't fit the grid", async () => {
    for (const count of [0, 7]) {
      const widgets = Array.from({ length: count }, (): Widget => LINES);
      assert.equal(
        await refusal(program([{ title: "One", widgets }])),
        `Row "One" of dashboard has ${count} widgets; allowed: 1–6.`,
      );
    }
  });
});
