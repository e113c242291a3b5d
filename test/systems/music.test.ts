import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { textOf } from "../../plan/graph/value.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, ofType, only } from "../support/graph.ts";
import { answer, roleIn } from "../support/iam.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { changed, rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ROLE = "aws:iam/role:Role";

const isOfMusic = ({ urn }: Resource): boolean => urn.includes("::rampart:systems:Music$");

/** What a stack's music consists of: `aws:s3/bucket music-audio`. */
function madeBy(graph: Graph): string[] {
  return graph.resources
    .filter((resource) => resource.custom && isOfMusic(resource))
    .map(({ type, name }) => `${type.replace(/:[^:]*$/, "")} ${name}`)
    .sort();
}

describe("music", () => {
  recordStacks();
  let dev: Graph;
  let staging: Graph;
  before(() => {
    [dev, staging] = [graphOf("dev"), graphOf("staging")];
  });

  it("S-MUSIC-1, S-MUSIC-2: runs on one instance in dev, and on Fargate in staging and prod", () => {
    for (const stack of STACKS) {
      const made = madeBy(graphOf(stack));
      assert.equal(made.includes("aws:ec2/instance music"), stack === "dev", stack);
      assert.equal(made.includes("aws:ecs/service music"), stack !== "dev", stack);
      assert.ok(made.includes("aws:cloudfront/distribution music-distribution"), stack);
    }
  });

  for (const value of [undefined, { mode: "off" }]) {
    it(`S-MUSIC: leaves nothing where its block is ${JSON.stringify(value)}`, async () => {
      const without = await programGraph(withSetting(rawSettings("dev"), "music", value));
      assert.deepEqual(madeBy(without), []);
      assert.ok(!("music" in without.outputs));
      assert.ok(!without.resources.some(({ name }) => name === "aws-music"));
    });
  }

  describe("costs", () => {
    it("S-MUSIC-7: a budget of the music's own tag tells at 80, 100 and 150 %", () => {
      const { inputs } = only(dev, "aws:budgets/budget:Budget", "music-budget");
      assert.equal(inputs["limitAmount"], "30");
      assert.deepEqual(inputs["costFilters"], [
        { name: "TagKeyValue", values: ["user:System$music"] },
      ]);
      const steps = inputs["notifications"] as { threshold: number; notificationType: string }[];
      assert.deepEqual(
        steps.map(({ threshold, notificationType }) => `${notificationType} ${threshold}`),
        ["ACTUAL 80", "ACTUAL 100", "ACTUAL 150"],
      );
      const provider = dev.resources.find(({ name }) => name === "aws-music");
      assert.match(JSON.stringify(provider?.inputs["defaultTags"]), /"System.{1,6}music/);
      for (const made of dev.resources.filter((one) => one.custom && isOfMusic(one))) {
        if (made.type.startsWith("aws:")) assert.equal(made.provider, provider?.urn, made.name);
      }
    });

    it("S-MUSIC-7: the plan says that the budget counts nothing, until its tag is switched on", async () => {
      const told = (graph: Graph) => noticesOf(graph).filter((one) => one.startsWith("Budget "));
      assert.deepEqual(told(dev), [
        "Budget rampart-dev-budget-music counts nothing until System is among account.costAllocationTags of the account that pays; AWS takes it about a day after the first `up`.",
      ]);
      const counted = changed("dev", ["account.costAllocationTags", ["System"]]);
      assert.deepEqual(told(await programGraph(counted)), []);
    });

    it("S-MUSIC-7: alone in its account, the bill's alarms go off at 10 and 20 USD, and the budget is 10", async () => {
      const graph = await programGraph(changed("dev", ["music.costs", { besideUsd: 0 }]));
      const of = (name: string) => only(graph, ALARM, name).inputs;
      assert.deepEqual(
        ["music-billing-10", "music-billing-20"].map((name) => of(name)["threshold"]),
        [10, 20],
      );
      assert.equal(of("music-billing-10")["metricName"], "EstimatedCharges");
      assert.deepEqual(of("music-billing-10")["dimensions"], { Currency: "USD" });
      assert.equal(
        only(graph, "aws:budgets/budget:Budget", "music-budget").inputs["limitAmount"],
        "10",
      );
      // The shipped stacks share theirs with all other systems, which may cost 460 in dev.
      assert.equal(only(dev, ALARM, "music-billing-10").inputs["threshold"], 470);
    });

    it("S-MUSIC-7: an alarm tells of a processor above 80 %, on a host and on Fargate", () => {
      for (const [graph, namespace] of [
        [dev, "AWS/EC2"],
        [staging, "AWS/ECS"],
      ] as const) {
        const { inputs } = only(graph, ALARM, "music-cpu");
        assert.deepEqual(
          [inputs["namespace"], inputs["metricName"], inputs["threshold"]],
          [namespace, "CPUUtilization", 80],
        );
        assert.match(textOf(at(inputs, "alarmActions", 0)), /-warning-alerts$/);
      }
    });

    it("S-MUSIC-7: one of a host's disk above 80 % for a quarter of an hour, which the host itself tells", () => {
      const alarm = only(dev, ALARM, "music-disk");
      const { inputs } = alarm;
      assert.deepEqual(
        [inputs["namespace"], inputs["metricName"], inputs["comparisonOperator"]],
        ["rampart/dev/music", "DiskUsedPercent", "GreaterThanThreshold"],
      );
      assert.deepEqual(
        ["threshold", "period", "evaluationPeriods", "datapointsToAlarm"].map((key) => inputs[key]),
        [80, 300, 3, 3],
      );
      // A new host is silent until it has booted.
      assert.equal(inputs["treatMissingData"], "notBreaching");
      assert.match(textOf(at(inputs, "alarmActions", 0)), /-warning-alerts$/);
      const host = only(dev, "aws:ec2/instance:Instance", "music");
      assert.deepEqual(alarm.propertyDependencies["dimensions"], [host.urn]);
      const role = roleIn(dev, only(dev, ROLE, "music"));
      const may = (namespace: string) =>
        answer(role, {
          action: "cloudwatch:PutMetricData",
          resource: "*",
          context: { "aws:RequestedRegion": "us-east-1", "cloudwatch:namespace": namespace },
        });
      assert.equal(may("rampart/dev/music"), "allowed");
      assert.equal(may("rampart/dev/api"), "not allowed");
      for (const graph of [staging, graphOf("prod")]) {
        assert.ok(!ofType(graph, ALARM).some(({ name }) => name === "music-disk"));
      }
    });

    it("S-MUSIC-7: one of requests that CloudFront fails, as where a host has not come up", () => {
      for (const graph of [dev, staging, graphOf("prod")]) {
        const alarm = only(graph, ALARM, "music-cdn-5xx");
        const { inputs } = alarm;
        assert.deepEqual(
          [inputs["namespace"], inputs["metricName"], inputs["threshold"]],
          ["AWS/CloudFront", "5xxErrorRate", 5],
        );
        const distribution = only(
          graph,
          "aws:cloudfront/distribution:Distribution",
          "music-distribution",
        );
        assert.deepEqual(alarm.propertyDependencies["dimensions"], [distribution.urn]);
        assert.match(textOf(at(inputs, "alarmActions", 0)), /-critical-alerts$/);
      }
    });
  });

  it("S-MUSIC-8: stands below the boundary, and in an account whose guards are on", () => {
    for (const role of ofType(dev, ROLE).filter(isOfMusic)) {
      assert.match(textOf(role.inputs["permissionsBoundary"]), /policy-boundary$/);
    }
    assert.ok(ofType(dev, "aws:cfg/rule:Rule").length >= 4);
  });
});
