import assert from "node:assert/strict";

import { Alarm, type AlarmArgs } from "../../../components/observability/alarm.ts";
import { FunctionAlarms } from "../../../components/observability/functionAlarms.ts";
import type { Severity } from "../../../components/observability/topic.ts";
import { textOf } from "../../../plan/graph/value.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { at, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { testTopic } from "./support.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC_ARN = "arn:aws:sns:us-east-1:111122223333:dev-warning-alerts";

const CPU = {
  namespace: "AWS/RDS",
  metricName: "CPUUtilization",
  dimensions: { DBInstanceIdentifier: "rampart-dev-db-main" },
  statistic: "Average",
} as const;

function program(overrides: Partial<AlarmArgs> = {}, severity: Severity = "warning") {
  return () => {
    const environment = testEnvironment();
    return new Alarm("cpu", {
      environment,
      identifier: "database-cpu",
      description: "Busy",
      metric: CPU,
      wrong: "above",
      threshold: 80,
      silenceIs: "fine",
      topic: testTopic(environment, severity),
      ...overrides,
    });
  };
}

describe("Alarm", () => {
  it("P-OBS-4: watches one metric and tells its topic", async () => {
    const graph = await recorded(program({ periods: 10, periodSeconds: 60 }));
    assert.deepEqual(only(graph, ALARM).inputs, {
      name: "rampart-dev-alarm-database-cpu",
      alarmDescription: "Busy",
      ...{ namespace: "AWS/RDS", metricName: "CPUUtilization", statistic: "Average", period: 60 },
      dimensions: { DBInstanceIdentifier: "rampart-dev-db-main" },
      comparisonOperator: "GreaterThanThreshold",
      threshold: 80,
      evaluationPeriods: 10,
      datapointsToAlarm: 10,
      treatMissingData: "notBreaching",
      actionsEnabled: true,
      alarmActions: [TOPIC_ARN],
      okActions: [],
    });
  });

  it("P-OBS-4: waits for the topic's policy, since an alarm tells of a change only once", async () => {
    const graph = await recorded(program());
    const policy = only(graph, "aws:sns/topicPolicy:TopicPolicy");
    assert.ok(waitsFor(graph, only(graph, ALARM), policy));
  });

  it("P-OBS-3: tells a pager when it is over, and nobody else", async () => {
    const { inputs } = only(await recorded(program({}, "critical")), ALARM);
    const arn = "arn:aws:sns:us-east-1:111122223333:dev-critical-alerts";
    assert.deepEqual([inputs["alarmActions"], inputs["okActions"]], [[arn], [arn]]);
  });

  it("P-OBS-4: watches percentiles, lower bounds, and what must not be silent", async () => {
    const graph = await recorded(
      program({
        metric: { ...CPU, statistic: "p99" },
        wrong: "below",
        silenceIs: "wrong",
        periods: 5,
        wrongPeriods: 3,
      }),
    );
    const { inputs } = only(graph, ALARM);
    assert.equal(inputs["extendedStatistic"], "p99");
    assert.equal(inputs["statistic"], undefined);
    assert.equal(inputs["comparisonOperator"], "LessThanThreshold");
    assert.equal(inputs["treatMissingData"], "breaching");
    assert.deepEqual([inputs["evaluationPeriods"], inputs["datapointsToAlarm"]], [5, 3]);
  });

  it("P-OBS-4: watches what is worked out of metrics", async () => {
    const metric = { expression: "100 * a", label: "Share", metrics: { a: CPU } };
    const { inputs } = only(await recorded(program({ metric, periodSeconds: 300 })), ALARM);
    assert.deepEqual(inputs["metricQueries"], [
      { id: "result", expression: "100 * a", label: "Share", returnData: true },
      {
        id: "a",
        metric: {
          namespace: "AWS/RDS",
          metricName: "CPUUtilization",
          dimensions: { DBInstanceIdentifier: "rampart-dev-db-main" },
          period: 300,
          stat: "Average",
        },
        returnData: false,
      },
    ]);
    for (const property of ["metricName", "namespace", "period", "statistic", "dimensions"]) {
      assert.equal(inputs[property], undefined, property);
    }
  });

  it("tells its name and ARN before it exists", async () => {
    const seen: unknown[] = [];
    await recorded(() => {
      const { alarmName, physicalName, arn } = program()();
      seen.push(physicalName, arn);
      alarmName.apply((name) => seen.push(name));
    });
    const name = "rampart-dev-alarm-database-cpu";
    assert.deepEqual(seen, [name, `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`, name]);
  });

  const refused: readonly [args: Partial<AlarmArgs>, message: string][] = [
    [{ periodSeconds: 90 }, "periodSeconds of cpu is 90; allowed: multiples of 60."],
    [{ periodSeconds: 0 }, "periodSeconds of cpu is 0; allowed: multiples of 60."],
    [
      { periods: 0 },
      "cpu looks at 0 periods of 60 seconds; allowed: 1 or more, and 86400 seconds together.",
    ],
    [
      { periods: 1_441 },
      "cpu looks at 1441 periods of 60 seconds; allowed: 1 or more, and 86400 seconds together.",
    ],
    [
      { periods: 8, periodSeconds: 86_400 },
      "cpu looks at 8 periods of 86400 seconds; allowed: 1 or more, and 604800 seconds together.",
    ],
    [{ periods: 3, wrongPeriods: 4 }, "wrongPeriods of cpu is 4; allowed: 1–3."],
    [{ periods: 3, wrongPeriods: 0 }, "wrongPeriods of cpu is 0; allowed: 1–3."],
    [
      { metric: { expression: "A", label: "A", metrics: { A: CPU } } },
      'metrics of cpu has the name "A"; allowed: a lower-case letter, then letters, digits and underscores, and not "result".',
    ],
    [
      { metric: { expression: "1", label: "A", metrics: { result: CPU } } },
      'metrics of cpu has the name "result"; allowed: a lower-case letter, then letters, digits and underscores, and not "result".',
    ],
  ];
  for (const [args, message] of refused) {
    it(`refuses what CloudWatch would: ${message}`, async () => {
      assert.equal(await refusal(program(args)), message);
    });
  }

  it("takes the longest looks back that CloudWatch does", async () => {
    for (const args of [{ periods: 1_440 }, { periods: 7, periodSeconds: 86_400 }]) {
      assert.equal(ofType(await recorded(program(args)), ALARM).length, 1);
    }
  });
});

