import assert from "node:assert/strict";

import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties, Value } from "../../../plan/graph/value.ts";
import type { Links } from "../builder.ts";
import { resource } from "../builder.ts";
import { T } from "./defects.ts";
import { ACCOUNT, arn, counted, heard, make, policy, told, topicArn } from "./small.ts";

const DEED = arn("autoscaling", "scalingPolicy:x");

const NAMES: Readonly<Record<string, string>> = {
  "AWS/ApplicationELB": "TargetResponseTime",
  "AWS/CloudFront": "5xxErrorRate",
  "AWS/ECS": "CPUUtilization",
  "AWS/SQS": "NumberOfMessagesSent",
};

/** An alarm that tells nobody, so that all that is told of it is what it watches. */
const watching = (namespace: string, inputs: Properties, links: Links = {}): Resource =>
  make(
    T.alarm,
    "a",
    { namespace, metricName: NAMES[namespace] ?? "M", alarmActions: [DEED], ...inputs },
    links,
  );

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
      const metricName = NAMES[namespace] ?? "M";
      const query = { metric: { namespace, metricName, dimensions } };
      const byQuery = make(T.alarm, "a", { alarmActions: [DEED], metricQueries: [query] });
      assert.deepEqual(told(byQuery, thing), passes(label), namespace);
    }
  });

  it("P-OBS-4: what has no name yet is found by its origin, before and after it exists", () => {
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "b");
    const group = resource("aws:lb/targetGroup:TargetGroup", "g");
    const unknown: Value = { $unknown: true };
    const linked = (dimensions: Value) => {
      const alarm = watching("AWS/ApplicationELB", {});
      return {
        ...alarm,
        inputs: { ...alarm.inputs, dimensions },
        propertyDependencies: { dimensions: [balancer.urn, group.urn] },
      };
    };
    for (const dimensions of [
      { LoadBalancer: unknown, TargetGroup: unknown },
      { LoadBalancer: "app/b/1", TargetGroup: "targetgroup/g/1" },
      {},
    ]) {
      assert.deepEqual(told(linked(dimensions), balancer, group), passes("target group g"));
    }
    assert.deepEqual(told(linked(unknown), balancer, group), [
      "unknown: AWS/ApplicationELB TargetResponseTime → alarm a",
      "  by what alarm a asks for its metric is unknown, so it can't be shown that alarm a ever goes off",
    ]);
    const none = watching("AWS/ApplicationELB", { dimensions: { LoadBalancer: unknown } });
    assert.deepEqual(told(none, balancer), [
      "unknown: load balancer ? → alarm a",
      "  no load balancer of this stack is called ?, so it can't be shown that alarm a ever goes off",
    ]);
  });

  it("P-OBS-4: an Auto Scaling group counts only what it is told to", () => {
    const alarm = (metricName: string) =>
      watching("AWS/AutoScaling", { metricName, dimensions: { AutoScalingGroupName: "x" } });
    const group = (inputs: Properties) =>
      resource("aws:autoscaling/group:Group", "x", { name: "x", ...inputs });
    const counting = group({ enabledMetrics: ["GroupTotalInstances", "GroupInServiceInstances"] });
    assert.deepEqual(told(alarm("GroupInServiceInstances"), counting), passes("group x"));
    for (const silent of [group({}), group({ enabledMetrics: ["GroupTotalInstances"] })]) {
      assert.deepEqual(told(alarm("GroupInServiceInstances"), silent), [
        "stops: group x → alarm a",
        "  group x does not count GroupInServiceInstances, so alarm a never goes off",
      ]);
    }
    assert.deepEqual(told(alarm("InService"), counting), [
      "unknown: AWS/AutoScaling InService → alarm a",
      "  no metric of AWS/AutoScaling that is known here is called InService, so it can't be shown that alarm a ever goes off",
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

  it("T26: AWS publishes a metric by a set of dimensions, whole", () => {
    const cloud = (dimensions: Properties) => told(watching("AWS/CloudFront", { dimensions }))[1];
    const by = (names: string) =>
      `  what AWS/CloudFront measures by ${names} is not known here, so it can't be shown that alarm a ever goes off`;
    assert.equal(cloud({ DistributionId: "E1" }), by("DistributionId"));
    assert.equal(
      cloud({ DistributionId: "E1", Region: "us-east-1" }),
      by("DistributionId and Region=us-east-1"),
    );
    const host = (dimensions: Properties) =>
      told(watching("AWS/ApplicationELB", { metricName: "HealthyHostCount", dimensions }))[1];
    assert.equal(
      host({ LoadBalancer: "app/b/1" }),
      "  what AWS/ApplicationELB measures by LoadBalancer is not known here, so it can't be shown that alarm a ever goes off",
    );
    const queue = make(T.queue, "q");
    const dimensions = { QueueName: "q" };
    const named = watching("AWS/SQS", { metricName: "MessagesVisible", dimensions });
    assert.deepEqual(told(named, queue), [
      "unknown: AWS/SQS MessagesVisible → alarm a",
      "  no metric of AWS/SQS that is known here is called MessagesVisible, so it can't be shown that alarm a ever goes off",
    ]);
  });

  it("P-OBS-4: a service is measured in its own cluster", () => {
    const service = (cluster: Value) => make("aws:ecs/service:Service", "s", { cluster });
    const clusters = [make(T.cluster, "c"), make(T.cluster, "d")];
    const alarm = watching("AWS/ECS", { dimensions: { ClusterName: "c", ServiceName: "s" } });
    for (const cluster of ["c", arn("ecs", "cluster/c")]) {
      assert.deepEqual(told(alarm, service(cluster), ...clusters), passes("service s"));
    }
    assert.deepEqual(told(alarm, service("d"), ...clusters), [
      "stops: service s → alarm a",
      "  service s is in cluster d, and alarm a asks for it in cluster c, so it never goes off",
    ]);
    assert.deepEqual(told(alarm, service("e"), ...clusters), [
      "unknown: service s → alarm a",
      "  service s may not be in cluster c, so it can't be shown that alarm a ever goes off",
    ]);
    const alone = watching("AWS/ECS", { dimensions: { ServiceName: "s" } });
    assert.equal(
      told(alone, service("c"), ...clusters)[0],
      "unknown: AWS/ECS CPUUtilization → alarm a",
    );
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
    const lines = [
      "passes: alarm q-filled → topic t → email a@b.c",
      "passes: queue a → queue q",
      "passes: queue q → alarm q-filled",
    ];
    for (const [operator, threshold] of [
      ["GreaterThanThreshold", 0],
      ["GreaterThanOrEqualToThreshold", 1],
    ] as const) {
      assert.deepEqual(
        told(source, make(T.queue, "q"), alarm(operator, threshold), ...heard),
        lines,
      );
    }
  });

  it("what is unknown replaces nothing of something else that is unknown", () => {
    const rules = ["one", "other"].map((name) => resource(T.rule, name, { eventPattern: "{}" }));
    const targets = rules.map((rule) =>
      resource(T.target, rule.name, { targetId: "t", arn: topicArn }, { rule }),
    );
    const groups = ["one", "other"].map((name) => resource(T.logGroup, name));
    const filters = groups.map((logGroupName) =>
      resource(T.metricFilter, logGroupName.name, { name: "f" }, { logGroupName }),
    );
    const replaced = (...resources: readonly Resource[]) =>
      told(...resources).filter((line) => /written last|for one of them alone/.test(line));
    assert.deepEqual(replaced(...rules, ...targets, ...groups, ...filters, ...heard), []);
    const [rule, group] = [rules[0], groups[0]];
    assert.ok(rule && group);
    const twins = ["x", "y"].flatMap((name) => [
      resource(T.target, name, { targetId: "t", arn: topicArn }, { rule }),
      resource(T.metricFilter, name, { name: "f" }, { logGroupName: group }),
    ]);
    assert.deepEqual(replaced(rule, group, ...twins, ...heard), [
      "  event targets x and y are both called t, and AWS keeps only the one that is written last",
      "  log metric filters x and y are both called f, and AWS keeps only the one that is written last",
    ]);
    const whole = resource(T.compositeAlarm, "w", { name: "a", alarmActions: [topicArn] });
    const alarm = watching("AWS/SQS", { dimensions: { QueueName: "q" } });
    assert.deepEqual(replaced(alarm, whole, make(T.queue, "q"), ...heard), [
      "  metric alarm a and composite alarm w are both called a, and AWS takes a name for one of them alone",
    ]);
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
