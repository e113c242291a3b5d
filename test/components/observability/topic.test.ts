import assert from "node:assert/strict";

import { topicArnOf } from "../../../components/observability/topic.ts";
import {
  TopicSubscription,
  type TopicSubscriptionArgs,
} from "../../../components/observability/topicSubscription.ts";
import { Queue } from "../../../components/storage/queue.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { testTopic } from "./support.ts";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const ARN = "arn:aws:sns:us-east-1:111122223333:dev-critical-alerts";
const ACCOUNT = { StringEquals: { "aws:SourceAccount": "111122223333" } };
const PUBLISH = { Effect: "Allow", Action: "sns:Publish", Resource: ARN };

describe("Topic", () => {
  it("P-OBS-3: has the name of its severity, a customer key and SHA-256 signatures", async () => {
    const graph = await recorded(() => testTopic(testEnvironment(), "critical"));
    assert.deepEqual(only(graph, TOPIC).inputs, {
      name: "dev-critical-alerts",
      displayName: "rampart dev critical",
      kmsMasterKeyId: UNKNOWN,
      signatureVersion: 2,
    });
    assert.ok(waitsFor(graph, only(graph, TOPIC), only(graph, "aws:kms/key:Key")));
  });

  it("T15–T17: admits each service by the source that it sends along, and nobody without TLS", async () => {
    const graph = await recorded(() =>
      testTopic(testEnvironment(), "critical", ["alarms", "events", "budgets", "cost-anomalies"]),
    );
    assert.deepEqual(policyOf(only(graph, POLICY)).Statement, [
      {
        ...PUBLISH,
        Sid: "Alarms",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:*" },
          ...ACCOUNT,
        },
      },
      // EventBridge sends no source to a topic.
      { ...PUBLISH, Sid: "Events", Principal: { Service: "events.amazonaws.com" } },
      {
        ...PUBLISH,
        Sid: "Budgets",
        Principal: { Service: "budgets.amazonaws.com" },
        Condition: ACCOUNT,
      },
      {
        ...PUBLISH,
        Sid: "CostAnomalies",
        Principal: { Service: "costalerts.amazonaws.com" },
        Condition: ACCOUNT,
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: ARN,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    assert.equal(only(graph, POLICY).inputs["arn"], ARN);
  });

  it("admits no service that is not named", async () => {
    const graph = await recorded(() => testTopic(testEnvironment(), "info", ["events"]));
    assert.deepEqual(
      policyOf(only(graph, POLICY)).Statement.map(({ Sid }) => Sid),
      ["Events", "TlsOnly"],
    );
  });

  it("T28: names topics of its partition, known from the severity alone", () => {
    const environment = testEnvironment({
      region: "us-gov-west-1",
      partition: "aws-us-gov",
      name: "prod",
    });
    assert.equal(
      topicArnOf(environment, "warning"),
      "arn:aws-us-gov:sns:us-gov-west-1:111122223333:prod-warning-alerts",
    );
  });

  it("refuses a topic that nobody may publish to", async () => {
    assert.equal(
      await refusal(() => testTopic(testEnvironment(), "info", [])),
      "publishers of info is empty; nothing would ever be told.",
    );
  });
});

describe("TopicSubscription", () => {
  const inputsOf = async (args: Omit<TopicSubscriptionArgs, "topic">) => {
    const graph = await recorded(
      () => new TopicSubscription("listener", { ...args, topic: testTopic() }),
    );
    assert.equal(ofType(graph, SUBSCRIPTION).length, 1);
    return only(graph, SUBSCRIPTION).inputs;
  };
  const topic = "arn:aws:sns:us-east-1:111122223333:dev-warning-alerts";

  it("T20: an address is asked to confirm, which the program does not wait for", async () => {
    assert.deepEqual(await inputsOf({ protocol: "email", endpoint: "a@example.com" }), {
      topic,
      protocol: "email",
      endpoint: "a@example.com",
    });
  });

  it("P-OBS-3: a pager confirms its URL by itself", async () => {
    assert.deepEqual(await inputsOf({ protocol: "https", endpoint: "https://example.com/x" }), {
      topic,
      protocol: "https",
      endpoint: "https://example.com/x",
      endpointAutoConfirms: true,
    });
  });

  it("P-OBS-7: a function needs no confirmation", async () => {
    const endpoint = "arn:aws:lambda:us-east-1:111122223333:function:notify";
    assert.deepEqual(await inputsOf({ protocol: "lambda", endpoint }), {
      topic,
      protocol: "lambda",
      endpoint,
    });
  });

  it("P-RESP: keeps what it could not deliver where it is told to, once that lets it in", async () => {
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { key } = foundation(environment);
      const undelivered = new Queue("kept", { environment, key, identifier: "kept" });
      const endpoint = "arn:aws:lambda:us-east-1:111122223333:function:notify";
      const to = { topic: testTopic(), protocol: "lambda", endpoint, undelivered } as const;
      new TopicSubscription("listener", to);
    });
    const subscription = only(graph, SUBSCRIPTION);
    assert.equal(
      subscription.inputs["redrivePolicy"],
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-kept"}',
    );
    assert.ok(
      waitsFor(graph, subscription, only(graph, "aws:sqs/queuePolicy:QueuePolicy", "kept")),
    );
  });
});
