import assert from "node:assert/strict";

import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties } from "../../../plan/graph/value.ts";
import type { Links } from "../builder.ts";
import { T } from "./defects.ts";
import { ACCOUNT, heard, make, may, policy, told, topic, topicArn, topicPolicy } from "./small.ts";

const AWAY = "us-east-1";

/** A resource in another region than the rest. */
const away = (type: string, name: string, inputs: Properties = {}, links: Links = {}): Resource =>
  make(type, name, { region: AWAY, ...inputs }, links);

const KEEPER = `arn:aws:sqs:${AWAY}:${ACCOUNT}:far`;
const services = ["sns.amazonaws.com", "events.amazonaws.com"];
const keeper = [
  away(T.queue, "far"),
  away(T.queuePolicy, "far", {
    queueUrl: "far",
    policy: policy({ ...may("", "sqs:SendMessage", KEEPER), Principal: { Service: services } }),
  }),
];

/** What is told of the ways from a sender to something. */
const toldOf = (way: string, ...resources: readonly Resource[]): string[] => {
  const lines = told(...resources);
  return lines.filter((line, at) => `${line} ${lines[at - 1]}`.includes(`: ${way}`)).slice(0, 2);
};

const tooFar = (sender: string) => [
  `stops: ${sender} → queue far`,
  `  queue far is in us-east-1, and ${sender} in eu-west-1 can't deliver this there`,
];

describe("forms of what is in another region", () => {
  it("P-OBS-3: an alarm and a rule find a topic there by its origin, and tell it nothing", () => {
    const alarm = away(
      T.alarm,
      "a",
      { alarmActions: [{ $unknown: true }] },
      { alarmActions: topic },
    );
    assert.deepEqual(toldOf("alarm a", alarm, ...heard), [
      "stops: alarm a → topic t",
      "  topic t is in eu-west-1, and alarm a in us-east-1 can't deliver this there",
    ]);
    const rule = away(T.rule, "r");
    for (const thing of [topic, make(T.queue, "q"), make(T.function, "f")]) {
      const target = away(T.target, "r", { rule: "r" }, { arn: thing });
      assert.deepEqual(toldOf("rule r → target r", rule, target, thing), [
        "stops: rule r → target r",
        "  rule r is in us-east-1, and its target in eu-west-1",
      ]);
    }
  });

  it("P-DET-6: what a rule could not deliver stays in its region", () => {
    const rule = make(T.rule, "r");
    const deadLetterConfig = { arn: KEEPER };
    const target = make(T.target, "r", { rule: "r", arn: topicArn, deadLetterConfig });
    const lines = toldOf("rule r → queue", rule, target, ...keeper, ...heard);
    assert.deepEqual(lines, tooFar("rule r"));
  });

  it("P-OBS-3: what a topic or a queue could not deliver does, too", () => {
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: KEEPER });
    const subscription = make(T.subscription, "s", {
      topic: topicArn,
      protocol: "email",
      endpoint: "a@b.c",
      redrivePolicy,
    });
    assert.deepEqual(toldOf("topic t", topic, subscription, ...keeper), tooFar("topic t"));
    const source = make(T.queue, "q", { redrivePolicy });
    assert.deepEqual(toldOf("queue q", source, ...keeper), tooFar("queue q"));
  });

  it("P-OBS-3: a topic fills queues everywhere", () => {
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    const subscription = make(T.subscription, "s", {
      topic: topicArn,
      protocol: "sqs",
      endpoint: KEEPER,
    });
    assert.equal(
      told(alarm, topic, topicPolicy, subscription, ...keeper)[0],
      "passes: alarm a → topic t → queue far",
    );
  });
});
