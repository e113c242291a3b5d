import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { systemGraph } from "../../support/stacks.ts";
import { ACCOUNT_LOG_DEFECTS } from "./accountLogDefects.ts";
import { KIND_DEFECTS } from "./kindDefects.ts";
import { KNOWN_DEFECTS } from "./knownDefects.ts";
import { METRIC_DEFECTS } from "./metricDefects.ts";
import { NETWORK_LOG_DEFECTS } from "./networkLogDefects.ts";
import { faultsOf, planted } from "./planted.ts";
import { RIVAL_DEFECTS } from "./rivalDefects.ts";
import { SOURCE_DEFECTS } from "./sourceDefects.ts";
import { TOPIC_DEFECTS } from "./topicDefects.ts";
import { UNHEARD_DEFECTS } from "./unheardDefects.ts";

const TABLES = {
  "P-OBS-3, T1, T15, T16, T17: the known public failures are told": KNOWN_DEFECTS,
  "P-OBS-3, T15, T16: what is wrong with topics, keys and listeners is told": TOPIC_DEFECTS,
  "P-OBS-3, P-OBS-6, P-DET-6: what is wrong with alarms, budgets, rules, schedules and functions is told":
    SOURCE_DEFECTS,
  "P-NET-6, P-EDGE-2, P-EDGE-3, T4, T5, T11, T12: what is wrong with logs of the network is told":
    NETWORK_LOG_DEFECTS,
  "P-DET-1, P-DET-4, T6, T8, T9, T13, T14: what is wrong with logs of the account is told":
    ACCOUNT_LOG_DEFECTS,
  "P-OBS-3, P-DET-1, P-DET-4: what replaces something of the same name is told": RIVAL_DEFECTS,
  "P-OBS-4, P-DET-1: metrics that nothing fills, or nobody reads, are told": METRIC_DEFECTS,
  "P-OBS-3, P-DET-6: what would be lost unheard is told": UNHEARD_DEFECTS,
  "P-OBS-3, P-OBS-6, P-EDGE-3: things of a kind that takes, sends or runs nothing are told":
    KIND_DEFECTS,
};

describe("defects in deliveries of prod", () => {
  let graph: Graph;
  before(async () => (graph = await systemGraph("prod", ["ingest"])));

  for (const [table, defects] of Object.entries(TABLES)) {
    describe(table, () => {
      for (const { mutant, faults, more = false } of defects) {
        it(`P-OBS-3: says what to change about ${mutant.title}`, () => {
          const found = faultsOf(planted(graph, mutant));
          assert.deepEqual(more ? found.slice(0, faults.length) : found, faults);
        });
      }
    });
  }

  it("are told apart by their titles", () => {
    const titles = Object.values(TABLES).flatMap((defects) =>
      defects.map(({ mutant }) => mutant.title),
    );
    assert.equal(new Set(titles).size, titles.length);
    assert.ok(titles.length > 160, `${titles.length}`);
  });
});
