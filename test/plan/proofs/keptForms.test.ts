import assert from "node:assert/strict";

import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties } from "../../../plan/graph/value.ts";
import { resource } from "../builder.ts";
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

const role = make(T.role, "r", {
  assumeRolePolicy: policy(
    ...["lambda", "scheduler"].map((name) => ({
      Principal: { Service: `${name}.amazonaws.com` },
      Action: "sts:AssumeRole",
    })),
  ),
  inlinePolicies: [{ policy: policy({ Action: "*", Resource: "*" }) }],
});
const fn = make(T.function, "f", { role: `arn:aws:iam::${ACCOUNT}:role/r` });
const group = make(T.logGroup, "g", { name: "/aws/lambda/f" });
const queue = make(T.queue, "q");
const open = (name: string, ...services: readonly string[]) =>
  make(T.queuePolicy, name, {
    queueUrl: name,
    policy: policy(
      ...services.map((service) =>
        may(`${service}.amazonaws.com`, "sqs:SendMessage", arn("sqs", name)),
      ),
    ),
  });
const schedule = (inputs: Properties, target = "function:f") =>
  make(T.schedule, "s", {
    target: {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      arn: arn("lambda", target),
      deadLetterConfig: { arn: arn("sqs", "q") },
    },
    ...inputs,
  });
const config = (destination: string) =>
  make(T.invokeConfig, "c", {
    functionName: "f",
    destinationConfig: { onFailure: { destination } },
  });

