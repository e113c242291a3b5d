import assert from "node:assert/strict";

import { Role } from "../../../components/identity/role.ts";
import {
  EventRule,
  type EventRuleArgs,
  eventRuleArnOf,
} from "../../../components/observability/eventRule.ts";
import { Topic } from "../../../components/observability/topic.ts";
import { Queue } from "../../../components/storage/queue.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ARN = "arn:aws:events:us-east-1:111122223333:rule/rampart-dev-rule-attack";

function program(overrides: Partial<EventRuleArgs> = {}) {
  return () => {
    const environment = testEnvironment();
    const { key } = foundation(environment);
    const topic = new Topic("critical", {
      environment,
      key,
      identifier: "critical",
      publishers: ["events"],
    });
    const undelivered = new Queue("undelivered", {
      environment,
      key,
      identifier: "undelivered",
      undeliveredBy: [eventRuleArnOf(environment, "attack")],
    });
    new EventRule("attack", {
      environment,
      identifier: "attack",
      description: "Somebody attacks",
      pattern: { source: ["aws.guardduty"] },
      receivers: { people: topic },
      undelivered,
      ...overrides,
    });
  };
}

describe("EventRule", () => {
  it("P-DET-6: hands events of its pattern over, tries for an hour, and keeps the rest", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, RULE).inputs, {
      name: "rampart-dev-rule-attack",
      description: "Somebody attacks",
      eventPattern: '{"source":["aws.guardduty"]}',
      state: "ENABLED",
    });
    const target = only(graph, TARGET);
    assert.equal(target.name, "attack-people");
    assert.deepEqual(target.inputs, {
      rule: "rampart-dev-rule-attack",
      targetId: "people",
      arn: "arn:aws:sns:us-east-1:111122223333:dev-critical-alerts",
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
      deadLetterConfig: { arn: "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-undelivered" },
    });
  });

  it("S-INGEST-2: tries for a day where that is asked for, EventBridge's own bounds", async () => {
    const graph = await recorded(program({ triesFor: "day" }));
    assert.deepEqual(only(graph, TARGET).inputs["retryPolicy"], {
      maximumEventAgeInSeconds: 86_400,
      maximumRetryAttempts: 185,
    });
  });

  it("P-DET-6: waits until its receiver, and the queue, let EventBridge in", async () => {
    const graph = await recorded(program());
    const target = only(graph, TARGET);
    for (const type of ["aws:sns/topicPolicy:TopicPolicy", "aws:sqs/queuePolicy:QueuePolicy"]) {
      assert.ok(waitsFor(graph, target, only(graph, type)), type);
    }
  });

  it("T24: stands in another region and hands over to a bus there, by a role", async () => {
    const busArn = "arn:aws:events:eu-west-2:111122223333:event-bus/default";
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { boundary } = foundation(environment);
      const role = new Role("send", {
        environment,
        boundary,
        identifier: "send",
        service: "events.amazonaws.com",
        policies: {
          send: [{ Sid: "Send", Effect: "Allow", Action: "events:PutEvents", Resource: busArn }],
        },
      });
      new EventRule("abroad", {
        environment,
        identifier: "abroad",
        description: "x",
        pattern: { source: ["aws.signin"] },
        receivers: { home: { busArn, role } },
        region: "us-west-2",
      });
    });
    assert.equal(only(graph, RULE).inputs["region"], "us-west-2");
    const target = only(graph, TARGET);
    assert.deepEqual(target.inputs, {
      rule: "rampart-dev-rule-abroad",
      targetId: "home",
      arn: busArn,
      roleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-send",
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
      region: "us-west-2",
    });
    for (const policy of ofType(graph, "aws:iam/rolePolicy:RolePolicy")) {
      assert.ok(waitsFor(graph, target, policy));
    }
  });

  it("its ARN is known from its name", () => {
    assert.equal(eventRuleArnOf(testEnvironment(), "attack"), ARN);
  });

  const topic = (graph: number) => [`t${graph}`, { busArn: "arn:x" }] as const;
  for (const [what, overrides, message] of [
    ["no receiver", { receivers: {} }, "receivers of attack has 0; allowed: 1–5."],
    [
      "six receivers",
      { receivers: Object.fromEntries([1, 2, 3, 4, 5, 6].map(topic)) },
      "receivers of attack has 6; allowed: 1–5.",
    ],
    [
      "a pattern that takes every event",
      { pattern: {} },
      "pattern of attack has 2 characters; allowed: one field at least, and up to 2048.",
    ],
    [
      "a pattern that is too long",
      { pattern: { source: ["x".repeat(2036)] } },
      "pattern of attack has 2051 characters; allowed: one field at least, and up to 2048.",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await refusal(program(overrides as Partial<EventRuleArgs>)), message);
    });
  }
});
