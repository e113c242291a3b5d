import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, textOf, type Value } from "../../plan/graph/value.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { deliveriesOf } from "../../plan/proofs/deliveries.ts";
import { verdictOf } from "../../plan/proofs/path.ts";
import { at, ofType, only, waitsFor } from "../support/graph.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { everythingOn, programGraph, STACKS, systemGraph } from "../support/stacks.ts";
import { QUERIES } from "../../systems/platform/logMetrics.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const DIGEST = `sha256:${"a".repeat(64)}`;

/** What a person reads of an alarm: when it goes off, and who is told. */
function lineOf({ inputs }: Resource): string {
  const is = inputs["comparisonOperator"] === "GreaterThanThreshold" ? ">" : "<";
  const statistic = inputs["extendedStatistic"] ?? inputs["statistic"];
  const what =
    inputs["metricName"] === undefined
      ? textOf(at(inputs, "metricQueries", 0, "label"))
      : `${textOf(statistic)} ${textOf(inputs["metricName"])}`;
  const seconds = Number(inputs["period"] ?? at(inputs, "metricQueries", 1, "metric", "period"));
  const periods = `${textOf(inputs["datapointsToAlarm"])}/${textOf(inputs["evaluationPeriods"])} x ${seconds / 60} min`;
  const silence = inputs["treatMissingData"] === "breaching" ? "silence too" : "silence is fine";
  const told = textOf(at(inputs, "alarmActions", 0)).replace(/^.*:[a-z]+-(\w+)-alerts$/, "$1");
  return `${what} ${is} ${textOf(inputs["threshold"])}, ${periods}, ${silence}, ${told}`;
}

/** Alarms of the platform by the last part of their names. */
function alarmsOf(graph: Graph): Record<string, string> {
  const platform = ofType(graph, ALARM).filter(({ urn }) =>
    urn.includes("rampart:systems:Platform"),
  );
  return Object.fromEntries(
    platform.map((alarm) => [
      textOf(alarm.inputs["name"]).replace(/^rampart-[a-z]+-alarm-/, ""),
      lineOf(alarm),
    ]),
  );
}

/** P-OBS-4 with its own thresholds, where nothing depends on size. */
const COMMON = {
  "api-errors": "Sum ErrorCount > 10, 2/3 x 1 min, silence is fine, warning",
  "api-latency": "p99 TargetResponseTime > 2, 3/5 x 1 min, silence is fine, warning",
  "api-5xx": "Sum HTTPCode_Target_5XX_Count > 10, 2/3 x 1 min, silence is fine, critical",
  "api-4xx": "Sum HTTPCode_Target_4XX_Count > 100, 5/5 x 1 min, silence is fine, info",
  "load-balancer-5xx": "Sum HTTPCode_ELB_5XX_Count > 10, 2/3 x 1 min, silence is fine, critical",
  "api-unhealthy-tasks": "Maximum UnHealthyHostCount > 0, 5/5 x 1 min, silence is fine, warning",
  "api-cpu": "Average CPUUtilization > 80, 5/5 x 1 min, silence is fine, warning",
  "api-memory": "Average MemoryUtilization > 85, 5/5 x 1 min, silence is fine, warning",
  "database-cpu": "Average CPUUtilization > 80, 10/10 x 1 min, silence is fine, warning",
  "database-cpu-credits":
    "Average CPUSurplusCreditsCharged > 0, 3/3 x 5 min, silence is fine, info",
  "database-read-latency": "Average ReadLatency > 0.02, 5/5 x 1 min, silence is fine, warning",
  "database-write-latency": "Average WriteLatency > 0.02, 5/5 x 1 min, silence is fine, warning",
  "cache-001-cpu": "Average CPUUtilization > 80, 5/5 x 1 min, silence is fine, warning",
  "cache-001-memory":
    "Average DatabaseMemoryUsagePercentage > 80, 5/5 x 1 min, silence too, warning",
  "cache-001-connections": "Maximum CurrConnections > 1000, 5/5 x 1 min, silence is fine, warning",
  "cache-001-hit-rate": "CacheHitRate < 80, 6/6 x 5 min, silence is fine, info",
  "backup-failed": "Sum NumberOfBackupJobsFailed > 0, 1/1 x 60 min, silence is fine, critical",
  "backup-expired": "Sum NumberOfBackupJobsExpired > 0, 1/1 x 60 min, silence is fine, critical",
  "nat-use1-az1-ports": "Sum ErrorPortAllocation > 0, 5/5 x 1 min, silence is fine, warning",
  "rotation-errors": "Sum Errors > 0, 1/1 x 5 min, silence is fine, warning",
  "rotation-throttles": "Sum Throttles > 0, 1/1 x 5 min, silence is fine, warning",
  "rotation-failures":
    "Maximum ApproximateNumberOfMessagesVisible > 0, 1/1 x 5 min, silence is fine, warning",
};

