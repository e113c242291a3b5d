import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { everythingGraph } from "../support/everything.ts";
import { STACKS, stackGraph } from "../support/stacks.ts";
import { OPTIONAL_TRAPS, TRAPS } from "./index.ts";

describe("traps of AWS", () => {
  const graphs: Record<string, Graph> = {};
  before(async () => {
    for (const stack of STACKS) graphs[stack] = await stackGraph(stack);
    graphs["everything on"] = await everythingGraph({ mode: "update" });
  });

  const graphOf = (name: string): Graph => graphs[name] ?? assert.fail(`no graph ${name}`);

  for (const { id, title, check } of TRAPS) {
    it(`${id}: ${title}`, () => {
      for (const name of [...STACKS, "everything on"]) check(graphOf(name));
    });
  }

  for (const { id, title, check } of OPTIONAL_TRAPS) {
    it(`${id}: ${title}, where it is on`, () => {
      check(graphOf("everything on"));
    });
  }

  it("never pass for want of resources", () => {
    const nothing: Graph = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    for (const { id, check } of [...TRAPS, ...OPTIONAL_TRAPS]) {
      assert.throws(() => {
        check(nothing);
      }, `${id} passes on an empty stack`);
    }
  });
});
