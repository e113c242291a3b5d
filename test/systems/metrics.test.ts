import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Value } from "../../plan/graph/value.ts";
import { everythingGraph } from "../support/everything.ts";
import { at, ofType } from "../support/graph.ts";
import { scriptOf } from "../support/hosts.ts";
import { type AskedMetric, metricProblem } from "../support/metrics.ts";
import { STACKS, stackGraph } from "../support/stacks.ts";
import { entriesOf, textOf } from "../traps/reading.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

function askedBy(value: Value | undefined): AskedMetric {
  const dimensions = at(value, "dimensions");
  return {
    namespace: textOf(at(value, "namespace")),
    metricName: textOf(at(value, "metricName")),
    dimensions: isProperties(dimensions) ? Object.keys(dimensions) : [],
  };
}

/** The metrics that an alarm reads. */
function ofAlarm({ inputs }: Resource): AskedMetric[] {
  if (inputs["metricName"] !== undefined) return [askedBy(inputs)];
  return entriesOf(inputs["metricQueries"])
    .map((query) => query["metric"])
    .filter((metric) => metric !== undefined)
    .map(askedBy);
}

/** The metrics that a dashboard draws: namespace, name, and each dimension with its value. */
function ofDashboard({ inputs }: Resource): AskedMetric[] {
  const { widgets } = JSON.parse(textOf(inputs["dashboardBody"])) as {
    widgets: { properties: { metrics?: readonly unknown[][] } }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map(([first, metricName, ...rest]) =>
      typeof first === "string"
        ? {
            namespace: first,
            metricName: String(metricName),
            dimensions: rest
              .slice(0, -1)
              .filter((_, index) => index % 2 === 0)
              .map(String),
          }
        : searched(String((first as { expression?: unknown }).expression)),
    );
}

/** What a search asks for: `SEARCH('{NAMESPACE,DIMENSION} MetricName="NAME"', …)`. */
function searched(expression: string): AskedMetric {
  const [, scheme = "", metricName = ""] =
    /^SEARCH\('\{([^}]+)\} MetricName="(\w+)"', '\w+', \d+\)$/.exec(expression) ?? [];
  const [namespace = "", ...dimensions] = scheme.split(",");
  return { namespace, metricName, dimensions };
}

/** What the first boots of hosts have them put, by the host. */
function putIn(graph: Graph): string[] {
  const put =
    /^aws cloudwatch put-metric-data .*--namespace '([^']+)' --metric-name (\w+) --dimensions "InstanceId=/gm;
  return ofType(graph, TEMPLATE).flatMap((template) =>
    [...scriptOf(template).matchAll(put)].map(([, namespace, name]) => `${namespace} ${name}`),
  );
}

/** Metrics of the stack's own: what its filters make of logs, without dimensions. */
function madeIn(graph: Graph): string[] {
  return ofType(graph, FILTER).map(({ inputs }) => {
    const made = inputs["metricTransformation"];
    return `${textOf(at(made, "namespace"))} ${textOf(at(made, "name"))}`;
  });
}