/** Without an image no task should run. */
const IDLE = {
  "api-running-tasks": "Minimum RunningTaskCount < 0, 3/3 x 1 min, silence is fine, critical",
  "api-healthy-tasks": "Minimum HealthyHostCount < 0, 3/3 x 1 min, silence is fine, critical",
};

/** What follows from the database's class and storage. */
const sized = (connections: number, storageBytes: number, memoryBytes: number) => ({
  "database-connections": `Average DatabaseConnections > ${connections}, 5/5 x 1 min, silence is fine, warning`,
  "database-free-storage": `Average FreeStorageSpace < ${storageBytes}, 5/5 x 1 min, silence too, critical`,
  "database-free-memory": `Average FreeableMemory < ${memoryBytes}, 5/5 x 1 min, silence is fine, warning`,
});

/** Where CloudFront stands before the balancer. */
const FRONT = { "cdn-5xx": "Average 5xxErrorRate > 5, 5/5 x 1 min, silence is fine, critical" };

const GIB = 1024 ** 3;

const replicated = Object.fromEntries(
  Object.entries(COMMON)
    .filter(([name]) => name.startsWith("cache-001"))
    .map(([name, line]) => [name.replace("001", "002"), line]),
);

const EXPECTED: Readonly<Record<(typeof STACKS)[number], Record<string, string>>> = {
  // db.t3.micro with 20 GiB, one NAT gateway, one cache node
  dev: { ...COMMON, ...IDLE, ...sized(67, GIB, GIB / 8) },
  // db.t3.small with 50 GiB
  staging: { ...COMMON, ...IDLE, ...FRONT, ...sized(157, 2.5 * GIB, GIB / 4) },
  // db.t3.medium with 100 GiB, three gateways, two nodes
  prod: {
    ...COMMON,
    ...IDLE,
    ...FRONT,
    ...sized(324, 5 * GIB, 500 * 1024 ** 2),
    ...replicated,
    "cache-001-lag": "Average ReplicationLag > 1, 5/5 x 1 min, silence is fine, warning",
    "cache-002-lag": "Average ReplicationLag > 1, 5/5 x 1 min, silence is fine, warning",
    "nat-use1-az2-ports": COMMON["nat-use1-az1-ports"],
    "nat-use1-az4-ports": COMMON["nat-use1-az1-ports"],
  },
};

/** What the table is about; other systems' functions have alarms of their own. */
const OWN = /^(api|load-balancer|database|cache|backup|nat|rotation|cdn)-/;

/** What each alarm says of where it is, which its service must know; `?` is known only to AWS. */
function dimensionsOf(graph: Graph, identifier: string): Value | undefined {
  const alarm = only(graph, ALARM, identifier);
  return alarm.inputs["dimensions"];
}

