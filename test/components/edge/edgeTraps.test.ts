import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { recorded } from "../../support/graph.ts";
import { edgeTraps, optionalEdgeTraps } from "../../traps/edge.ts";
import type { MutableGraph, Trap } from "../../traps/trap.ts";
import { edgeStack } from "./edgeStack.ts";

describe("traps of the edge", () => {
  for (const [title, cloudFront, traps] of [
    ["an open balancer", false, edgeTraps],
    ["a balancer behind CloudFront", true, [...edgeTraps, ...optionalEdgeTraps]],
  ] as const satisfies readonly (readonly [string, boolean, readonly Trap[]])[]) {
    describe(title, () => {
      let graph: Graph;
      before(async () => {
        graph = await recorded(() => {
          edgeStack({ cloudFront });
        });
      });

      for (const trap of traps) {
        it(`${trap.id}: ${trap.title}`, () => {
          trap.check(graph);
          assert.ok(trap.mutants.length > 0);
          for (const mutant of trap.mutants) {
            const broken = structuredClone(graph) as MutableGraph;
            mutant.apply(broken);
            assert.throws(
              () => {
                trap.check(broken);
              },
              assert.AssertionError,
              mutant.title,
            );
          }
        });
      }

      it("none passes for want of resources", () => {
        const empty = { ...graph, resources: [] };
        for (const trap of traps) {
          assert.throws(
            () => {
              trap.check(empty);
            },
            assert.AssertionError,
            trap.id,
          );
        }
      });
    });
  }
});
