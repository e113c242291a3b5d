import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Graph } from "../../plan/graph/resource.ts";
import { monthly, PRICES } from "../../tools/generated/prices.ts";
import { ROOT } from "../support/fixtures.ts";
import { at, ofType, only } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { STACKS } from "../support/stacks.ts";

const ROWS = readFileSync(join(ROOT, "docs/documents.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("*", "")));

/** A cell of the page's table, by the beginning of its row. */
function cell(row: string, stack: string): string {
  const column = ROWS[0]?.indexOf(stack) ?? -1;
  return ROWS.find(([, item]) => item?.startsWith(row))?.[column] ?? assert.fail(row);
}

/** What a plan has of each row, times its price. */
function costsOf(graph: Graph): Readonly<Record<string, number>> {
  const scope = `rampart-${graph.stack}`;
  const of = (type: string) =>
    ofType(graph, type).filter(({ urn }) => urn.includes("systems:Documents$"));
  const balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer", `${scope}-alb-docs`);
  const rules = only(graph, "aws:wafv2/webAcl:WebAcl", `${scope}-waf-documents`).inputs["rules"];
  const { inputs } = only(graph, "aws:ec2/launchTemplate:LaunchTemplate", `${scope}-lt-documents`);
  const type = inputs["instanceType"] as keyof typeof PRICES.instanceHour;
  const disk = Number(at(inputs, "blockDeviceMappings", 0, "ebs", "volumeSize"));
  const hosts = Number(only(graph, "aws:autoscaling/group:Group", "documents").inputs["minSize"]);
  // The first and the last step of a policy are alarms of AWS's own.
  const alarms =
    of("aws:cloudwatch/metricAlarm:MetricAlarm").length +
    2 * of("aws:autoscaling/policy:Policy").length;
  const zones = (balancer.inputs["subnets"] as unknown[]).length;
  return {
    "load balancer": monthly(PRICES.balancerHour) + zones * monthly(PRICES.addressHour),
    firewall: PRICES.webAcl + (rules as unknown[]).length * PRICES.webAclRule,
    hosts:
      hosts *
      (monthly(PRICES.instanceHour[type]) + disk * PRICES.diskGb + PRICES.detailedMonitoring),
    // In prod the platform has them for itself.
    endpoints: graph.stack === "prod" ? 0 : 3 * monthly(PRICES.endpointHour),
    "eight alarms": alarms * PRICES.alarm,
  };
}

describe("the costs of the documents", () => {
  recordStacks();

  for (const stack of STACKS) {
    it(`S-DOCS-6: the page has what ${stack}'s plan has, times its price, and their sum`, () => {
      const costs = costsOf(graphOf(stack));
      for (const [row, usd] of Object.entries(costs)) {
        assert.equal(Number(cell(row, stack)).toFixed(2), usd.toFixed(2), `${row} in ${stack}`);
      }
      const sum = Object.keys(costs).reduce((total, row) => total + Number(cell(row, stack)), 0);
      assert.equal(cell("together", stack), sum.toFixed(2));
    });
  }
});
