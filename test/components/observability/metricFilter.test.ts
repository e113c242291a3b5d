import assert from "node:assert/strict";

import {
  MetricFilter,
  type MetricFilterArgs,
} from "../../../components/observability/metricFilter.ts";
import { SavedQuery } from "../../../components/observability/savedQuery.ts";
import { only, recorded, refusal } from "../../support/graph.ts";

const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

const ARGS: MetricFilterArgs = {
  logGroupName: "/ecs/dev/api",
  identifier: "errors",
  pattern: '{ $.level = "error" }',
  namespace: "rampart/dev/api",
  metricName: "ErrorCount",
  value: "1",
  unit: "Count",
};

const program =
  (overrides: Partial<MetricFilterArgs> = {}) =>
  () =>
    new MetricFilter("errors", { ...ARGS, ...overrides });

describe("MetricFilter", () => {
  it("P-OBS-2: counts lines, and lines that don't fit as none", async () => {
    assert.deepEqual(only(await recorded(program()), FILTER).inputs, {
      name: "errors",
      logGroupName: "/ecs/dev/api",
      pattern: '{ $.level = "error" }',
      metricTransformation: {
        namespace: "rampart/dev/api",
        name: "ErrorCount",
        value: "1",
        unit: "Count",
        defaultValue: "0",
      },
    });
  });

  it("P-OBS-2: reads a field, whose average no other line spoils", async () => {
    const value = "$.durationMs";
    const pattern = "{ $.durationMs = * }";
    const graph = await recorded(program({ value, pattern, unit: "Milliseconds" }));
    assert.deepEqual(only(graph, FILTER).inputs["metricTransformation"], {
      namespace: "rampart/dev/api",
      name: "ErrorCount",
      value,
      unit: "Milliseconds",
    });
  });

  const refused: readonly [args: Partial<MetricFilterArgs>, message: string][] = [
    [{ pattern: "x".repeat(1_025) }, "pattern of errors has 1025 characters; allowed: 1024."],
    [
      { namespace: "AWS/Mine" },
      'namespace of errors is "AWS/Mine"; allowed: letters, digits and ./#:-_, not below AWS/.',
    ],
    [
      { namespace: "my app" },
      'namespace of errors is "my app"; allowed: letters, digits and ./#:-_, not below AWS/.',
    ],
    [
      { value: "$.durationMs" },
      'value of errors is $.durationMs, which its pattern { $.level = "error" } does not ask for.',
    ],
  ];
  for (const [args, message] of refused) {
    it(`refuses what CloudWatch would: ${message}`, async () => {
      assert.equal(await refusal(program(args)), message);
    });
  }
});

describe("SavedQuery", () => {
  it("P-OBS-2: asks its groups, a command a line", async () => {
    const graph = await recorded(
      () =>
        new SavedQuery("errors", {
          title: "rampart/dev/errors",
          logGroupNames: ["/ecs/dev/api"],
          query: ["fields @timestamp", "limit 5"],
        }),
    );
    assert.deepEqual(only(graph, "aws:cloudwatch/queryDefinition:QueryDefinition").inputs, {
      name: "rampart/dev/errors",
      logGroupNames: ["/ecs/dev/api"],
      queryString: "fields @timestamp\n| limit 5",
    });
  });
});
