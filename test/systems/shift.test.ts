import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { profileOf } from "../../policy-pack/profiles.ts";
import { ALTERNATE_IDENTIFIER } from "../../systems/platform/applicationTarget.ts";
import { at, ofType, only } from "../support/graph.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const GROUP = "aws:lb/targetGroup:TargetGroup";
const RULE = "aws:lb/listenerRule:ListenerRule";
const SERVICE = "aws:ecs/service:Service";

const strategies = ["rolling", "blueGreen", "canary"] as const;

describe("Deployments of the application", () => {
  const graphs: Partial<Record<(typeof strategies)[number], Graph>> = {};
  const graphOf = (strategy: (typeof strategies)[number]): Graph =>
    graphs[strategy] ?? assert.fail(strategy);
  before(async () => {
    for (const strategy of strategies) {
      const raw = withSystems(rawSettings("prod"));
      const settings = withSetting(raw, "platform.service.deployment", { strategy });
      graphs[strategy] = await programGraph(settings, { stack: "prod" });
    }
  });

  const watched = (graph: Graph, alarm: string, property: string): string[] =>
    (only(graph, ALARM, alarm).propertyDependencies[property] ?? [])
      .map((urn) => urn.split("::").at(-1) ?? "")
      .filter((name) => name.includes("-tg-"))
      .sort();

  for (const strategy of ["blueGreen", "canary"] as const) {
    it(`feature 21: ${strategy} stands on two groups that are alike, and one rule before both`, () => {
      const graph = graphOf(strategy);
      const groups = ofType(graph, GROUP);
      assert.deepEqual(
        groups.map(({ name }) => name),
        ["rampart-prod-tg-api", "rampart-prod-tg-api-2"],
      );
      assert.deepEqual(groups[0]?.inputs, groups[1]?.inputs);
      const rule = only(graph, RULE);
      assert.equal(rule.name, "shifting-route");
      assert.equal(rule.inputs["priority"], 99);
      assert.ok(at(rule.inputs, "conditions", 1, "httpHeader"), "it asks for no header");
    });

    it(`feature 20: ${strategy} is taken back by what either group answers`, () => {
      const alarms = only(graphOf(strategy), SERVICE).inputs["alarms"];
      assert.deepEqual(at(alarms, "alarmNames"), [
        "rampart-prod-alarm-api-errors",
        "rampart-prod-alarm-api-latency",
        "rampart-prod-alarm-api-5xx",
        `rampart-prod-alarm-${ALTERNATE_IDENTIFIER}-latency`,
        `rampart-prod-alarm-${ALTERNATE_IDENTIFIER}-5xx`,
      ]);
      assert.deepEqual([at(alarms, "enable"), at(alarms, "rollback")], [true, true]);
    });

    it(`feature 21, P-OBS-4: with ${strategy} no group goes unwatched`, () => {
      const graph = graphOf(strategy);
      for (const what of ["latency", "5xx", "4xx", "unhealthy-tasks"]) {
        assert.deepEqual(watched(graph, `api-${what}`, "dimensions"), ["rampart-prod-tg-api"]);
        assert.deepEqual(watched(graph, `${ALTERNATE_IDENTIFIER}-${what}`, "dimensions"), [
          "rampart-prod-tg-api-2",
        ]);
      }
      assert.deepEqual(watched(graph, "api-healthy-tasks", "metricQueries"), [
        "rampart-prod-tg-api",
        "rampart-prod-tg-api-2",
      ]);
      const { inputs } = only(graph, ALARM, "api-healthy-tasks");
      assert.equal(
        at(inputs, "metricQueries", 0, "expression"),
        "MAX([FILL(first, 0), FILL(second, 0)])",
      );
      assert.equal(inputs["treatMissingData"], "notBreaching", "there is no image yet");
      const body = textOf(
        only(graph, "aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"],
      );
      for (const group of ["api", ALTERNATE_IDENTIFIER]) {
        assert.ok(body.includes(`alarm:rampart-prod-alarm-${group}-5xx`), group);
      }
    });

    it(`feature 21: to ${strategy} and back nothing changes its name but the route`, () => {
      const rolling = new Set(graphOf("rolling").resources.map(({ urn }) => urn));
      const shifting = new Set(graphOf(strategy).resources.map(({ urn }) => urn));
      const gone = [...rolling].filter((urn) => !shifting.has(urn));
      assert.deepEqual(
        gone.map((urn) => urn.replace(/^.*\$/, "")),
        ["rampart:edge:Route::route", `${RULE}::route`],
      );
      const before = only(graphOf("rolling"), GROUP);
      assert.deepEqual(only(graphOf(strategy), GROUP, before.name).inputs, before.inputs);
      // Two rules of a listener can't have one priority, and both stand while one replaces the other.
      assert.equal(only(graphOf("rolling"), RULE).inputs["priority"], 100);
    });
  }

  it("feature 21: the policy pack takes weights that ECS moves, and no other drift", () => {
    const { name } = only(graphOf("canary"), RULE);
    for (const stack of STACKS) {
      assert.deepEqual(profileOf(stack).parameters["any-no-ignored-security-property"], {
        accepted: [`${RULE}::${name} actions`],
      });
    }
  });
});
