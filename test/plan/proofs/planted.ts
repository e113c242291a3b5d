import type { Graph } from "../../../plan/graph/resource.ts";
import { deliveriesOf } from "../../../plan/proofs/deliveries.ts";
import { verdictOf } from "../../../plan/proofs/path.ts";
import type { MutableGraph, Mutant } from "../../traps/trap.ts";

/** What is wrong with a stack's deliveries, each once, as a person reads it. */
export function faultsOf(graph: Graph): string[] {
  const hops = deliveriesOf(graph)
    .filter((path) => verdictOf(path) !== "passes")
    .flatMap((path) => path.hops.filter(({ verdict }) => verdict !== "passes"));
  return [
    ...new Set(
      hops.map(({ verdict, why, remedy }) => `${verdict}: ${why} → ${remedy ?? "nothing to do"}`),
    ),
  ];
}

/** A stack with defects in it; the stack itself stays as it is. */
export function planted(graph: Graph, ...mutants: readonly Mutant[]): Graph {
  const copy = structuredClone(graph) as MutableGraph;
  for (const mutant of mutants) mutant.apply(copy);
  return copy;
}
