import assert from "node:assert/strict";

import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties, Value } from "../../../plan/graph/value.ts";
import type { Links } from "../builder.ts";
import { resource } from "../builder.ts";
import { T } from "./defects.ts";
import { ACCOUNT, arn, counted, make, policy, told } from "./small.ts";

const DEED = arn("autoscaling", "scalingPolicy:x");

/** An alarm that tells nobody, so that all that is told of it is what it watches. */
const watching = (namespace: string, inputs: Properties, links: Links = {}): Resource =>
  make(T.alarm, "a", { namespace, metricName: "M", alarmActions: [DEED], ...inputs }, links);

const passes = (thing: string): string[] => [`passes: ${thing} → alarm a`];

describe("forms of metrics", () => {
  it("P-OBS-4: AWS measures things by their names, or by their nodes'", () => {
    const things: readonly [
      namespace: string,
      dimensions: Properties,
      type: string,
      inputs: Properties,
      label: string,
    ][] = [
      ["AWS/SQS", { QueueName: "x" }, T.queue, { name: "x" }, "queue x"],
      ["AWS/SNS", { TopicName: "x" }, T.topic, { name: "x" }, "topic x"],
      ["AWS/Backup", { BackupVaultName: "x" }, "aws:backup/vault:Vault", { name: "x" }, "vault x"],
      [
        "AWS/RDS",
        { DBInstanceIdentifier: "x" },
        "aws:rds/instance:Instance",
        { identifier: "x" },
        "instance x",
      ],
      [
        "AWS/ElastiCache",
        { CacheClusterId: "x-001", CacheNodeId: "0001" },
        "aws:elasticache/replicationGroup:ReplicationGroup",
        { replicationGroupId: "x" },
        "replication group x",
      ],
      [
        "AWS/MemoryDB",
        { ClusterName: "x", NodeName: "x-0001-001" },
        "aws:memorydb/cluster:Cluster",
        { name: "x" },
        "cluster x",
      ],
      ["AWS/ECS", { ClusterName: "x" }, T.cluster, { name: "x" }, "cluster x"],
    ];
    for (const [namespace, dimensions, type, inputs, label] of things) {
      const thing = resource(type, "x", inputs);
      assert.deepEqual(told(watching(namespace, { dimensions }), thing), passes(label), namespace);
      const query = { metric: { namespace, metricName: "M", dimensions } };
      const byQuery = make(T.alarm, "a", { alarmActions: [DEED], metricQueries: [query] });
      assert.deepEqual(told(byQuery, thing), passes(label), namespace);
    }
  });

  it("P-OBS-4: what has no name yet is found by its origin, before and after it exists", () => {
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "b");
    const group = resource("aws:lb/targetGroup:TargetGroup", "g");
    const unknown: Value = { $unknown: true };
    for (const dimensions of [
      { LoadBalancer: unknown, TargetGroup: unknown },
      { LoadBalancer: "app/b/1", TargetGroup: "targetgroup/g/1" },
      unknown,
      {},
    ]) {
      const alarm = watching("AWS/ApplicationELB", {});
      const linked = {
        ...alarm,
        inputs: { ...alarm.inputs, dimensions },
        propertyDependencies: { dimensions: [balancer.urn, group.urn] },
      };
      assert.deepEqual(told(linked, balancer, group), passes("target group g"));
    }
    const none = watching("AWS/ApplicationELB", { dimensions: { LoadBalancer: unknown } });
    assert.deepEqual(told(none, balancer), [
      "unknown: load balancer ? → alarm a",
      "  no load balancer of this stack is called ?, so it can't be shown that alarm a ever goes off",
    ]);
  });

  it("T26: a distribution is measured in us-east-1, wherever the rest is", () => {
    const distribution = resource(T.distribution, "d");
    const dimensions = { DistributionId: { $unknown: true }, Region: "Global" };
    const alarm = (inputs: Properties) => {
      const one = watching("AWS/CloudFront", inputs);
      return {
        ...one,
        inputs: { ...one.inputs, dimensions, alarmActions: [] },
        propertyDependencies: { dimensions: [distribution.urn] },
      };
    };
    const last = (inputs: Properties) => told(alarm(inputs), distribution).slice(2);
    assert.deepEqual(last({ region: "us-east-1" }), passes("distribution d"));
    assert.deepEqual(last({}), [
      "stops: distribution d → alarm a",
      "  distribution d is measured in us-east-1, and alarm a is in eu-west-1, so it never goes off",
    ]);
  });

  it("P-OBS-2: a dashboard may be all that reads what a filter counts", () => {
    const filter = make(T.metricFilter, "f", {
      logGroupName: "g",
      metricTransformation: { namespace: "mine", name: "Load", value: "1" },
    });
    const board = (dashboardBody: Value) => make(T.dashboard, "d", { dashboardBody });
    const widgets = (name: string) => ({
      widgets: [{ properties: { metrics: [["mine", name, { stat: "Sum" }]] } }],
    });
    assert.deepEqual(told(filter, board(JSON.stringify(widgets("Load")))), []);
    for (const body of [JSON.stringify(widgets("Loads")), { $unknown: true }]) {
      assert.deepEqual(told(filter, board(body)), [
        "stops: log metric filter f → nobody",
        "  neither an alarm nor a dashboard reads Load, which log metric filter f fills",
      ]);
    }
  });

  it("one message may be counted above none, or from one on", () => {
    const source = make(T.queue, "a", { redrivePolicy: { deadLetterTargetArn: arn("sqs", "q") } });
    const alarm = (comparisonOperator: string, threshold: number) => {
      const { inputs } = counted("q");
      return make(T.alarm, "q-filled", { ...inputs, comparisonOperator, threshold });
    };
    const lines = ["passes: queue a → queue q", "passes: queue q → alarm q-filled"];
    for (const [operator, threshold] of [
      ["GreaterThanThreshold", 0],
      ["GreaterThanOrEqualToThreshold", 1],
    ] as const) {
      assert.deepEqual(told(source, make(T.queue, "q"), alarm(operator, threshold)), lines);
    }
  });

  it("what has one name in two places replaces nothing", () => {
    const rule = (name: string, inputs: Properties) => resource(T.rule, name, inputs);
    const lines = told(
      watching("AWS/SQS", { dimensions: { QueueName: "q" } }),
      resource(T.alarm, "b", { name: "a", region: "us-east-1", alarmActions: [DEED] }),
      rule("one", { name: "r" }),
      rule("other", { name: "r", eventBusName: "own" }),
      make(T.queue, "q"),
    );
    assert.deepEqual(
      lines.filter((line) => line.includes("written last")),
      [],
    );
    const trust = policy({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    const role = (name: string) => make(T.role, name, { assumeRolePolicy: trust });
    const write = (role: string) =>
      resource(T.rolePolicy, role, {
        role,
        name: "write",
        policy: policy({ Action: "logs:*", Resource: "*" }),
      });
    const fn = make(T.function, "f", { role: `arn:aws:iam::${ACCOUNT}:role/r` });
    const group = make(T.logGroup, "g", { name: "/aws/lambda/f" });
    assert.deepEqual(told(fn, role("r"), role("s"), write("r"), write("s"), group), [
      "passes: function f → role r → log group /aws/lambda/f",
    ]);
  });
});
