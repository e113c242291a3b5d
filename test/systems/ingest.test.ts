import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Graph } from "../../plan/graph/resource.ts";
import { ROOT } from "../support/fixtures.ts";
import { at, ofType, only, waitsFor } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const PLACE = "us-east-1:111122223333";
const ARN = {
  topic: `arn:aws:sns:${PLACE}:rampart-dev-topic-ingest`,
  rule: `arn:aws:events:${PLACE}:rule/rampart-dev-rule-ingest`,
};
const role = (name: string) => `arn:aws:iam::111122223333:role/rampart-dev-role-${name}`;

const BUCKET = "aws:s3/bucket:Bucket";
const FUNCTION = "aws:lambda/function:Function";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TABLE = "aws:dynamodb/table:Table";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC = "aws:sns/topic:Topic";

/** What a stack's ingest consists of: `aws:s3/bucket:Bucket processing`. */
function madeBy(graph: Graph): string[] {
  const isOfIngest = (urn: string) => urn.includes("::rampart:systems:Ingest$");
  return graph.resources
    .filter(({ urn, custom }) => custom && isOfIngest(urn))
    .map(({ type, name }) => `${type.replace(/:[^:]*$/, "")} ${name}`)
    .sort();
}

describe("the ingest of events", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });

  it("S-INGEST: is on in the three stacks, and has a user in dev alone", () => {
    for (const stack of STACKS) {
      const made = madeBy(graphOf(stack));
      assert.equal(made.includes("aws:lambda/function ingest"), true, stack);
      assert.equal(made.includes("aws:iam/user ingest-uploader"), stack === "dev", stack);
    }
  });

  for (const value of [undefined, { mode: "off" }]) {
    it(`S-INGEST: leaves nothing where its block is ${JSON.stringify(value)}`, async () => {
      const without = await programGraph(withSetting(rawSettings("dev"), "ingest", value));
      assert.deepEqual(madeBy(without), []);
      assert.ok(!Object.keys(without.outputs).some((name) => name.startsWith("ingest")));
    });
  }

  describe("delivery", () => {
    it("S-INGEST-2, T78: a rule takes new objects of the processing bucket and of no other", () => {
      const { inputs } = only(graph, RULE, "ingest");
      assert.deepEqual(JSON.parse(textOf(inputs["eventPattern"])), {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: ["rampart-dev-s3-processing-111122223333-us-east-1"] } },
      });
      assert.equal(inputs["state"], "ENABLED");
    });

    it("S-INGEST-2: it tries to call the function for a day, and keeps what it could not hand over", () => {
      const target = only(graph, TARGET, "ingest-ingest");
      assert.deepEqual(target.inputs, {
        rule: "rampart-dev-rule-ingest",
        targetId: "ingest",
        arn: `arn:aws:lambda:${PLACE}:function:rampart-dev-fn-ingest`,
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: `arn:aws:sqs:${PLACE}:rampart-dev-sqs-ingest-undelivered` },
      });
      const permission = only(graph, "aws:lambda/permission:Permission", "ingest-events");
      assert.deepEqual(permission.inputs, {
        action: "lambda:InvokeFunction",
        function: "rampart-dev-fn-ingest",
        principal: "events.amazonaws.com",
        sourceArn: ARN.rule,
      });
      assert.ok(waitsFor(graph, target, permission));
    });

    it("S-INGEST-2: calls wait six hours for their turn, and what fails three times is kept", () => {
      assert.deepEqual(only(graph, INVOKE_CONFIG, "ingest").inputs, {
        functionName: "rampart-dev-fn-ingest",
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 21_600,
        destinationConfig: {
          onFailure: { destination: `arn:aws:sqs:${PLACE}:rampart-dev-sqs-ingest-failures` },
        },
      });
    });

    it("S-INGEST-2, P-OBS-4: alarms tell of both queues, of failures and of calls without a turn", () => {
      const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")
        .filter(({ name }) => name.startsWith("ingest-"))
        .map(({ inputs }) => [inputs["name"], inputs["metricName"], inputs["dimensions"]])
        .sort();
      const queue = "ApproximateNumberOfMessagesVisible";
      assert.deepEqual(alarms, [
        ["rampart-dev-alarm-ingest-errors", "Errors", { FunctionName: "rampart-dev-fn-ingest" }],
        [
          "rampart-dev-alarm-ingest-failures",
          queue,
          { QueueName: "rampart-dev-sqs-ingest-failures" },
        ],
        [
          "rampart-dev-alarm-ingest-throttles",
          "Throttles",
          { FunctionName: "rampart-dev-fn-ingest" },
        ],
        [
          "rampart-dev-alarm-ingest-undelivered",
          queue,
          { QueueName: "rampart-dev-sqs-ingest-undelivered" },
        ],
      ]);
      for (const { name, inputs } of ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
        if (!name.startsWith("ingest-")) continue;
        assert.match(
          textOf(inputs["alarmDescription"]),
          /: objects stay in the processing bucket, .*; see docs\/runbooks\/ingest-failures\.md$/,
        );
        assert.deepEqual(inputs["alarmActions"], [`arn:aws:sns:${PLACE}:dev-warning-alerts`]);
        assert.deepEqual(
          [inputs["threshold"], inputs["comparisonOperator"]],
          [0, "GreaterThanThreshold"],
        );
      }
    });

    it("S-INGEST-2: there is the runbook that the alarms name, and it names the queues", () => {
      const runbook = readFileSync(join(ROOT, "docs/runbooks/ingest-failures.md"), "utf8");
      for (const name of ["sqs-ingest-failures", "sqs-ingest-undelivered", "fn-ingest"]) {
        assert.ok(runbook.includes(`PROJECT-STACK-${name}`), name);
      }
    });

    it("S-INGEST-2, P-OBS-2: saved queries count outcomes, and tell why calls failed", () => {
      for (const name of ["ingest-failures", "ingest-outcomes"]) {
        const query = only(graph, "aws:cloudwatch/queryDefinition:QueryDefinition", name);
        assert.equal(query.inputs["name"], `rampart/dev/${name.replace("-", "/")}`);
        assert.deepEqual(query.inputs["logGroupNames"], ["/aws/lambda/rampart-dev-fn-ingest"]);
        assert.match(textOf(query.inputs["queryString"]), /message\.message/);
      }
    });

    it("S-INGEST-4: the function knows the stores by name, and waits for them", () => {
      const lambda = only(graph, FUNCTION, "ingest");
      assert.deepEqual(at(lambda.inputs, "environment", "variables"), {
        PROCESSING_BUCKET: "rampart-dev-s3-processing-111122223333-us-east-1",
        QUARANTINE_BUCKET: "rampart-dev-s3-quarantine-111122223333-us-east-1",
        TABLE_NAME: "rampart-dev-table-ingest",
        TABLE_KEY: "ArtistID,ItemID",
        TOPIC_ARN: ARN.topic,
      });
      assert.deepEqual([lambda.inputs["timeout"], lambda.inputs["memorySize"]], [300, 512]);
      for (const store of [
        only(graph, BUCKET, "processing"),
        only(graph, BUCKET, "quarantine"),
        only(graph, TABLE, "ingest-table"),
        only(graph, TOPIC, "ingest-topic"),
      ]) {
        // Children of a component are registered once it is, and it waits.
        const component = only(graph, "rampart:compute:Function", "ingest");
        assert.ok(waitsFor(graph, component, store), store.name);
      }
    });

    it("S-INGEST-2: nobody can put objects before their events reach the function", () => {
      const uploader = only(graph, "rampart:identity:Role", "ingest-uploader");
      assert.ok(waitsFor(graph, uploader, only(graph, TARGET, "ingest-ingest")));
      assert.ok(waitsFor(graph, uploader, only(graph, NOTIFICATION, "processing")));
    });
  });

  it("S-INGEST-7: tools find all that they need in the outputs, before it exists", () => {
    assert.deepEqual(graph.outputs["ingest"], {
      region: "us-east-1",
      processingBucket: "rampart-dev-s3-processing-111122223333-us-east-1",
      quarantineBucket: "rampart-dev-s3-quarantine-111122223333-us-east-1",
      table: "rampart-dev-table-ingest",
      topic: ARN.topic,
      function: "rampart-dev-fn-ingest",
      uploaderRole: role("ingest-uploader"),
      operatorRole: role("ingest-operator"),
      user: "rampart-dev-user-ingest-uploader",
    });
  });
});
