import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { everythingGraph } from "../support/everything.ts";
import { only } from "../support/graph.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS, stackGraph } from "../support/stacks.ts";
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

  it("T28: another partition's stack has ARNs of no other, and one written by hand shows", async () => {
    const changes = [
      ["environment.region", "us-gov-west-1"],
      ["environment.zoneIds", ["usgw1-az1", "usgw1-az2", "usgw1-az3"]],
      ["music", { mode: "off" }],
      ["tracker", { mode: "off" }],
    ] as const;
    const settings = changes.reduce(
      (raw, [path, value]) => withSetting(raw, path, value),
      rawSettings("dev"),
    );
    const graph = await programGraph(settings);
    const { check } = TRAPS.find(({ id }) => id === "T28") ?? assert.fail("there is no T28");
    check(graph);
    Object.assign(only(graph, "aws:kms/key:Key", "main-key").inputs, {
      policy: "arn:aws:iam::1:x",
    });
    assert.throws(() => {
      check(graph);
    }, /arn:aws:iam:: is of another partition/);
  });

  it("never pass for want of resources", () => {
    const nothing: Graph = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    for (const { id, check } of [...TRAPS, ...OPTIONAL_TRAPS]) {
      assert.throws(
        () => {
          check(nothing);
        },
        assert.AssertionError,
        `${id} passes on an empty stack`,
      );
    }
  });
});
