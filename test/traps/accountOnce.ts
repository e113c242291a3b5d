import assert from "node:assert/strict";

import { at } from "../support/graph.ts";
import { deletedWithIt, more, mutant, set, waitForNothing } from "./breaking.ts";
import { assertInOrder, assertRetained, listOf, single } from "./reading.ts";
import type { Trap } from "./trap.ts";

const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const INSPECTOR = "aws:inspector2/enabler:Enabler";
const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const RECORDER = "aws:cfg/recorder:Recorder";
const REGISTRY = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

/** What an account, or a region of it, has once, and what of it outlives the stack in any case. */
export const SINGLETONS: readonly string[] = [
  "aws:accessanalyzer/analyzer:Analyzer",
  CHANNEL,
  "aws:guardduty/detector:Detector",
  "aws:ebs/defaultKmsKey:DefaultKmsKey",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:securityhub/account:Account",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  INSPECTOR,
  MONITOR,
  OIDC,
  RECORDER,
  REGISTRY,
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

/** What goes with the stack's own bucket or key where that goes. */
export const WITH_THE_STACK: readonly string[] = [
  CHANNEL,
  RECORDER,
  "aws:ebs/defaultKmsKey:DefaultKmsKey",
];

/** Traps of what else an account has once. */
export const accountOnceTraps: readonly Trap[] = [
  {
    id: "T60",
    title: "Inspector scans what is pushed, by the one setting of the registry",
    check: (graph) => {
      const { inputs } = single(graph, REGISTRY);
      assert.equal(inputs["scanType"], "ENHANCED");
      assert.equal(at(inputs, "rules", 0, "repositoryFilters", 0, "filter"), "*");
      assert.ok(listOf(single(graph, INSPECTOR).inputs["resourceTypes"]).includes("ECR"));
      assertInOrder(graph, INSPECTOR, REGISTRY);
    },
    mutants: [
      set("a basic scan, which takes Inspector's place", REGISTRY, { scanType: "BASIC" }),
      set("hosts alone", INSPECTOR, { resourceTypes: ["EC2"] }),
      mutant("enhanced before there is an Inspector", REGISTRY, waitForNothing),
      more("a second setting", REGISTRY, 1),
    ],
  },
  {
    id: "T95",
    title: "one provider for GitHub, which pins no certificate and outlives the stack",
    check: (graph) => {
      const provider = single(graph, OIDC);
      const { url, clientIdLists, thumbprintLists } = provider.inputs;
      assert.equal(url, "https://token.actions.githubusercontent.com");
      assert.deepEqual(clientIdLists, ["sts.amazonaws.com"]);
      assert.equal(thumbprintLists, undefined);
      assertRetained(provider);
    },
    mutants: [
      more("a second", OIDC, 1),
      deletedWithIt(OIDC),
      set("another audience", OIDC, { clientIdLists: ["https://github.com/example"] }),
      set("a certificate of last year", OIDC, { thumbprintLists: ["a".repeat(40)] }),
    ],
  },
  {
    id: "T96",
    title: "one monitor of services' costs",
    check: (graph) => {
      const { inputs } = single(graph, MONITOR);
      assert.deepEqual(
        [inputs["monitorType"], inputs["monitorDimension"]],
        ["DIMENSIONAL", "SERVICE"],
      );
    },
    mutants: [
      more("a second", MONITOR, 1),
      set("one that never learns", MONITOR, { monitorType: "CUSTOM" }),
    ],
  },
  {
    id: "T97",
    title: "what an account has once stands in its baseline, once, and outlives the stack",
    check: (graph) => {
      for (const type of SINGLETONS) {
        const found = single(graph, type);
        assert.ok(found.urn.includes("::rampart:systems:Account$"), `${found.name} is elsewhere`);
        if (!WITH_THE_STACK.includes(type)) assertRetained(found);
      }
    },
    mutants: [
      ...SINGLETONS.filter((type) => !WITH_THE_STACK.includes(type)).map(deletedWithIt),
      mutant("a system's own", INSPECTOR, (victim) => {
        victim.urn = victim.urn.replace("rampart:systems:Account$", "rampart:systems:Platform$");
      }),
    ],
  },
];
