import assert from "node:assert/strict";

import { WorkTopic, workTopicArnOf } from "../../../components/observability/workTopic.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const ARN = "arn:aws:sns:us-east-1:111122223333:rampart-dev-topic-orders";

function program(identifier = "orders", seen: (topic: WorkTopic) => void = () => undefined) {
  return () => {
    const environment = testEnvironment();
    const { key } = foundation(environment);
    seen(new WorkTopic("orders", { environment, key, identifier }));
  };
}

describe("WorkTopic", () => {
  it("S-INGEST-5: has a P-NAME name, a customer key and SHA-256 signatures", async () => {
    const graph = await recorded(program());
    const topic = only(graph, TOPIC);
    assert.deepEqual(topic.inputs, {
      name: "rampart-dev-topic-orders",
      displayName: "rampart dev orders",
      kmsMasterKeyId: UNKNOWN,
      signatureVersion: 2,
    });
    assert.ok(waitsFor(graph, topic, only(graph, "aws:kms/key:Key")));
  });

  it("S-INGEST-5: admits no service, and nobody without TLS", async () => {
    const policy = only(await recorded(program()), POLICY);
    assert.equal(policy.inputs["arn"], ARN);
    assert.deepEqual(policyOf(policy).Statement, [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: ARN,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("its name and ARN are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program("orders", ({ topicName, arn }) => {
        topicName.apply((name) => arn.apply((value) => seen.push(name, value)));
      }),
    );
    assert.deepEqual(seen, ["rampart-dev-topic-orders", ARN]);
    assert.equal(workTopicArnOf(testEnvironment(), "orders"), ARN);
  });

  it("P-NAME: refuses an identifier that is no lower-case words", async () => {
    assert.match(await refusal(program("Orders")), /The topic identifier "Orders" is not allowed/);
  });
});
