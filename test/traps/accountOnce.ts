import assert from "node:assert/strict";

import { at, waitsFor } from "../support/graph.ts";
import { deletedWithIt, more, mutant, set, waitForNothing } from "./breaking.ts";
import { assertRetained, listOf, oneARegion, regionOf, single, some } from "./reading.ts";
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
const WITH_THE_STACK: readonly string[] = [
  CHANNEL,
  RECORDER,
  "aws:ebs/defaultKmsKey:DefaultKmsKey",
];

/** Who makes them: in the environment's own region, and in another one. */
const OWNERS = ["Account", "Region"] as const;

/** Traps of what else an account has once. */
export const accountOnceTraps: readonly Trap[] = [
  {
    id: "T60",
    title: "Inspector scans what is pushed, by the one setting of a region's registry",
    check: (graph) => {
      for (const registry of oneARegion(graph, REGISTRY)) {
        const { inputs } = registry;
        assert.equal(inputs["scanType"], "ENHANCED");
        assert.equal(at(inputs, "rules", 0, "repositoryFilters", 0, "filter"), "*");
        const here = regionOf(graph, registry);
        const inspector = oneARegion(graph, INSPECTOR).find(
          (found) => regionOf(graph, found) === here,
        );
        assert.ok(inspector && listOf(inspector.inputs["resourceTypes"]).includes("ECR"), here);
        assert.ok(waitsFor(graph, registry, inspector), `${registry.name} does not wait`);
      }
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
        for (const found of oneARegion(graph, type)) {
          const [owner] = OWNERS.filter((system) =>
            found.urn.includes(`rampart:systems:${system}$`),
          );
          assert.ok(owner, `${found.name} is elsewhere`);
          if (!WITH_THE_STACK.includes(type)) assertRetained(found);
        }
        const all = some(graph, type).filter(({ urn }) => urn.includes(`systems:${OWNERS[0]}$`));
        assert.equal(all.length, 1, type);
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