describe("the platform's alarms", () => {
  for (const stack of STACKS) {
    describe(stack, () => {
      let graph: Graph;
      before(async () => (graph = await systemGraph(stack, ["ingest"])));

      it("P-OBS-4, feature 54: are those of the table, with thresholds of the settings and the sizes", () => {
        const found = Object.entries(alarmsOf(graph)).filter(([name]) => OWN.test(name));
        assert.deepEqual(Object.fromEntries(found), EXPECTED[stack]);
      });

      it("P-OBS-4: name what AWS calls the parts of this stack", () => {
        const service = {
          ClusterName: `rampart-${stack}-ecs-main`,
          ServiceName: `rampart-${stack}-svc-api`,
        };
        const database = { DBInstanceIdentifier: `rampart-${stack}-db-main` };
        assert.deepEqual(dimensionsOf(graph, "api-cpu"), service);
        assert.deepEqual(dimensionsOf(graph, "api-running-tasks"), service);
        assert.deepEqual(dimensionsOf(graph, "database-connections"), database);
        assert.equal(
          only(graph, "aws:rds/instance:Instance").inputs["identifier"],
          database.DBInstanceIdentifier,
        );
        assert.deepEqual(dimensionsOf(graph, "cache-001-memory"), {
          CacheClusterId: `rampart-${stack}-cache-main-001`,
        });
        assert.deepEqual(dimensionsOf(graph, "backup-failed"), {
          BackupVaultName: `rampart-${stack}-vault-main`,
        });
        assert.deepEqual(dimensionsOf(graph, "rotation-failures"), {
          QueueName: `rampart-${stack}-sqs-rotate-database-secret-failures`,
        });
        assert.deepEqual(dimensionsOf(graph, "api-errors"), {});
      });

      it("P-OBS-4: take the balancer's and the gateways' names from them", () => {
        const balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer").urn;
        const targets = only(graph, "aws:lb/targetGroup:TargetGroup").urn;
        const sources = (name: string) =>
          [...(only(graph, ALARM, name).propertyDependencies["dimensions"] ?? [])].sort();
        for (const name of ["api-5xx", "api-latency", "api-healthy-tasks"]) {
          assert.deepEqual(sources(name), [balancer, targets].sort(), name);
        }
        assert.deepEqual(sources("load-balancer-5xx"), [balancer]);
        const gateway = only(graph, "aws:ec2/natGateway:NatGateway", "network-nat-use1-az1").urn;
        assert.deepEqual(sources("nat-use1-az1-ports"), [gateway]);
      });

      it("P-OBS-2, P-OBS-4: watch a metric that a filter of the log makes", () => {
        const { inputs } = only(graph, ALARM, "api-errors");
        const made = only(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter", "api-errors")
          .inputs["metricTransformation"];
        assert.deepEqual(
          [inputs["namespace"], inputs["metricName"]],
          [at(made, "namespace"), at(made, "name")],
        );
      });

      it("P-OBS-3: would arrive: topic, key and listener of each let it through", () => {
        const alarms = ofType(graph, ALARM);
        assert.ok(alarms.length > 20);
        const paths = deliveriesOf(graph).filter(({ group }) => group === "Alarms");
        assert.deepEqual(
          [...new Set(paths.map(({ source }) => source))].sort(),
          alarms.map(({ urn }) => urn).sort(),
        );
        assert.deepEqual([...new Set(paths.map(verdictOf))], ["passes"]);
      });

      it("P-OBS-3: the alarm of another account would not arrive", () => {
        const resource = textOf(at(only(graph, ALARM, "api-5xx").inputs, "alarmActions", 0));
        const policy = ofType(graph, "aws:sns/topicPolicy:TopicPolicy").find(
          ({ inputs }) => inputs["arn"] === resource,
        );
        const answerTo = (account: string) =>
          decide([readDocument(policy?.inputs["policy"], "policy")], {
            caller: { kind: "Service", value: "cloudwatch.amazonaws.com" },
            action: "sns:Publish",
            resource,
            context: {
              told: {
                "aws:securetransport": ["true"],
                "aws:sourceaccount": [account],
                "aws:sourcearn": [`arn:aws:cloudwatch:us-east-1:${account}:alarm:x`],
              },
              unsure: [],
            },
          }).answer;
        assert.equal(answerTo(resource.split(":")[4] ?? ""), "allowed");
        assert.equal(answerTo("999999999999"), "not allowed");
      });

      it("P-OBS-6: budget and cost anomalies would arrive as well", () => {
        const { inputs } = only(graph, "aws:budgets/budget:Budget");
        const notifications = inputs["notifications"];
        assert.ok(Array.isArray(notifications));
        const steps = (notifications as readonly Value[]).map((entry) => [
          at(entry, "threshold"),
          at(entry, "notificationType"),
          textOf(at(entry, "subscriberSnsTopicArns", 0))
            .split(":")
            .at(-1),
        ]);
        assert.deepEqual(steps, [
          [80, "ACTUAL", `${stack}-warning-alerts`],
          [100, "FORECASTED", `${stack}-warning-alerts`],
          [100, "ACTUAL", `${stack}-warning-alerts`],
          [150, "ACTUAL", `${stack}-critical-alerts`],
        ]);
        const limit = { dev: "120", staging: "200", prod: "800" };
        assert.equal(inputs["limitAmount"], limit[stack]);
        for (const group of ["Budgets", "Cost anomalies"]) {
          const paths = deliveriesOf(graph).filter((path) => path.group === group);
          assert.deepEqual([...new Set(paths.map(verdictOf))], ["passes"], group);
        }
      });

      it("feature 20: take a deployment back, and exist before the service that names them", () => {
        const service = only(graph, "aws:ecs/service:Service");
        const names = ["api-errors", "api-latency", "api-5xx"];
        assert.deepEqual(service.inputs["alarms"], {
          enable: true,
          rollback: true,
          alarmNames: names.map((name) => `rampart-${stack}-alarm-${name}`),
        });
        for (const name of names) {
          const alarm = only(graph, ALARM, name);
          assert.ok(waitsFor(graph, service, alarm), name);
          assert.ok(!waitsFor(graph, alarm, service), name);
        }
      });

      it("P-OBS-5, feature 55: have a dashboard of five rows, known before anything exists", () => {
        const { inputs } = only(graph, "aws:cloudwatch/dashboard:Dashboard");
        assert.equal(inputs["dashboardName"], `rampart-${stack}-dash-platform`);
        const { widgets } = JSON.parse(textOf(inputs["dashboardBody"])) as {
          widgets: { type: string; properties: Record<string, unknown> }[];
        };
        const rows = widgets
          .filter(({ type }) => type === "text")
          .map(({ properties }) => properties["markdown"]);
        assert.deepEqual(rows, [
          "## Requests",
          "## Compute",
          "## Database",
          "## Cache",
          "## Recent errors",
        ]);
        assert.deepEqual(
          widgets.flatMap(({ properties }) => properties["title"] ?? []),
          [
            "Alarms",
            "Requests a minute",
            "Latency",
            "Failures of the application (5xx)",
            "Failures of the load balancer (5xx)",
            "CPU",
            "Memory",
            "Tasks",
            "Connections",
            "CPU",
            "Free storage",
            "Keys asked for",
            "Memory",
            "Connections",
            "Last lines of level error or fatal",
          ],
        );
      });

      it("P-OBS-5: are on a dashboard that names alarms and metrics that there are", () => {
        const body = textOf(
          only(graph, "aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"],
        );
        const { widgets } = JSON.parse(body) as {
          widgets: {
            properties: {
              alarms?: string[];
              annotations?: { alarms: string[] };
              metrics?: [namespace: string, metric: string][];
              query?: string;
            };
          }[];
        };
        const account = /:(\d{12}):alarm:/.exec(body)?.[1] ?? "";
        const arns = ofType(graph, ALARM).map(
          ({ inputs }) => `arn:aws:cloudwatch:us-east-1:${account}:alarm:${textOf(inputs["name"])}`,
        );
        const shown = widgets.flatMap(({ properties }) => [
          ...(properties.alarms ?? []),
          ...(properties.annotations?.alarms ?? []),
        ]);
        assert.ok(shown.length > 20);
        assert.deepEqual(
          shown.filter((arn) => !arns.includes(arn)),
          [],
        );
        const log = widgets.find(({ properties }) => properties.query !== undefined);
        assert.match(
          log?.properties.query ?? "",
          new RegExp(`^SOURCE '/ecs/${stack}/api' \\| fields`),
        );
        const namespaces = widgets
          .flatMap(({ properties }) => properties.metrics ?? [])
          .map(([namespace, metric]) => `${namespace} ${metric}`);
        assert.deepEqual([...new Set(namespaces)].sort(), [
          "AWS/ECS CPUUtilization",
          "AWS/ECS MemoryUtilization",
          "AWS/ElastiCache CacheHits",
          "AWS/ElastiCache CacheMisses",
          "AWS/ElastiCache CurrConnections",
          "AWS/ElastiCache DatabaseMemoryUsagePercentage",
          "AWS/RDS CPUUtilization",
          "AWS/RDS DatabaseConnections",
          "AWS/RDS FreeStorageSpace",
          "ECS/ContainerInsights DesiredTaskCount",
          "ECS/ContainerInsights RunningTaskCount",
          `rampart/${stack}/api RequestCount`,
          `rampart/${stack}/api RequestDuration`,
        ]);
      });

      it("P-OBS-2: read the log that the tasks write, as saved queries do", () => {
        const group = `/ecs/${stack}/api`;
        const filters = ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").filter(
          ({ inputs }) => inputs["logGroupName"] === group,
        );
        assert.deepEqual(filters.map(({ inputs }) => inputs["name"]).sort(), [
          "errors",
          "latency",
          "requests",
        ]);
        const queries = ofType(graph, "aws:cloudwatch/queryDefinition:QueryDefinition").filter(
          ({ name }) => name.startsWith("api-"),
        );
        assert.deepEqual(
          queries.map(({ inputs }) => [inputs["name"], inputs["logGroupNames"]]),
          Object.keys(QUERIES).map((title) => [`rampart/${stack}/api/${title}`, [group]]),
        );
      });

      it("T20: the addresses that must confirm are told", () => {
        const emails = ofType(graph, SUBSCRIPTION)
          .filter(({ inputs }) => inputs["protocol"] === "email")
          .map(({ inputs }) => textOf(inputs["endpoint"]));
        assert.deepEqual(graph.outputs["alertAddresses"], [...new Set(emails)].sort());
        assert.ok(emails.length > 0);
      });
    });
  }

  it("P-OBS-4, P-AUTO-1: want the service's minimum of tasks as soon as there is an image, but not while it is down", async () => {
    const changed = withSetting(
      withSystems(rawSettings("dev"), "ingest"),
      "platform.service.imageDigest",
      DIGEST,
    );
    // A secret URL alone pages nobody.
    const graph = await programGraph(withSetting(changed, "pagerDutyUrl", "https://example.com/x"));
    const names = ofType(graph, SUBSCRIPTION).map(({ name }) => name);
    assert.ok(!names.includes("critical-pagerduty"));
    const alarms = alarmsOf(graph);
    assert.deepEqual(
      [alarms["api-running-tasks"], alarms["api-healthy-tasks"]],
      [
        "Minimum RunningTaskCount < 1, 3/3 x 1 min, silence too, critical",
        "Minimum HealthyHostCount < 1, 3/3 x 1 min, silence too, critical",
      ],
    );
    const schedule = ofType(graph, "aws:lambda/function:Function").find(({ inputs }) =>
      textOf(inputs["name"]).endsWith("environment-schedule"),
    );
    const variables = at(schedule?.inputs, "environment", "variables");
    assert.ok(isProperties(variables));
    const silenced = textOf(variables["ALARMS"]).split(",");
    for (const name of ["api-running-tasks", "api-healthy-tasks", "database-free-storage"]) {
      assert.ok(silenced.includes(`rampart-dev-alarm-${name}`), name);
    }
    assert.ok(!silenced.includes("rampart-dev-alarm-cache-001-memory"), "the cache stays up");
  });

  it("P-OBS-4: watch no targets while the certificate is pending", async () => {
    const raw = withSetting(
      withSystems(rawSettings("dev"), "ingest"),
      "platform.edge.certificate",
      { mode: "pending" },
    );
    const graph = await programGraph(raw);
    const names = Object.keys(alarmsOf(graph));
    for (const name of ["api-5xx", "api-4xx", "api-latency", "api-healthy-tasks"]) {
      assert.ok(!names.includes(name), name);
    }
    assert.ok(names.includes("load-balancer-5xx") && names.includes("api-running-tasks"));
    assert.deepEqual(at(only(graph, "aws:ecs/service:Service").inputs, "alarms", "alarmNames"), [
      "rampart-dev-alarm-api-errors",
    ]);
  });

  it("P-OBS-4: follow the settings", async () => {
    const raw = withSetting(
      withSystems(rawSettings("prod"), "ingest"),
      "operations.alerts.thresholds",
      {
        latencyMilliseconds: 500,
        databaseFreeMemoryMiB: 100,
        databaseConnectionPercent: 50,
        cacheHitPercent: 60,
      },
    );
    const alarms = alarmsOf(await programGraph(raw, { stack: "prod" }));
    assert.match(alarms["api-latency"] ?? "", /> 0\.5,/);
    assert.match(alarms["database-free-memory"] ?? "", / < 104857600,/);
    assert.match(alarms["database-connections"] ?? "", /> 202,/);
    assert.match(alarms["cache-002-hit-rate"] ?? "", /< 60,/);
  });

  it("P-OBS-3, P-OBS-4, P-OBS-6: watch MemoryDB's nodes and CloudFront, page, and budget by tag, as the settings say", async () => {
    const graph = await programGraph(withSystems(everythingOn(), "ingest"), { stack: "prod" });
    assert.deepEqual(dimensionsOf(graph, "cache-002-cpu"), {
      ClusterName: "rampart-prod-mdb-main",
      NodeName: "rampart-prod-mdb-main-0001-002",
    });
    const { inputs } = only(graph, ALARM, "cache-001-hit-rate");
    assert.deepEqual(
      [1, 2].map((index) => [
        at(inputs, "metricQueries", index, "metric", "namespace"),
        at(inputs, "metricQueries", index, "metric", "metricName"),
      ]),
      [
        ["AWS/MemoryDB", "KeyspaceHits"],
        ["AWS/MemoryDB", "KeyspaceMisses"],
      ],
    );
    assert.equal(
      at(inputs, "metricQueries", 0, "expression"),
      "IF(hits + misses > 100, 100 * hits / (hits + misses))",
    );
    assert.equal(
      alarmsOf(graph)["cdn-5xx"],
      "Average 5xxErrorRate > 5, 5/5 x 1 min, silence is fine, critical",
    );
    const cdn = only(graph, ALARM, "cdn-5xx");
    assert.equal(at(cdn.inputs, "dimensions", "Region"), "Global");
    assert.deepEqual(cdn.propertyDependencies["dimensions"], [
      only(graph, "aws:cloudfront/distribution:Distribution", "distribution").urn,
    ]);
    const pager = only(graph, SUBSCRIPTION, "critical-pagerduty").inputs;
    assert.deepEqual(
      [pager["protocol"], pager["endpoint"], pager["topic"]],
      ["https", { $secret: true }, "arn:aws:sns:us-east-1:777788889999:prod-critical-alerts"],
    );
    // What the pager refuses is kept, and others are told.
    assert.deepEqual(JSON.parse(textOf(pager["redrivePolicy"])), {
      deadLetterTargetArn:
        "arn:aws:sqs:us-east-1:777788889999:rampart-prod-sqs-pagerduty-undelivered",
    });
    const unpaged = only(graph, ALARM, "pagerduty-undelivered");
    assert.equal(
      lineOf(unpaged),
      "Maximum ApproximateNumberOfMessagesVisible > 0, 1/1 x 5 min, silence is fine, warning",
    );
    assert.deepEqual(unpaged.inputs["dimensions"], {
      QueueName: "rampart-prod-sqs-pagerduty-undelivered",
    });
    const filters = only(graph, "aws:budgets/budget:Budget").inputs["costFilters"];
    assert.deepEqual(at(filters, 0, "values"), ["user:Environment$prod"]);
  });
});
