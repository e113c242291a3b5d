import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { SECRET, UNKNOWN } from "../../plan/graph/value.ts";
import { only, recorded, refusal } from "../support/graph.ts";

class Box extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:box:Box", name, {}, opts);
    this.registerOutputs({});
  }
}

const TOPIC = "aws:sns/topic:Topic";
const QUEUE = "aws:sqs/queue:Queue";

describe("recorder", () => {
  it("gives the engine's URNs: types qualified by every parent but the stack", async () => {
    const graph = await recorded(() => {
      const outer = new Box("outer");
      const inner = new Box("inner", { parent: outer });
      new aws.sns.Topic("alerts", {}, { parent: inner });
    });
    assert.deepEqual(
      graph.resources.map((resource) => resource.urn),
      [
        "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev",
        "urn:pulumi:dev::rampart::test:box:Box::outer",
        "urn:pulumi:dev::rampart::test:box:Box$test:box:Box::inner",
        `urn:pulumi:dev::rampart::test:box:Box$test:box:Box$${TOPIC}::alerts`,
      ],
    );
  });

  it("marks what AWS computes as unknown, and knows what the program said", async () => {
    const graph = await recorded(() => {
      const topic = new aws.sns.Topic("alerts", { name: "known" });
      new aws.sqs.Queue("queue", { name: topic.name, policy: topic.arn });
    });
    const { inputs } = only(graph, QUEUE);
    assert.deepEqual([inputs["name"], inputs["policy"]], ["known", UNKNOWN]);
  });

  it("makes ids and ARNs up as an update would have them", async () => {
    const program = () => {
      const topic = new aws.sns.Topic("alerts");
      new aws.sqs.Queue("queue", { policy: topic.arn });
    };
    const graph = await recorded(program, { mode: "update" });
    assert.equal(only(graph, QUEUE).inputs["policy"], `arn:aws:mock:::${TOPIC}/alerts`);
  });

  it("drops the content of secrets, wherever they stand", async () => {
    const canary = "canary-9b2e";
    const graph = await recorded(
      () => {
        const secret = new pulumi.Config().requireSecret("token");
        new aws.sns.Topic("alerts", {
          displayName: secret,
          tags: { nested: pulumi.interpolate`x-${secret}` },
        });
        return { leak: secret };
      },
      { config: { "rampart:token": canary }, secretKeys: ["rampart:token"] },
    );
    const { inputs } = only(graph, TOPIC);
    assert.deepEqual([inputs["displayName"], graph.outputs["leak"]], [SECRET, SECRET]);
    assert.ok(!JSON.stringify(graph).includes(canary));
  });

  it("keeps options, dependencies and where each value came from", async () => {
    const graph = await recorded(() => {
      const topic = new aws.sns.Topic("alerts", {}, { protect: true, retainOnDelete: true });
      const first = new aws.sqs.Queue("first");
      new aws.sqs.Queue(
        "second",
        { policy: topic.arn },
        {
          dependsOn: [first],
          deleteBeforeReplace: true,
          ignoreChanges: ["tags"],
          aliases: [{ name: "older" }],
        },
      );
    });
    const topic = only(graph, TOPIC);
    const first = only(graph, QUEUE, "first");
    const second = only(graph, QUEUE, "second");
    assert.deepEqual([topic.protect, topic.retainOnDelete], [true, true]);
    assert.deepEqual(second.dependencies, [first.urn, topic.urn].sort());
    assert.deepEqual(second.propertyDependencies, { policy: [topic.urn] });
    assert.deepEqual(
      [second.deleteBeforeReplace, second.ignoreChanges, second.aliases],
      [true, ["tags"], [`urn:pulumi:dev::rampart::${QUEUE}::older`]],
    );
  });

  it("knows the line of the program that made a resource where it is asked for it", async () => {
    const program = () => {
      new aws.sns.Topic("found-by-line");
    };
    assert.equal(only(await recorded(program), TOPIC).source, undefined);
    const graph = await recorded(program, { sources: true });
    const lines = readFileSync(import.meta.filename, "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes('Topic("found-by-line"')) + 1;
    const { source } = only(graph, TOPIC);
    assert.deepEqual(source, { file: "test/plan/recorder.test.ts", line });
  });

  it("refuses two resources with one URN, as the engine does", async () => {
    const message = await refusal(() => {
      new aws.sns.Topic("alerts");
      new aws.sns.Topic("alerts");
    });
    assert.match(
      message,
      /Duplicate resource URN '.*::alerts'; give one of the two another name\./,
    );
  });

  it("refuses a look-up, which would need credentials", async () => {
    const message = await refusal(async () => {
      await aws.getCallerIdentity();
    });
    assert.match(
      message,
      /aws:index\/getCallerIdentity:getCallerIdentity asks AWS; the program must run without a look-up\.$/,
    );
  });

  it("hands on what the program throws", async () => {
    const message = await refusal(() => {
      throw new Error("no such thing");
    });
    assert.equal(message, "no such thing");
  });

  it("records one stack after another without a trace of the first", async () => {
    await recorded(() => new aws.sns.Topic("alerts"), { stack: "dev" });
    const graph = await recorded(() => new aws.sqs.Queue("queue"), { stack: "prod" });
    assert.deepEqual(
      graph.resources.map((resource) => resource.name),
      ["rampart-prod", "queue"],
    );
  });
});
