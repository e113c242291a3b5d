import assert from "node:assert/strict";

import { HOLD_TAG, MEMORY_TAG } from "../../functions/environment-schedule/contract.ts";
import { parseEvent, parseSettings } from "../../functions/environment-schedule/settings.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, namesOf, ofType, only, policyOf } from "../support/graph.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS, systemGraph } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const FUNCTION = "aws:lambda/function:Function";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const NAME = "environment-schedule";

/** Every hour, as a list. */
const ALL_DAY = Array.from({ length: 24 }, (_, hour) => hour).join(",");

describe("the hours of an environment", () => {
  const graphs: Record<string, Graph> = {};
  before(async () => {
    for (const stack of STACKS) graphs[stack] = await systemGraph(stack, ["ingest"]);
  });
  const graphOf = (stack: string): Graph => graphs[stack] ?? assert.fail(stack);
  const hoursOf = (graph: Graph) =>
    ofType(graph, SCHEDULE).filter(({ name }) => name.startsWith("hours-"));

  const variablesOf = (graph: Graph) => {
    const variables = at(only(graph, FUNCTION, NAME).inputs, "environment", "variables");
    return parseSettings(variables as Record<string, string>);
  };

  it("P-AUTO-1: dev has them, in New York's time, and the others are always up", () => {
    assert.deepEqual(
      hoursOf(graphOf("dev")).map(({ inputs }) => [
        inputs["scheduleExpression"],
        inputs["scheduleExpressionTimezone"],
      ]),
      [
        ...["0/5 20", "0/5 21", "0/5 22", "0 23"].map((when) => `${when} ? * MON-FRI`),
        `0 ${ALL_DAY} ? * SUN`,
        "0 0,1,2,3,4,5,6,7 ? * MON-FRI",
        `0 ${ALL_DAY} ? * SAT`,
        ...["0/5 8", "0/5 9", "0/5 10", "0 11"].map((when) => `${when} ? * MON-FRI`),
      ].map((when) => [`cron(${when} *)`, "America/New_York"]),
    );
    for (const stack of ["staging", "prod"]) {
      assert.deepEqual(hoursOf(graphOf(stack)), [], stack);
      assert.ok(!namesOf(graphOf(stack), FUNCTION).includes(NAME), stack);
    }
    assert.deepEqual(
      noticesOf(graphOf("dev")).filter((notice) => /shutdown/.test(notice)),
      [],
    );
  });

  it("P-AUTO-1: each event is one that the function reads", () => {
    const events = hoursOf(graphOf("dev")).map(({ inputs }) =>
      parseEvent(JSON.parse(textOf(at(inputs, "target", "input")))),
    );
    assert.equal(events.filter(({ desired }) => desired === "down").length, 7);
    assert.deepEqual(
      events.filter(({ last }) => last),
      [
        { desired: "down", last: true },
        { desired: "up", last: true },
      ],
    );
  });

  it("P-AUTO-1: the function's variables name the stack's own service and database", () => {
    const graph = graphOf("dev");
    const settings = variablesOf(graph);
    assert.equal(only(graph, "aws:ecs/service:Service").inputs["name"], settings.service);
    assert.equal(only(graph, "aws:ecs/cluster:Cluster").inputs["name"], settings.cluster);
    assert.equal(only(graph, "aws:rds/instance:Instance").inputs["identifier"], settings.database);
    const target = only(graph, "aws:appautoscaling/target:Target");
    const { resourceId, minCapacity, maxCapacity } = target.inputs;
    assert.equal(resourceId, `service/${settings.cluster}/${settings.service}`);
    assert.deepEqual([settings.minimum, settings.maximum], [minCapacity, maxCapacity]);
  });

  it("P-AUTO-1: with an image, the function knows the settings' bounds", async () => {
    const raw = withSetting(
      rawSettings("dev"),
      "platform.service.imageDigest",
      `sha256:${"a".repeat(64)}`,
    );
    const { minimum, maximum } = variablesOf(await programGraph(raw));
    assert.deepEqual([minimum, maximum], [1, 2]);
  });

  it("P-AUTO-1: it silences alarms about requests, tasks and database, and none of its own or of security", () => {
    const graph = graphOf("dev");
    const { alarms } = variablesOf(graph);
    const existing = ofType(graph, ALARM).map(({ inputs }) => textOf(inputs["name"]));
    assert.deepEqual(
      alarms.filter((name) => !existing.includes(name)),
      [],
    );
    const about = new Set(alarms.map((name) => /-alarm-([a-z]+)/.exec(name)?.[1]));
    assert.deepEqual([...about].sort(), ["api", "database", "load"]);
    assert.ok(existing.some((name) => name.includes(NAME)));
    assert.ok(!alarms.some((name) => name.includes(NAME)));
  });

  it("Lambda takes its variables: 4 KB together", () => {
    const variables = at(only(graphOf("dev"), FUNCTION, NAME).inputs, "environment", "variables");
    assert.ok(JSON.stringify(variables).length < 4096);
  });

  it("P-AUTO-1: it may change this service, this database, and the bounds and alarms that it names", () => {
    const policy = only(graphOf("dev"), "aws:iam/rolePolicy:RolePolicy", `${NAME}-access`);
    const place = "us-east-1:111122223333";
    const own = { "aws:ResourceTag/Project": "rampart", "aws:ResourceTag/Environment": "dev" };
    const tagging = (...keys: string[]) => ({
      "ForAllValues:StringEquals": { "aws:TagKeys": keys },
    });
    const targets = `arn:aws:application-autoscaling:${place}:scalable-target/*`;
    const { alarms } = variablesOf(graphOf("dev"));
    const silenced = alarms.map((name) => `arn:aws:cloudwatch:${place}:alarm:${name}`);
    const facts = policyOf(policy).Statement.map(
      ({ Effect, Action, Resource: resource, Condition }) => [
        Effect,
        [Action].flat(),
        resource,
        Condition ?? {},
      ],
    );
    assert.deepEqual(facts, [
      [
        "Allow",
        ["ecs:DescribeServices", "ecs:UpdateService"],
        `arn:aws:ecs:${place}:service/rampart-dev-ecs-main/rampart-dev-svc-api`,
        {},
      ],
      ["Allow", ["application-autoscaling:DescribeScalableTargets"], "*", {}],
      [
        "Allow",
        ["application-autoscaling:RegisterScalableTarget"],
        targets,
        {
          StringEquals: {
            "application-autoscaling:service-namespace": "ecs",
            "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
          },
        },
      ],
      ["Allow", ["application-autoscaling:ListTagsForResource"], targets, { StringEquals: own }],
      [
        "Allow",
        ["application-autoscaling:TagResource", "application-autoscaling:UntagResource"],
        targets,
        { StringEquals: own, ...tagging(MEMORY_TAG, HOLD_TAG) },
      ],
      [
        "Allow",
        ["rds:DescribeDBInstances", "rds:StartDBInstance", "rds:StopDBInstance"],
        `arn:aws:rds:${place}:db:rampart-dev-db-main`,
        {},
      ],
      ["Allow", ["cloudwatch:DescribeAlarms"], `arn:aws:cloudwatch:${place}:alarm:*`, {}],
      [
        "Allow",
        [
          "cloudwatch:DisableAlarmActions",
          "cloudwatch:EnableAlarmActions",
          "cloudwatch:ListTagsForResource",
          "cloudwatch:SetAlarmState",
        ],
        silenced,
        {},
      ],
      [
        "Allow",
        ["cloudwatch:TagResource", "cloudwatch:UntagResource"],
        silenced,
        tagging(MEMORY_TAG),
      ],
    ]);
  });

  it("P-AUTO-1: no deployment takes away what the function remembers", () => {
    for (const stack of STACKS) {
      const provider = only(graphOf(stack), "pulumi:providers:aws");
      const ignored = JSON.stringify(provider.inputs["ignoreTags"]);
      assert.ok(ignored.includes(MEMORY_TAG) && ignored.includes(HOLD_TAG), stack);
    }
  });

  it("P-AUTO-1: people hear of what it fails on, and of what it was not told", () => {
    const names = namesOf(graphOf("dev"), ALARM).filter((name) =>
      /^(environment-schedule|hours)-/.test(name),
    );
    assert.deepEqual(names, [
      `${NAME}-errors`,
      `${NAME}-failures`,
      `${NAME}-throttles`,
      "hours-undelivered",
    ]);
  });
});
