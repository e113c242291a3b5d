import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { deliveriesOf } from "../../../plan/proofs/deliveries.ts";
import { type Path, verdictOf } from "../../../plan/proofs/path.ts";
import { chainOf } from "../../../plan/proofs/report.ts";
import { everythingGraph } from "../../support/everything.ts";
import { ofType } from "../../support/graph.ts";
import { rawSettings, withSetting } from "../../support/settings.ts";
import { programGraph, STACKS, stackGraph } from "../../support/stacks.ts";
import { faultsOf } from "./planted.ts";

const chainsFrom = (paths: readonly Path[], start: string): string[] =>
  paths.map(chainOf).filter((chain) => chain.startsWith(start));

/** Topics that something names, each as often as somebody listens. */
function listenersOf(graph: Graph, names: Iterable<unknown>): number {
  const topics = ofType(graph, "aws:sns/topicSubscription:TopicSubscription").map(
    ({ inputs }) => inputs["topic"],
  );
  return [...new Set(names)].flatMap((name) => topics.filter((topic) => topic === name)).length;
}

describe("deliveries", () => {
  for (const stack of STACKS) {
    it(`P-OBS-3: all arrive in ${stack}, before and after everything exists`, async () => {
      for (const mode of ["preview", "update"] as const) {
        assert.deepEqual(faultsOf(await stackGraph(stack, { mode })), [], mode);
      }
    }).timeout(60_000);
  }

  it("P-OBS-3, P-DET-6: all arrive in another region, too", async () => {
    const zoneIds = ["euw2-az1", "euw2-az2", "euw2-az3"];
    // Its CloudFront is in us-east-1 alone.
    const silent = withSetting(rawSettings("dev"), "music", { mode: "off" });
    const there = withSetting(silent, "environment.region", "eu-west-2");
    const graph = await programGraph(withSetting(there, "environment.zoneIds", zoneIds));
    assert.deepEqual(faultsOf(graph), []);
    assert.deepEqual(chainsFrom(deliveriesOf(graph), "rule rampart-dev-rule-root-use-abroad "), [
      "rule rampart-dev-rule-root-use-abroad → role rampart-dev-role-root-use-abroad → bus default in eu-west-2 → rule rampart-dev-rule-root-use",
    ]);
  }).timeout(60_000);

  describe("of prod", () => {
    let graph: Graph;
    let paths: readonly Path[];
    before(async () => {
      graph = await stackGraph("prod");
      paths = deliveriesOf(graph);
    });

    it("P-OBS-3, P-OBS-4: go from each alarm to each who listens to its topics", () => {
      const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
      for (const { urn, name, inputs } of alarms) {
        const told = [inputs["alarmActions"], inputs["okActions"]].flat();
        const own = paths.filter(({ source, group }) => source === urn && group === "Alarms");
        assert.equal(own.length, listenersOf(graph, told), name);
      }
      assert.deepEqual(chainsFrom(paths, "alarm rampart-prod-alarm-api-5xx "), [
        "alarm rampart-prod-alarm-api-5xx → topic prod-critical-alerts (key alerts-key) → email oncall@example.com",
        "alarm rampart-prod-alarm-api-5xx → topic prod-critical-alerts (key alerts-key) → email platform@example.com",
        "alarm rampart-prod-alarm-api-5xx → topic prod-critical-alerts (key alerts-key) → function rampart-prod-fn-slack-notifier",
      ]);
    });

    it("P-DET-6: go from each rule to its targets, and to where undelivered events stay", () => {
      const rules = ofType(graph, "aws:cloudwatch/eventRule:EventRule");
      const sources = new Set(paths.map(({ source }) => source));
      assert.deepEqual(
        rules.filter(({ urn }) => !sources.has(urn)),
        [],
      );
      assert.deepEqual(chainsFrom(paths, "rule rampart-prod-rule-respond-attack-found "), [
        "rule rampart-prod-rule-respond-attack-found → function rampart-prod-fn-auto-remediate",
        "rule rampart-prod-rule-respond-attack-found → queue rampart-prod-sqs-auto-remediate-undelivered (key alerts-key)",
      ]);
    });

    it("P-OBS-6: go from each step of the budget, and from cost anomalies", () => {
      assert.deepEqual(chainsFrom(paths, "budget rampart-prod-budget-monthly at 150 % actual "), [
        "budget rampart-prod-budget-monthly at 150 % actual → topic prod-critical-alerts (key alerts-key) → email oncall@example.com",
        "budget rampart-prod-budget-monthly at 150 % actual → topic prod-critical-alerts (key alerts-key) → email platform@example.com",
        "budget rampart-prod-budget-monthly at 150 % actual → topic prod-critical-alerts (key alerts-key) → function rampart-prod-fn-slack-notifier",
      ]);
      assert.deepEqual(chainsFrom(paths, "cost anomalies "), [
        "cost anomalies rampart-prod-cost-alert → topic prod-warning-alerts (key alerts-key) → email platform@example.com",
        "cost anomalies rampart-prod-cost-alert → topic prod-warning-alerts (key alerts-key) → function rampart-prod-fn-slack-notifier",
      ]);
    });

    it("P-RESP, P-AUTO-2: go on with the role of who calls, tells or fails", () => {
      const start = "schedule rampart-prod-schedule-posture-report-weekly";
      const role = "role rampart-prod-role-posture-report-scheduler";
      assert.deepEqual(chainsFrom(paths, start), [
        `${start} → ${role} → function rampart-prod-fn-posture-report`,
        `${start} → ${role} → queue rampart-prod-sqs-posture-report-undelivered (key main-key)`,
      ]);
      assert.deepEqual(chainsFrom(paths, "function rampart-prod-fn-posture-report "), [
        "function rampart-prod-fn-posture-report → role rampart-prod-role-posture-report → topic prod-info-alerts (key alerts-key) → function rampart-prod-fn-slack-notifier",
        "function rampart-prod-fn-posture-report → role rampart-prod-role-posture-report → queue rampart-prod-sqs-posture-report-failures (key main-key)",
        "function rampart-prod-fn-posture-report → alarm rampart-prod-alarm-posture-report-errors",
        "function rampart-prod-fn-posture-report → alarm rampart-prod-alarm-posture-report-throttles",
        "function rampart-prod-fn-posture-report → role rampart-prod-role-posture-report → log group /aws/lambda/rampart-prod-fn-posture-report (key main-key)",
      ]);
    });

    it("P-DET-1, P-DET-4, P-NET-6, P-EDGE-2, P-EDGE-3: take logs to where they are kept, and through its key", () => {
      const named = [
        "trail rampart-prod-trail-account",
        "AWS Config",
        "flow log network-flow-logs",
        "firewall log firewall",
        "access log of rampart-prod-alb-main",
        "access log of bucket rampart-prod-s3-backups-777788889999-us-east-1",
        "postgresql log of database rampart-prod-db-main",
      ];
      assert.deepEqual(
        named.flatMap((start) => chainsFrom(paths, `${start} `)),
        [
          "trail rampart-prod-trail-account → bucket rampart-prod-s3-trail-777788889999-us-east-1 (key main-key)",
          "trail rampart-prod-trail-account → role rampart-prod-role-trail → log group /aws/cloudtrail/rampart-prod-trail-account (key main-key)",
          "AWS Config → bucket rampart-prod-s3-config-777788889999-us-east-1 (key main-key)",
          "flow log network-flow-logs → role rampart-prod-role-main-flow-logs → log group /vpc/prod/main/flow-logs (key main-key)",
          "firewall log firewall → log group aws-waf-logs-rampart-prod-api (key main-key)",
          "access log of rampart-prod-alb-main → bucket rampart-prod-s3-elb-logs-777788889999-us-east-1",
          "access log of bucket rampart-prod-s3-backups-777788889999-us-east-1 → bucket rampart-prod-s3-access-logs-777788889999-us-east-1",
          "postgresql log of database rampart-prod-db-main → log group /aws/rds/instance/rampart-prod-db-main/postgresql (key main-key)",
        ],
      );
    });

    it("say for each hop what lets it pass", () => {
      const start = "budget rampart-prod-budget-monthly ";
      const [path] = paths.filter((one) => chainOf(one).startsWith(start));
      assert.deepEqual(path && { ...path, source: "" }, {
        kind: "alert",
        group: "Budgets",
        source: "",
        hops: [
          {
            from: "budget rampart-prod-budget-monthly at 80 % actual",
            to: "topic prod-warning-alerts",
            verdict: "passes",
            why: "statement Budgets of the policy of topic prod-warning-alerts allows sns:Publish",
          },
          {
            from: "topic prod-warning-alerts",
            to: "key alerts-key",
            verdict: "passes",
            why: "statement BudgetsAndCostAlerts of the policy of key alerts-key allows kms:Decrypt; statement BudgetsAndCostAlerts of the policy of key alerts-key allows kms:GenerateDataKey",
          },
          {
            from: "topic prod-warning-alerts",
            to: "email platform@example.com",
            verdict: "passes",
            why: "SNS delivers once its owner confirmed",
          },
        ],
      });
    });
  });

  it("P-EDGE-1, P-EDGE-4: arrive with everything on, CloudFront's and Route 53's logs among them", async () => {
    for (const mode of ["preview", "update"] as const) {
      const graph = await everythingGraph({ mode });
      assert.deepEqual(faultsOf(graph), [], mode);
      const groups = new Set(deliveriesOf(graph).map(({ group }) => group));
      for (const group of ["Distribution logs", "DNS query logs", "Shell sessions"]) {
        assert.ok(groups.has(group), group);
      }
      const pager = deliveriesOf(graph).filter((path) => chainOf(path).includes("https "));
      assert.deepEqual([...new Set(pager.map(verdictOf))], ["passes"]);
      assert.ok(pager.every((path) => chainOf(path).endsWith("→ https with a secret address")));
    }
  }).timeout(60_000);

  it("are none in an empty stack", () => {
    const nothing: Graph = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    assert.deepEqual(deliveriesOf(nothing), []);
  });
});