describe("metrics", () => {
  const graphs: Record<string, Graph> = {};
  before(async () => {
    for (const stack of STACKS) graphs[stack] = await stackGraph(stack);
    graphs["everything on"] = await everythingGraph();
  });

  for (const name of [...STACKS, "everything on"]) {
    const graphOf = (): Graph => graphs[name] ?? assert.fail(`no graph ${name}`);

    it(`P-OBS-4, P-OBS-5: ${name} asks for those that AWS publishes, its own filters make, or its hosts put`, () => {
      const graph = graphOf();
      const asked = [
        ...ofType(graph, ALARM).flatMap(ofAlarm),
        ...ofType(graph, DASHBOARD).flatMap(ofDashboard),
      ];
      assert.ok(asked.length > 60, `only ${asked.length}`);
      const [own, put] = [madeIn(graph), putIn(graph)];
      const problems = asked.flatMap((metric) => {
        const { namespace, metricName, dimensions } = metric;
        const name = `${namespace} ${metricName}`;
        if (dimensions.length === 0 && own.includes(name)) return [];
        if (dimensions.join(" ") === "InstanceId" && put.includes(name)) return [];
        return metricProblem(metric) ?? [];
      });
      assert.deepEqual(problems, []);
    });

    it(`P-OBS-2: somebody looks at each metric that ${name} pays a filter for`, () => {
      const graph = graphOf();
      const asked = [
        ...ofType(graph, ALARM).flatMap(ofAlarm),
        ...ofType(graph, DASHBOARD).flatMap(ofDashboard),
      ].map(({ namespace, metricName }) => `${namespace} ${metricName}`);
      assert.deepEqual(
        madeIn(graph).filter((metric) => !asked.includes(metric)),
        [],
      );
    });

    it(`P-OBS-4: ${name} has alarms of different names, each with an answer to silence`, () => {
      const alarms = ofType(graphOf(), ALARM);
      // Names are a region's own.
      const names = alarms.map(({ inputs, provider }) => `${textOf(inputs["name"])} ${provider}`);
      assert.equal(new Set(names).size, names.length);
      for (const { name: alarm, inputs } of alarms) {
        const { treatMissingData, alarmActions, okActions } = inputs;
        assert.ok(["breaching", "notBreaching"].includes(textOf(treatMissingData)), alarm);
        const [told = "", ...more] = (alarmActions as readonly string[] | undefined) ?? [];
        assert.match(told, /-(critical|warning|info)-alerts$/, alarm);
        assert.deepEqual(more, [], alarm);
        // A pager goes quiet when all is well again; mail about what is over is noise.
        assert.deepEqual(okActions, told.endsWith("-critical-alerts") ? [told] : [], alarm);
        assert.ok(textOf(inputs["alarmDescription"]).length >= 40, alarm);
      }
    });

    it(`P-OBS-5: ${name} has a dashboard that CloudWatch takes`, () => {
      for (const { inputs } of ofType(graphOf(), DASHBOARD)) {
        const { widgets } = JSON.parse(textOf(inputs["dashboardBody"])) as {
          widgets: { x: number; y: number; width: number; height: number }[];
        };
        assert.ok(widgets.length > 0 && widgets.length <= 500);
        for (const { x, y, width, height } of widgets) {
          assert.ok(x >= 0 && width >= 1 && x + width <= 24, `${x} ${width}`);
          assert.ok(y >= 0 && height >= 1 && height <= 1_000, `${y} ${height}`);
        }
        const cells = widgets.flatMap(({ x, y, width, height }) =>
          Array.from({ length: width * height }, (_, index) =>
            [x + (index % width), y + Math.floor(index / width)].join(","),
          ),
        );
        assert.equal(new Set(cells).size, cells.length, "widgets lie over each other");
      }
    });
  }
});

describe("the table of metrics", () => {
  for (const [metric, problem] of [
    [["AWS/RDS", "CPUUtilization", ["DBInstanceIdentifier"]], undefined],
    [
      ["AWS/RDS", "CpuUtilization", ["DBInstanceIdentifier"]],
      "AWS/RDS CpuUtilization by DBInstanceIdentifier: not in Amazon RDS guide, Amazon CloudWatch metrics for Amazon RDS",
    ],
    [
      ["AWS/ApplicationELB", "HealthyHostCount", ["TargetGroup"]],
      "AWS/ApplicationELB HealthyHostCount by TargetGroup: not in Elastic Load Balancing guide, CloudWatch metrics for your Application Load Balancer",
    ],
    [
      ["AWS/Backups", "NumberOfBackupJobsFailed", []],
      "AWS/Backups NumberOfBackupJobsFailed by nothing: no such namespace is known",
    ],
  ] as const) {
    const [namespace, metricName, dimensions] = metric;
    it(`P-OBS-4: ${problem === undefined ? "takes" : "refuses"} ${metricName} of ${namespace}`, () => {
      assert.equal(metricProblem({ namespace, metricName, dimensions }), problem);
    });
  }
});
