import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { faultsOf } from "../plan/proofs/planted.ts";
import { namesOf, ofType, only, policyOf } from "../support/graph.ts";
import { problemLines, rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph, systemGraph } from "../support/stacks.ts";

const KEY = "aws:kms/key:Key";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

const isRegional = ({ urn }: Resource): boolean => urn.includes("rampart:systems:Region$");
const sidsOf = (resource: Resource): string[] => policyOf(resource).Statement.map(({ Sid }) => Sid);

/** What the policies of a region's key, and of each of its topics, allow or deny. */
function statementsOf(graph: Graph): Record<string, string[]> {
  return Object.fromEntries([
    ["key", sidsOf(only(graph, KEY, "region-alerts-key"))],
    ...ofType(graph, TOPIC_POLICY)
      .filter(isRegional)
      .map((policy) => [policy.name, sidsOf(policy)] as const),
  ]);
}

const textAt = (arn: unknown, place: number) => String(arn).split(":")[place];

/** What AWS refuses to make a second time in a region; all else of it is made again over itself. */
const ONCE = /^aws:(accessanalyzer|guardduty)\//;

const TOPIC = ["Alarms", "Events", "TlsOnly"];

describe("a region beside the environment's own", () => {
  it("P-OBS-3, P-OBS-6: takes alarms and events, keeps what SNS can't hand over, and no costs, which are told at home", async () => {
    const graph = await systemGraph("prod", ["tracker"]);
    assert.deepEqual(statementsOf(graph), {
      key: ["DelegateToIam", "AlarmsAndEvents", "UndeliveredMessages"],
      critical: TOPIC,
      info: TOPIC,
      warning: TOPIC,
    });
    assert.deepEqual(namesOf(graph, "aws:budgets/budget:Budget"), ["budget"]);
    assert.deepEqual(faultsOf(graph), []);
  });

  for (const [what, home, region, zones, principal] of [
    [
      "by the region's own name",
      "us-east-1",
      "eu-south-1",
      ["eus1-az1", "eus1-az2"],
      "sns.eu-south-1.amazonaws.com",
    ],
    ["not at all", "eu-south-1", "eu-west-2", ["euw2-az1", "euw2-az2"], undefined],
  ] as const) {
    it(`P-OBS-7: SNS of ${region} calls Slack's function of ${home} ${what}`, async () => {
      let raw = withSystems(rawSettings("dev"), "tracker");
      raw = withSetting(raw, "tracker.region", region);
      raw = withSetting(raw, "tracker.zoneIds", zones);
      if (home !== "us-east-1") {
        raw = withSetting(raw, "environment.region", home);
        raw = withSetting(raw, "environment.zoneIds", ["eus1-az1", "eus1-az2", "eus1-az3"]);
      }
      const graph = await programGraph(raw);
      const isThere = (arn: unknown) => textAt(arn, 3) === region;
      const admitted = ofType(graph, "aws:lambda/permission:Permission")
        .filter(({ inputs }) => isThere(inputs["sourceArn"]))
        .filter(({ inputs }) => textAt(inputs["sourceArn"], 2) === "sns");
      const heard = ofType(graph, "aws:sns/topicSubscription:TopicSubscription").filter(
        ({ inputs }) => inputs["protocol"] === "lambda" && isThere(inputs["topic"]),
      );
      const expected = principal === undefined ? [] : [principal, principal, principal];
      assert.deepEqual(
        admitted.map(({ inputs }) => inputs["principal"]),
        expected,
      );
      assert.equal(heard.length, expected.length);
      assert.deepEqual(faultsOf(graph), []);
    });
  }

  it("P-OBS-3, T16: lets SNS keep what a pager refuses, where there is one", async () => {
    const changed = withSetting(
      withSystems(rawSettings("prod"), "tracker"),
      "operations.alerts.pagerDutyFrom",
      "config",
    );
    const graph = await programGraph(withSetting(changed, "pagerDutyUrl", "https://example.com/x"));
    const queues = ofType(graph, "aws:sqs/queue:Queue").filter(isRegional);
    assert.deepEqual(queues.map(({ inputs }) => inputs["name"]).sort(), [
      "rampart-dev-sqs-findings-undelivered",
      "rampart-dev-sqs-pagerduty-undelivered",
      "rampart-dev-sqs-slack-notifier-undelivered",
    ]);
    assert.deepEqual(faultsOf(graph), []);
  });

  it("T90, T94: comes again after it went, and makes nothing a second time that AWS has once", async () => {
    const adopted = {
      detectorId: "12abc34d567e8fa901bc2d34e56789f0",
      analyzerArn:
        "arn:aws:access-analyzer:eu-west-2:111122223333:analyzer/rampart-dev-analyzer-account",
    };
    const raw = withSystems(rawSettings("dev"), "tracker");
    const first = (await programGraph(raw)).resources.filter(isRegional);
    const once = first.filter(({ type }) => ONCE.test(type));
    assert.deepEqual([...new Set(once.map(({ type }) => type.split(":")[2]))].sort(), [
      "Analyzer",
      "Detector",
      "DetectorFeature",
    ]);
    for (const { name, retainOnDelete } of once) assert.ok(retainOnDelete, name);
    const again = await programGraph(
      withSetting(raw, "account.adopted", { otherRegions: { "eu-west-2": adopted } }),
    );
    const second = again.resources.filter(isRegional);
    assert.deepEqual(
      second.filter(({ type }) => ONCE.test(type)),
      [],
    );
    assert.deepEqual(
      first.filter(({ type }) => !ONCE.test(type) && type.startsWith("aws:")).map(({ urn }) => urn),
      second.filter(({ type }) => type.startsWith("aws:")).map(({ urn }) => urn),
    );
    // At home there is another one, which stays this stack's own.
    assert.equal(ofType(again, "aws:guardduty/detector:Detector").length, 1);
  });

  it("T90, T94: tells by what ids it is adopted", async () => {
    const { outputs } = await systemGraph("dev", ["tracker"], { mode: "update" });
    const { guards } = outputs["tracker"] as { guards: Record<string, string> };
    assert.deepEqual(Object.keys(guards).sort(), ["analyzerArn", "detectorId"]);
    assert.equal(
      guards["analyzerArn"],
      "arn:aws:access-analyzer:eu-west-2:111122223333:analyzer/rampart-dev-analyzer-account",
    );
  });

  it("T90, T94: is adopted by ids of its own, under another region than the stack's", () => {
    const refused = (otherRegions: unknown) =>
      problemLines(
        withSetting(withSystems(rawSettings("dev"), "tracker"), "account.adopted", {
          otherRegions,
        }),
      );
    const analyzerArn = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/x";
    const path = "rampart:account.adopted.otherRegions";
    assert.deepEqual(refused({ "us-east-1": {} }), [
      `${path}.us-east-1 is {}; allowed: another region than us-east-1 (environment.region)`,
    ]);
    assert.deepEqual(refused({ "eu-west-2": { analyzerArn } }), [
      `${path}.eu-west-2.analyzerArn is "${analyzerArn}"; allowed: an ARN of eu-west-2`,
    ]);
    assert.deepEqual(refused({ "eu-west-2": {} }), []);
  });

  it("P-DET-5, T60: scans the images that are pushed there", async () => {
    const graph = await systemGraph("dev", ["tracker"]);
    const inspector = only(graph, "aws:inspector2/enabler:Enabler", "region-inspector");
    assert.ok(isRegional(inspector));
    assert.deepEqual(inspector.inputs["accountIds"], ["111122223333"]);
    const rules = ofType(graph, "aws:cloudwatch/eventRule:EventRule").filter(isRegional);
    assert.ok(rules.some(({ name }) => name.includes("inspector")));
  });
});
