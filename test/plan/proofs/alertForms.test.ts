import assert from "node:assert/strict";

import type { Properties, Value } from "../../../plan/graph/value.ts";
import { T } from "./defects.ts";
import {
  ACCOUNT,
  arn,
  counted,
  heard,
  mail,
  make,
  may,
  policy,
  told,
  topic,
  topicArn,
  topicPolicy,
} from "./small.ts";

describe("forms of alerts", () => {
  it("a composite alarm tells for its parts", () => {
    const part = make(T.alarm, "part");
    const whole = make(T.compositeAlarm, "whole", {
      alarmRule: 'ALARM("part")',
      alarmActions: [topicArn],
    });
    assert.deepEqual(told(part, whole, ...heard), ["passes: alarm whole → topic t → email a@b.c"]);
    assert.deepEqual(told(part, ...heard), [
      "stops: alarm part → nobody",
      "  alarm part tells nobody",
    ]);
  });

  it("a composite alarm may name its parts without quotes, or by their ARNs", () => {
    const part = make(T.alarm, "part");
    const whole = (alarmRule: string, inputs: Properties = {}) =>
      make(T.compositeAlarm, "whole", { alarmRule, alarmActions: [topicArn], ...inputs });
    const passing = ["passes: alarm whole → topic t → email a@b.c"];
    for (const rule of [
      "ALARM(part)",
      `OK( "x" ) OR ALARM("${arn("cloudwatch", "alarm:part")}")`,
    ]) {
      assert.deepEqual(told(part, whole(rule), ...heard), passing);
    }
    for (const other of [whole('ALARM("parts")'), whole("ALARM(part)", { region: "us-east-1" })]) {
      assert.ok(told(part, other, ...heard).includes("  alarm part tells nobody"));
    }
  });

  it("a composite alarm is heard of what a queue keeps, unless it only scales too", () => {
    const source = make(T.queue, "a", { redrivePolicy: { deadLetterTargetArn: arn("sqs", "q") } });
    const { inputs } = counted("q");
    const part = make(T.alarm, "part", { ...inputs, name: "part", alarmActions: null });
    const whole = (action: string) =>
      make(T.compositeAlarm, "whole", { alarmRule: 'ALARM("part")', alarmActions: [action] });
    const others = [source, make(T.queue, "q"), part, ...heard];
    assert.deepEqual(told(...others, whole(topicArn)), [
      "passes: alarm whole → topic t → email a@b.c",
      "passes: queue a → queue q",
      "passes: queue q → alarm part",
    ]);
    assert.deepEqual(told(...others, whole(arn("autoscaling", "scalingPolicy:x"))), [
      "passes: queue a → queue q",
      "stops: queue q → alarm part",
      "  alarm part counts what queue q keeps, and tells nobody",
      "passes: queue q → alarm part",
    ]);
  });

  it("an alarm may be kept quiet by a mute rule or by its own part", () => {
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    const passing = "passes: alarm a → topic t → email a@b.c";
    const muting = (muteTargets: Value, inputs: Properties = {}) =>
      make("aws:cloudwatch/alarmMuteRule:AlarmMuteRule", "m", { muteTargets, ...inputs });
    const unknown: Value = { $unknown: true };
    for (const names of ["a", arn("cloudwatch", "alarm:a"), unknown]) {
      assert.deepEqual(told(alarm, muting({ alarmNames: [names] }), ...heard), [
        "unknown: alarm a → nobody",
        "  mute rule m keeps alarm a quiet at times, so it can't be shown that it tells anybody",
      ]);
    }
    assert.equal(told(alarm, muting(unknown), ...heard)[0], "unknown: alarm a → nobody");
    for (const other of [
      muting({ alarmNames: ["b"] }),
      muting({ alarmNames: ["a"] }, { region: "us-east-1" }),
    ]) {
      assert.deepEqual(told(alarm, other, ...heard), [passing]);
    }
    const whole = (suppressor: Value) =>
      make(T.compositeAlarm, "whole", {
        alarmRule: 'ALARM("a")',
        alarmActions: [topicArn],
        actionsSuppressor: { alarm: suppressor, extensionPeriod: 0, waitPeriod: 0 },
      });
    const quiet = (name: string) => [
      passing,
      "unknown: alarm whole → nobody",
      `  alarm whole tells nothing while alarm ${name} goes off, so it can't be shown that it tells of it`,
    ];
    assert.deepEqual(told(alarm, whole("a"), ...heard), quiet("a"));
    assert.deepEqual(told(alarm, whole(unknown), ...heard), quiet("?"));
    assert.deepEqual(told(alarm, whole("deployment"), ...heard), [
      passing,
      "passes: alarm whole → topic t → email a@b.c",
    ]);
  });

  it("an alarm calls a function, and scales without telling", () => {
    const fn = make(T.function, "f", { role: "arn:aws:iam::1:role/x" });
    const permission = make(T.permission, "p", {
      function: "f",
      principal: "lambda.alarms.cloudwatch.amazonaws.com",
      action: "lambda:InvokeFunction",
      sourceAccount: ACCOUNT,
      qualifier: "live",
    });
    const calling = (name: string) =>
      make(T.alarm, "a", {
        alarmActions: [arn("autoscaling", "scalingPolicy:x"), arn("lambda", `function:${name}`)],
      });
    assert.equal(told(calling("f:live"), fn, permission)[0], "passes: alarm a → function f");
    assert.deepEqual(told(calling("f:next"), fn, permission).slice(0, 2), [
      "stops: alarm a → function f",
      "  permission p is for function f as live alone, and alarm a calls it as next",
    ]);
  });

  it("a topic that is unknown is followed to where it came from, unless there are two", () => {
    const one = make(T.alarm, "a", { alarmActions: [{ $unknown: true }] }, { alarmActions: topic });
    assert.deepEqual(told(one, ...heard), ["passes: alarm a → topic t → email a@b.c"]);
    const other = make(T.topic, "other");
    const two = make(
      T.alarm,
      "a",
      { alarmActions: [{ $unknown: true }] },
      { alarmActions: [topic, other] },
    );
    assert.deepEqual(told(two, other, ...heard), [
      "unknown: alarm a → topic ?",
      "  the topic is not of this stack, so it can't be shown that anybody hears",
    ]);
  });

  it("a topic fills a queue that admits it, and keeps there what it could not deliver", () => {
    const key = make(T.key, "k", {
      policy: policy({
        ...may("sns.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey"], "*"),
        Condition: { ArnLike: { "kms:EncryptionContext:aws:sqs:arn": arn("sqs", "*") } },
      }),
    });
    const queue = make(T.queue, "q", {}, { kmsMasterKeyId: key });
    const queuePolicy = make(T.queuePolicy, "q", {
      queueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/q`,
      policy: policy({
        ...may("sns.amazonaws.com", "sqs:SendMessage", arn("sqs", "q")),
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      }),
    });
    const subscription = make(T.subscription, "s", {
      topic: topicArn,
      protocol: "sqs",
      endpoint: arn("sqs", "q"),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "q") }),
    });
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    assert.deepEqual(
      told(alarm, topic, topicPolicy, subscription, queue, queuePolicy, key, counted("q")),
      [
        "passes: alarm a → topic t → queue q (key k)",
        "passes: alarm q-filled → topic t → queue q (key k)",
        "passes: topic t → queue q (key k)",
        "passes: queue q → alarm q-filled",
      ],
    );
    assert.deepEqual(told(topic, subscription, queue, key), [
      "stops: topic t → queue q (key k)",
      "  nothing in the policy of queue q names sns.amazonaws.com",
      "stops: queue q → nobody",
      "  nobody would hear of what queue q keeps",
    ]);
  });

  it("a rule fills a queue that names it, on its own bus", () => {
    const rule = make(T.rule, "r", { eventBusName: "bus" });
    const target = make(T.target, "r", {
      rule: "r",
      arn: arn("sqs", "q"),
      eventBusName: arn("events", "event-bus/bus"),
      deadLetterConfig: { arn: arn("sqs", "q") },
    });
    const queue = make(T.queue, "q", {
      policy: policy({
        ...may("events.amazonaws.com", "sqs:SendMessage", arn("sqs", "q")),
        Condition: { ArnEquals: { "aws:SourceArn": arn("events", "rule/bus/r") } },
      }),
    });
    assert.deepEqual(told(rule, target, queue, counted("q"), ...heard), [
      "passes: alarm q-filled → topic t → email a@b.c",
      "passes: rule r → queue q",
      "passes: rule r → queue q",
      "passes: queue q → alarm q-filled",
    ]);
  });

  it("budgets and cost anomalies write e-mails, the latter not at once", () => {
    const step = { threshold: 80, notificationType: "ACTUAL", subscriberEmailAddresses: ["a@b.c"] };
    const anomalies = (frequency: string) =>
      make(T.anomalies, "c", { frequency, subscribers: [{ type: "EMAIL", address: "a@b.c" }] });
    assert.deepEqual(told(make(T.budget, "b", { notifications: [step] }), anomalies("DAILY")), [
      "passes: budget b at 80 % actual → email a@b.c",
      "passes: cost anomalies c → email a@b.c",
    ]);
    assert.deepEqual(told(make(T.budget, "b"), anomalies("IMMEDIATE")), [
      "stops: budget b → nobody",
      "  budget b tells nobody",
      "stops: cost anomalies c → a@b.c",
      "  Cost Anomaly Detection tells e-mails with the frequency DAILY or WEEKLY alone",
    ]);
  });

  it("P-OBS-6: a budget may name AWS's own end", () => {
    const step = { threshold: 80, notificationType: "ACTUAL", subscriberEmailAddresses: ["a@b.c"] };
    const budget = make(T.budget, "b", {
      notifications: [step],
      timePeriodEnd: "2087-06-15_00:00",
    });
    assert.deepEqual(told(budget), ["passes: budget b at 80 % actual → email a@b.c"]);
  });

  it("a phone has a number with its country", () => {
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    const phone = make(T.subscription, "p", {
      topic: topicArn,
      protocol: "sms",
      endpoint: "+442079460000",
    });
    assert.deepEqual(told(alarm, topic, topicPolicy, phone), [
      "passes: alarm a → topic t → sms +442079460000",
    ]);
  });

  it("nothing outside of the stack can be shown to take anything", () => {
    const rule = make(T.rule, "r");
    const target = (name: string, inputs: Properties) =>
      make(T.target, name, { rule: "r", ...inputs });
    assert.deepEqual(
      told(
        rule,
        target("a", { arn: arn("lambda", "function:other") }),
        target("b", { arn: arn("sqs", "other") }),
        target("c", { arn: { $unknown: true } }),
      ).filter((line) => !line.includes("nobody")),
      [
        "unknown: rule r → function arn:aws:lambda:eu-west-1:111122223333:function:other",
        "  the function is not of this stack, so it can't be shown that events.amazonaws.com may call it",
        "unknown: rule r → queue arn:aws:sqs:eu-west-1:111122223333:other",
        "  the queue is not of this stack, so it can't be shown that it takes messages",
        "unknown: rule r → target c",
        "  how EventBridge delivers to target c is not known here",
      ],
    );
  });

  it("a rule finds its target by origin, and a function without any permission says so", () => {
    const fn = make(T.function, "f", { role: "arn:aws:iam::1:role/x" });
    const rule = make(T.rule, "r");
    const target = make(T.target, "r", { rule: "r", arn: { $unknown: true } }, { arn: fn });
    assert.deepEqual(told(rule, target, fn).slice(0, 2), [
      "stops: rule r → function f",
      "  no permission of function f names events.amazonaws.com",
    ]);
  });

  it("a subscription that keeps messages nowhere that can be read", () => {
    const subscription = (redrivePolicy: Value) =>
      make(T.subscription, "s", { topic: topicArn, protocol: "email", redrivePolicy });
    for (const broken of ["{", "{}"]) {
      assert.deepEqual(told(topic, subscription(broken)), [
        "unknown: topic t → a queue",
        "  where subscription s keeps what it could not deliver can't be read",
      ]);
    }
    const queue = make(T.queue, "q");
    const unknown = make(
      T.subscription,
      "s",
      { topic: topicArn, protocol: "email", redrivePolicy: { $unknown: true } },
      { redrivePolicy: queue },
    );
    assert.deepEqual(told(topic, unknown, queue), [
      "stops: topic t → queue q",
      "  nothing in the policy of queue q names sns.amazonaws.com",
      "stops: queue q → nobody",
      "  nobody would hear of what queue q keeps",
    ]);
  });

  it("a key may be named by its alias", () => {
    const key = make(T.key, "k", {
      policy: policy(may("cloudwatch.amazonaws.com", "kms:*", "*")),
    });
    const alias = make(T.alias, "k", { name: "alias/mine" }, { targetKeyId: key });
    const encrypted = make(T.topic, "t", { kmsMasterKeyId: "alias/mine" });
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    assert.deepEqual(told(alarm, encrypted, topicPolicy, mail, key, alias), [
      "passes: alarm a → topic t (key k) → email a@b.c",
    ]);
    const byArn = make(T.topic, "t", { kmsMasterKeyId: arn("kms", "alias/mine") });
    assert.deepEqual(told(alarm, byArn, topicPolicy, mail, key, alias), [
      "passes: alarm a → topic t (key k) → email a@b.c",
    ]);
    const byAlias = make(T.topic, "t", {}, { kmsMasterKeyId: alias });
    assert.deepEqual(told(alarm, byAlias, topicPolicy, mail, key, alias), [
      "passes: alarm a → topic t (key k) → email a@b.c",
    ]);
  });
});
