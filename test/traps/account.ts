import assert from "node:assert/strict";

import { at, ofType } from "../support/graph.ts";
import { deletedWithIt, more, mutant, set, waitForNo, waitForNothing } from "./breaking.ts";
import { assertInOrder, assertRetained, oneARegion, single, some } from "./reading.ts";
import type { Trap } from "./trap.ts";

const ANALYZER = "aws:accessanalyzer/analyzer:Analyzer";
const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const CONFIG_RULE = "aws:cfg/rule:Rule";
const DETECTOR = "aws:guardduty/detector:Detector";
const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";
const HUB = "aws:securityhub/account:Account";
const RECORDER = "aws:cfg/recorder:Recorder";
const STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription";
const STATUS = "aws:cfg/recorderStatus:RecorderStatus";

/** Traps of the account's detection services. */
export const accountTraps: readonly Trap[] = [
  {
    id: "T90",
    title: "one detector, which outlives the stack with its findings",
    check: (graph) => {
      oneARegion(graph, DETECTOR).forEach(assertRetained);
      some(graph, FEATURE).forEach(assertRetained);
    },
    mutants: [deletedWithIt(DETECTOR), deletedWithIt(FEATURE), more("a second", DETECTOR, 1)],
  },
  {
    id: "T91",
    title: "recorder, then channel, then start, then rules; global types in one recorder",
    check: (graph) => {
      const { inputs } = single(graph, RECORDER);
      assert.equal(at(inputs, "recordingGroup", "includeGlobalResourceTypes"), true);
      assert.equal(single(graph, STATUS).inputs["isEnabled"], true);
      assertInOrder(graph, RECORDER, CHANNEL, STATUS, CONFIG_RULE);
    },
    mutants: [
      mutant("started before there is a channel", STATUS, waitForNo(CHANNEL)),
      mutant("a channel before there is a recorder", CHANNEL, waitForNo(RECORDER)),
      mutant("rules at once", CONFIG_RULE, waitForNothing),
      set("never started", STATUS, { isEnabled: false }),
      more("a second recorder", RECORDER, 1),
      set("no roles and users", RECORDER, { recordingGroup: { allSupported: true } }),
    ],
  },
  {
    id: "T92",
    title: "Security Hub comes after Config, takes no old standards, and outlives the stack",
    check: (graph) => {
      const hub = single(graph, HUB);
      assert.equal(hub.inputs["enableDefaultStandards"], false);
      assertRetained(hub);
      some(graph, STANDARD).forEach(assertRetained);
      assertInOrder(graph, STATUS, CONFIG_RULE, HUB, STANDARD);
    },
    mutants: [
      set("the default standards", HUB, { enableDefaultStandards: null }),
      deletedWithIt(HUB),
      deletedWithIt(STANDARD),
      mutant("before Config's rules", HUB, waitForNothing),
      mutant("standards before the account", STANDARD, waitForNothing),
    ],
  },
  {
    id: "T93",
    title: "Security Hub CSPM is meant, and the V2 service is not there as well",
    check: (graph) => {
      single(graph, HUB);
      assert.deepEqual(ofType(graph, "aws:securityhub/accountV2:AccountV2"), []);
    },
    mutants: [
      mutant("V2 instead", HUB, (hub) => {
        hub.type = "aws:securityhub/accountV2:AccountV2";
      }),
    ],
  },
  {
    id: "T94",
    title: "one analyzer, of outside access, which costs nothing",
    check: (graph) => {
      for (const analyzer of oneARegion(graph, ANALYZER)) {
        assert.equal(analyzer.inputs["type"], "ACCOUNT");
        assertRetained(analyzer);
      }
    },
    mutants: [
      set("billed by the role", ANALYZER, { type: "ACCOUNT_UNUSED_ACCESS" }),
      more("a second", ANALYZER, 1),
    ],
  },
];