describe("forms of what is kept", () => {
  it("failed calls stay in a queue or come to a topic, by configuration or by the function's own", () => {
    const kept = [
      "passes: alarm q-filled → topic t → email a@b.c",
      "passes: schedule s → role r → function f",
      "passes: schedule s → role r → queue q",
    ];
    const rest = [
      "passes: queue q → alarm q-filled",
      "passes: function f → role r → log group /aws/lambda/f",
    ];
    const others = [schedule({}), role, group, queue, counted("q"), ...heard];
    assert.deepEqual(told(fn, config(arn("sqs", "q")), ...others), [
      ...kept,
      "passes: function f → role r → queue q",
      ...rest,
    ]);
    assert.deepEqual(told(fn, config(topicArn), ...others), [
      ...kept,
      "passes: function f → role r → topic t → email a@b.c",
      ...rest,
    ]);
    const own = { ...fn, inputs: { ...fn.inputs, deadLetterConfig: { targetArn: topicArn } } };
    assert.deepEqual(told(own, ...others), [
      ...kept,
      "passes: function f → role r → topic t → email a@b.c",
      ...rest,
    ]);
  });

  it("a schedule that calls a version needs leave for it, and its own key lets its role in", () => {
    const key = make(T.key, "k", {
      policy: policy({ Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" }),
    });
    const encrypted = schedule({ endDate: null });
    const withKey = {
      ...encrypted,
      inputs: { ...encrypted.inputs, kmsKeyArn: { $unknown: true } as const },
      propertyDependencies: { kmsKeyArn: [key.urn] },
    };
    assert.equal(
      told(withKey, fn, role, key)[0],
      "passes: schedule s → role r (key k) → function f",
    );
    const narrow = make(T.role, "r", {
      assumeRolePolicy: role.inputs["assumeRolePolicy"] ?? null,
      inlinePolicies: [
        {
          policy: policy({
            Action: "lambda:InvokeFunction",
            Resource: arn("lambda", "function:f"),
          }),
        },
      ],
    });
    assert.deepEqual(told(schedule({}, "function:f:live"), fn, narrow).slice(0, 2), [
      "stops: schedule s → role r → function f",
      "  statement policy.Statement[0] of the policies of role r allows lambda:InvokeFunction, but not on arn:aws:lambda:eu-west-1:111122223333:function:f:live",
    ]);
  });

  it("SQS moves messages to a queue that is like the first and admits it", () => {
    const source = (name: string, redrivePolicy: Properties | string) =>
      make(T.queue, name, { redrivePolicy });
    const to = { deadLetterTargetArn: arn("sqs", "q") };
    const target = (inputs: Properties) => [make(T.queue, "q", inputs), counted("q"), ...heard];
    const moved = (...resources: readonly Resource[]) => told(...resources).slice(1);
    const alarm = "passes: queue q → alarm q-filled";
    assert.deepEqual(moved(source("a", to), ...target({})), ["passes: queue a → queue q", alarm]);
    const closed = { redriveAllowPolicy: '{"redrivePermission":"denyAll"}' };
    assert.deepEqual(moved(source("a", JSON.stringify(to)), ...target(closed)), [
      "stops: queue a → queue q",
      "  redriveAllowPolicy of queue q keeps queue a out",
      alarm,
    ]);
    const named = {
      redriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arn("sqs", "a")] },
    };
    assert.deepEqual(moved(source("a", to), ...target(named))[0], "passes: queue a → queue q");
    assert.deepEqual(moved(source("a", to), ...target({ fifoQueue: true })).slice(0, 2), [
      "stops: queue a → queue q",
      "  queue q is a FIFO queue, and queue a fills standard queues alone",
    ]);
    assert.deepEqual(moved(source("a.fifo", to), ...target({})).slice(0, 2), [
      "stops: queue a.fifo → queue q",
      "  queue q is a standard queue, and queue a.fifo fills FIFO queues alone",
    ]);
    assert.deepEqual(told(source("a", to)), [
      "unknown: queue a → queue arn:aws:sqs:eu-west-1:111122223333:q",
      "  the queue is not of this stack, so it can't be shown that it takes messages",
    ]);
    assert.deepEqual(told(source("a", "{")), [
      "unknown: queue a → a queue",
      "  where queue a keeps what it could not deliver can't be read",
    ]);
  });

  it("FIFO topics fill queues of both kinds, rules those that they name a group for", () => {
    const ordered = make(T.queue, "q.fifo");
    const both = open("q.fifo", "sns", "events");
    const fifo = make(T.topic, "t", { fifoTopic: true });
    const subscription = make(T.subscription, "s", {
      topic: topicArn,
      protocol: "sqs",
      endpoint: arn("sqs", "q.fifo"),
      redrivePolicy: { deadLetterTargetArn: arn("sqs", "q.fifo") },
    });
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    const telling = {
      ...fn,
      inputs: { ...fn.inputs, environment: { variables: { TOPIC: topicArn } } },
    };
    const others = [topicPolicy, subscription, ordered, both, counted("q.fifo")];
    const deaf =
      "  topic t is a FIFO topic, which asks for a message group, and no guide says that cloudwatch.amazonaws.com names one";
    assert.deepEqual(told(telling, role, group, fifo, ...others), [
      "unknown: alarm q.fifo-filled → topic t",
      deaf,
      "passes: function f → role r → topic t → queue q.fifo",
      "passes: topic t → queue q.fifo",
      "passes: queue q.fifo → alarm q.fifo-filled",
      "passes: function f → role r → log group /aws/lambda/f",
    ]);
    assert.deepEqual(told(alarm, fifo, ...others).slice(0, 2), [
      "unknown: alarm a → topic t",
      deaf,
    ]);
    assert.deepEqual(told(alarm, topic, ...others).slice(0, 2), [
      "stops: alarm a → topic t → queue q.fifo",
      "  queue q.fifo is a FIFO queue, and topic t fills standard queues alone",
    ]);
    const rule = make(T.rule, "r");
    const target = (inputs: Properties) =>
      make(T.target, "r", { rule: "r", arn: arn("sqs", "q.fifo"), ...inputs });
    const grouped = target({ sqsTarget: { messageGroupId: "all" } });
    assert.equal(told(rule, grouped, ordered, both)[0], "passes: rule r → queue q.fifo");
    assert.equal(told(rule, target({}), ordered, both)[0], "stops: rule r → queue q.fifo");
  });

  it("an alarm may name its queue by origin", () => {
    const source = make(T.queue, "a", { redrivePolicy: { deadLetterTargetArn: arn("sqs", "q") } });
    const { inputs } = counted("q");
    const byOrigin = make(T.alarm, "x", { ...inputs, name: "x" }, { dimensions: queue });
    const dimensions = { QueueName: { $unknown: true } } as const;
    const unknown = { ...byOrigin, inputs: { ...byOrigin.inputs, dimensions } };
    assert.deepEqual(told(source, queue, unknown, ...heard), [
      "passes: alarm x → topic t → email a@b.c",
      "passes: queue a → queue q",
      "passes: queue q → alarm x",
    ]);
  });

  it("a key's policy may stand beside it, and addresses of http say so", () => {
    const key = make(T.key, "k");
    const beside = make(
      T.keyPolicy,
      "k",
      { policy: policy(may("cloudwatch.amazonaws.com", "kms:*", "*")) },
      { keyId: key },
    );
    const encrypted = make(T.topic, "t", {}, { kmsMasterKeyId: key });
    const alarm = make(T.alarm, "a", { alarmActions: [topicArn] });
    assert.deepEqual(told(alarm, encrypted, topicPolicy, mail, key, beside), [
      "passes: alarm a → topic t (key k) → email a@b.c",
    ]);
    const web = (endpoint: string) =>
      make(T.subscription, "w", { topic: topicArn, protocol: "https", endpoint });
    const lost = [
      "stops: topic t → nobody",
      "  nobody would hear of messages that topic t could not deliver to subscription w",
    ];
    assert.deepEqual(told(alarm, topic, topicPolicy, web("https://b.c/hook")), [
      "passes: alarm a → topic t → https https://b.c/…",
      ...lost,
    ]);
    assert.deepEqual(told(alarm, topic, topicPolicy, web("http://b.c/hook")), [
      "stops: alarm a → topic t → https http://b.c/…",
      "  http://b.c/… is no address of https",
      ...lost,
    ]);
  });

  it("Lambda's logs may be handed on, and a container that is unknown has no log for sure", () => {
    const handed = make(T.logGroup, "g", { name: "/aws/lambda/f", logGroupClass: "DELIVERY" });
    assert.deepEqual(told(fn, role, handed), [
      "passes: function f → role r → log group /aws/lambda/f",
    ]);
    const task = resource(T.task, "t", {
      family: "t",
      containerDefinitions: [{ $unknown: true }, { name: "b", logConfiguration: null }],
    });
    assert.deepEqual(told(task), [
      "unknown: task t → a log group",
      "  where its containers log is unknown, so it can't be shown that the log arrives",
      "stops: container b of task t → nobody",
      "  container b of task t has no log, so nobody would hear of what it says",
    ]);
  });

  it("a key without a policy leaves its use to the policies of roles", () => {
    const key = make(T.key, "k");
    const encrypted = make(T.queue, "q", {}, { kmsMasterKeyId: key });
    const others = [config(arn("sqs", "q")), schedule({}), role, group, encrypted, key];
    assert.ok(told(fn, ...others).includes("passes: function f → role r → queue q (key k)"));
    const rule = make(T.rule, "r");
    const target = make(T.target, "r", { rule: "r", arn: arn("sqs", "q") });
    assert.deepEqual(told(rule, target, encrypted, key, open("q", "events")).slice(0, 2), [
      "stops: rule r → queue q (key k)",
      "  nothing in the policy of key k names events.amazonaws.com",
    ]);
  });

  it("a queue's redrive policy may stand beside it", () => {
    const beside = (queueUrl: string) =>
      make(T.redrive, "b", {
        queueUrl,
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "q") }),
      });
    assert.deepEqual(told(make(T.queue, "a"), queue, beside("a")), [
      "passes: queue a → queue q",
      "stops: queue q → nobody",
      "  nobody would hear of what queue q keeps",
    ]);
    assert.equal(told(queue, beside("other"))[0], "unknown: redrive policy b → queue other");
  });
});
