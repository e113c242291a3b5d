import assert from "node:assert/strict";

import { Queue, queueArnOf } from "../../../components/storage/queue.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded } from "../../support/graph.ts";

const QUEUE = "aws:sqs/queue:Queue";
const ARN = "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-failures";

function program(seen: (queue: Queue) => void = () => undefined) {
  return () => {
    const environment = testEnvironment();
    const { key } = foundation(environment);
    seen(new Queue("failures", { environment, key, identifier: "failures" }));
  };
}

describe("Queue", () => {
  it("P-KEY-2: is encrypted with the key, keeps messages for 14 days, and is nobody's dead-letter queue", async () => {
    const graph = await recorded(program());
    const queue = only(graph, QUEUE);
    assert.deepEqual(queue.inputs, {
      name: "rampart-dev-sqs-failures",
      kmsMasterKeyId: UNKNOWN,
      kmsDataKeyReusePeriodSeconds: 300,
      messageRetentionSeconds: 1_209_600,
      redriveAllowPolicy: '{"redrivePermission":"denyAll"}',
    });
    assert.deepEqual(queue.propertyDependencies["kmsMasterKeyId"], [
      only(graph, "aws:kms/key:Key").urn,
    ]);
  });

  it("is reached over TLS only, and its policy admits nobody", async () => {
    const graph = await recorded(program());
    const policy = only(graph, "aws:sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(policyOf(policy).Statement, [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: ARN,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    assert.deepEqual(policy.propertyDependencies["queueUrl"], [only(graph, QUEUE).urn]);
  });

  it("T16: lets EventBridge keep undelivered events of named rules, and of no others", async () => {
    const rules = ["a", "b"].map((name) => `arn:aws:events:us-east-1:111122223333:rule/${name}`);
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { key } = foundation(environment);
      new Queue("failures", { environment, key, identifier: "failures", undeliveredBy: rules });
    });
    const policy = only(graph, "aws:sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(policyOf(policy).Statement[1], {
      Sid: "UndeliveredEvents",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: ARN,
      Condition: { ArnEquals: { "aws:SourceArn": rules } },
    });
  });

  it("P-RESP: lets SNS keep undelivered messages of named topics, and of no others", async () => {
    const topics = ["arn:aws:sns:us-east-1:111122223333:dev-info-alerts"];
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { key } = foundation(environment);
      new Queue("failures", { environment, key, identifier: "failures", undeliveredFrom: topics });
    });
    const policy = only(graph, "aws:sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(policyOf(policy).Statement.slice(1), [
      {
        Sid: "UndeliveredMessages",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: ARN,
        Condition: { ArnEquals: { "aws:SourceArn": topics } },
      },
    ]);
  });

  it("its name and ARN are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program(({ queueName, arn }) => {
        queueName.apply((value) => seen.push(value));
        arn.apply((value) => seen.push(value));
      }),
    );
    assert.deepEqual(seen.sort(), [ARN, "rampart-dev-sqs-failures"].sort());
    assert.equal(queueArnOf(testEnvironment(), "failures"), ARN);
  });
});
