import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { stackGraph } from "../../support/stacks.ts";
import { ACCOUNT_LOG_DEFECTS } from "./accountLogDefects.ts";
import { KNOWN_DEFECTS } from "./knownDefects.ts";
import { NETWORK_LOG_DEFECTS } from "./networkLogDefects.ts";
import { faultsOf, planted } from "./planted.ts";
import { SOURCE_DEFECTS } from "./sourceDefects.ts";
import { TOPIC_DEFECTS } from "./topicDefects.ts";

const TABLES = {
  "the known public failures": KNOWN_DEFECTS,
  "topics, keys and listeners": TOPIC_DEFECTS,
  "what tells": SOURCE_DEFECTS,
  "logs of the network": NETWORK_LOG_DEFECTS,
  "logs of the account": ACCOUNT_LOG_DEFECTS,
};

describe("defects in deliveries of prod", () => {
  let graph: Graph;
  before(async () => (graph = await stackGraph("prod")));

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
    assert.ok(titles.length > 80, `${titles.length}`);
  });
});
