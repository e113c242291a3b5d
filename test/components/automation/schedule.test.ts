import assert from "node:assert/strict";

import { Schedule, type ScheduleArgs } from "../../../components/automation/schedule.ts";
import { LambdaFunction } from "../../../components/compute/function.ts";
import { Topic } from "../../../components/observability/topic.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import {
  namesOf,
  ofType,
  only,
  policyOf,
  recorded,
  refusal,
  waitsFor,
} from "../../support/graph.ts";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup";
const FUNCTION = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";
const FUNCTION_ARN = "arn:aws:lambda:us-east-1:111122223333:function:rampart-dev-fn-hours";
const ROLE_ARN = "arn:aws:iam::111122223333:role/rampart-dev-role-hours-scheduler";
const QUEUE_ARN = "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-hours-undelivered";

const RUNS: ScheduleArgs["runs"] = {
  down: { expression: "cron(0 20 ? * MON-FRI *)", input: { desired: "down" } },
  up: { expression: "cron(0 8 ? * MON-FRI *)", input: { desired: "up" } },
};

function program(overrides: Partial<ScheduleArgs> = {}, seen?: (made: Schedule) => void) {
  return () => {
    const environment = testEnvironment();
    const { key, boundary } = foundation(environment);
    const called = new LambdaFunction("hours", {
      environment,
      key,
      boundary,
      identifier: "hours",
      description: "Keeps hours",
      folder: "rotate-database-secret",
      environmentVariables: {},
      statements: [],
      timeoutSeconds: 30,
      logRetentionDays: 30,
    });
    const topic = new Topic("warning", {
      environment,
      key,
      identifier: "warning",
      publishers: ["alarms"],
    });
    const made = new Schedule("hours", {
      environment,
      key,
      boundary,
      identifier: "hours",
      description: "Hours of the environment",
      timeZone: "America/New_York",
      functionIdentifier: "hours",
      functionArn: called.arn,
      topic,
      runs: RUNS,
      ...overrides,
    });
    seen?.(made);
  };
}

describe("Schedule", () => {
  it("P-AUTO-1: each run is at its time in the time zone, exactly then, with its event", async () => {
    const graph = await recorded(program());
    assert.deepEqual(namesOf(graph, SCHEDULE), ["hours-down", "hours-up"]);
    assert.deepEqual(only(graph, SCHEDULE, "hours-down").inputs, {
      name: "rampart-dev-schedule-hours-down",
      groupName: "rampart-dev-schedules-hours",
      description: "Hours of the environment",
      scheduleExpression: "cron(0 20 ? * MON-FRI *)",
      scheduleExpressionTimezone: "America/New_York",
      flexibleTimeWindow: { mode: "OFF" },
      state: "ENABLED",
      target: {
        arn: FUNCTION_ARN,
        roleArn: ROLE_ARN,
        input: '{"desired":"down"}',
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
        deadLetterConfig: { arn: QUEUE_ARN },
      },
    });
  });

  it("control 101: its role trusts Scheduler for this group only, as Scheduler names no schedule", async () => {
    const graph = await recorded(program());
    const role = only(graph, ROLE, "hours-scheduler");
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: {
            "aws:SourceArn":
              "arn:aws:scheduler:us-east-1:111122223333:schedule-group/rampart-dev-schedules-hours",
          },
        },
      },
    ]);
    assert.deepEqual(only(graph, GROUP).inputs, { name: "rampart-dev-schedules-hours" });
  });

  it("its role may call the one function, and keep in its queue what could not be handed over", async () => {
    const graph = await recorded(program());
    const policy = only(graph, "aws:iam/rolePolicy:RolePolicy", "hours-scheduler-call");
    assert.deepEqual(policyOf(policy).Statement, [
      {
        Sid: "CallFunction",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: FUNCTION_ARN,
      },
      {
        Sid: "KeepUndelivered",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: QUEUE_ARN,
      },
      {
        Sid: "UseKeyForsqs",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "arn:aws:kms:us-east-1:111122223333:key/*",
        Condition: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" },
          StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" },
        },
      },
    ]);
  });

  it("a run waits for role, policy, queue and function, also when a deployment is updated", async () => {
    for (const mode of ["preview", "update"] as const) {
      const graph = await recorded(program(), { mode });
      const needed = [
        only(graph, ROLE, "hours-scheduler"),
        only(graph, "aws:iam/rolePolicy:RolePolicy", "hours-scheduler-call"),
        only(graph, "aws:sqs/queue:Queue", "hours-undelivered"),
        only(graph, GROUP),
        only(graph, FUNCTION),
      ];
      for (const run of ofType(graph, SCHEDULE)) {
        for (const earlier of needed) {
          assert.ok(waitsFor(graph, run, earlier), `${run.name} not for ${earlier.name}`);
        }
      }
    }
  });

  it("tells people when a call could not be handed over", async () => {
    const graph = await recorded(program());
    const alarm = only(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
    const { metricName, dimensions, threshold, comparisonOperator, alarmActions } = alarm.inputs;
    assert.deepEqual(
      { metricName, dimensions, threshold, comparisonOperator, alarmActions },
      {
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: "rampart-dev-sqs-hours-undelivered" },
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        alarmActions: ["arn:aws:sns:us-east-1:111122223333:dev-warning-alerts"],
      },
    );
  });

  it("its group's name is known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program({}, ({ groupName }) => {
        groupName.apply((value) => seen.push(value));
      }),
    );
    assert.deepEqual(seen, ["rampart-dev-schedules-hours"]);
  });

  it("refuses to have nothing to do", async () => {
    assert.equal(
      await refusal(program({ runs: {} })),
      "runs of hours is empty; allowed: 1 or more.",
    );
  });

  for (const expression of [
    "rate(1 day)",
    "cron(0 20 * * MON-FRI *)",
    "cron(0 20 ? * ? *)",
    "cron(0 20 ? * MON-FRI)",
    "0 20 ? * MON-FRI *",
  ]) {
    it(`refuses a run at ${expression}`, async () => {
      assert.equal(
        await refusal(program({ runs: { down: { expression, input: {} } } })),
        `Run down of hours is at ${expression}; allowed: cron(MINUTES HOURS DAY MONTH WEEKDAY ` +
          "YEAR), with ? for one of DAY and WEEKDAY.",
      );
    });
  }

  for (const expression of ["cron(0 9 1 * ? *)", "cron(0/10 21,22 ? * TUE-SAT *)"]) {
    it(`takes a run at ${expression}`, async () => {
      const graph = await recorded(program({ runs: { down: { expression, input: {} } } }));
      assert.equal(only(graph, SCHEDULE).inputs["scheduleExpression"], expression);
    });
  }
});
