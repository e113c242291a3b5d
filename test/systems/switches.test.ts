import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { changesBetween, isOf } from "../support/changes.ts";
import { rawSettings, type SystemName, withSetting } from "../support/settings.ts";
import { programGraph, stackGraph } from "../support/stacks.ts";

/** What the environment may cost, and above what the music's alarms on the bill stand. */
const COSTS = ["budget: limitAmount", "music-billing-10: threshold", "music-billing-20: threshold"];

/** What others say of a system; reviewed, since all else must not know whether it is there. */
const ELSEWHERE: Readonly<Record<SystemName, Differences>> = {
  ingest: { gone: [], changed: [] },
  documents: {
    gone: [],
    // Auto Scaling's use of the key, and the ports that the responder leaves open.
    changed: ["main-key: policy", "auto-remediate: environment", ...COSTS],
  },
  music: {
    // Rights to pages and users, which nothing else needs.
    gone: ["deploy-sites", "deploy-deploy-sites"],
    changed: ["deploy-beside: policy", "release-release: policy", "budget: limitAmount"],
  },
  tracker: {
    // Rights to release it, and the notifier's leave to hear its region's topics.
    gone: [
      "release-release-fleet",
      "slack-notifier-eu-west-2-critical",
      "slack-notifier-eu-west-2-warning",
      "slack-notifier-eu-west-2-info",
    ],
    // Its region, and rights to what is in it.
    changed: [
      "boundary: policy",
      "deploy-by-name-1: policy",
      "deploy-by-name-2: policy",
      "deploy-by-name-3: policy",
      "deploy-network: policy",
      "deploy-hosts: policy",
      "deploy-sites: policy",
      "deploy-beside: policy",
      "read-only: policy",
      "developer: policy",
      "devops: policy",
      ...COSTS,
    ],
  },
};

interface Differences {
  /** Logical names. */
  readonly gone: readonly string[];
  /** With the inputs that differ. */
  readonly changed: readonly string[];
}

describe("a system that is turned off", () => {
  let on: Graph;
  before(async () => {
    on = await stackGraph("dev");
  });

  for (const system of Object.keys(ELSEWHERE) as SystemName[]) {
    it(`takes its own resources along and no others: ${system}`, async () => {
      const off = await programGraph(withSetting(rawSettings("dev"), system, { mode: "off" }));
      const { gone, made, changed } = changesBetween(on, off);
      assert.deepEqual(made, []);
      assert.deepEqual(
        gone.filter(isOf(system)).map(({ urn }) => urn),
        on.resources
          .filter(({ custom }) => custom)
          .filter(isOf(system))
          .map(({ urn }) => urn),
      );
      assert.deepEqual(
        {
          gone: gone.filter((resource) => !isOf(system)(resource)).map(({ name }) => name),
          changed: changed
            .map(({ resource, inputs }) => `${resource.name}: ${inputs.join(", ")}`)
            .sort(),
        },
        { ...ELSEWHERE[system], changed: [...ELSEWHERE[system].changed].sort() },
      );
    });
  }
});