describe("FunctionAlarms", () => {
  it("P-OBS-4: tells of errors, of calls without a turn, and of what was given up on", async () => {
    const graph = await recorded(
      () =>
        new FunctionAlarms("rotation", {
          environment: testEnvironment(),
          identifier: "rotation",
          consequence: "the password stays",
          functionName: "rampart-dev-fn-rotate",
          failureQueueName: "rampart-dev-sqs-rotate-failures",
          topic: testTopic(),
        }),
    );
    const alarms = ofType(graph, ALARM).map(({ inputs }) => [
      inputs["name"],
      ["namespace", "metricName", "statistic"].map((name) => textOf(inputs[name])).join(" "),
      inputs["dimensions"],
    ]);
    assert.deepEqual(alarms, [
      [
        "rampart-dev-alarm-rotation-errors",
        "AWS/Lambda Errors Sum",
        { FunctionName: "rampart-dev-fn-rotate" },
      ],
      [
        "rampart-dev-alarm-rotation-throttles",
        "AWS/Lambda Throttles Sum",
        { FunctionName: "rampart-dev-fn-rotate" },
      ],
      [
        "rampart-dev-alarm-rotation-failures",
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum",
        { QueueName: "rampart-dev-sqs-rotate-failures" },
      ],
    ]);
    for (const { inputs } of ofType(graph, ALARM)) {
      assert.equal(inputs["threshold"], 0);
      assert.equal(inputs["treatMissingData"], "notBreaching");
      assert.match(textOf(inputs["alarmDescription"]), /: the password stays$/);
      assert.equal(at(inputs, "alarmActions", 0), TOPIC_ARN);
    }
  });
});
