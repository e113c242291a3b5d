// Breaks the right setting of each trap in a recorded graph and counts the traps that notice.
// A mutant that nobody notices means that its test can't fail: exit 1. So does a check that stops
// by an error of its own, which has not noticed anything, and one that an unbroken graph fails.
import { AssertionError } from "node:assert";

import type { Graph } from "../../plan/graph/resource.ts";
import { everythingGraph } from "../support/everything.ts";
import { stackGraph } from "../support/stacks.ts";
import { OPTIONAL_TRAPS, TRAPS } from "../traps/index.ts";
import type { MutableGraph, Mutant, Trap } from "../traps/trap.ts";

interface Outcome {
  readonly trap: Trap;
  readonly mutant: Mutant;
  /** Ids of the traps that notice; the mutant's own must be among them. */
  readonly noticedBy: readonly string[];
}

/** What the unbroken graph, or one broken for another trap, must not lead to. */
const faults: string[] = [];

/** Whether a check refuses a graph; a fault of its own is told, and is no refusal. */
function notices({ id, check }: Trap, graph: Graph, what: string): boolean {
  try {
    check(graph);
    return false;
  } catch (error) {
    if (error instanceof AssertionError) return true;
    faults.push(`${id}: ${what}: ${String(error)}`);
    return false;
  }
}

function tryMutants(traps: readonly Trap[], graph: Graph): Outcome[] {
  for (const trap of traps) {
    if (notices(trap, graph, "unbroken")) faults.push(`${trap.id}: refuses the unbroken graph`);
  }
  return traps.flatMap((trap) =>
    trap.mutants.map((mutant) => {
      const broken = structuredClone(graph) as MutableGraph;
      mutant.apply(broken);
      const noticedBy = traps
        .filter((other) => notices(other, broken, mutant.title))
        .map(({ id }) => id);
      return { trap, mutant, noticedBy };
    }),
  );
}

const outcomes = [
  ...tryMutants(TRAPS, await stackGraph("prod")),
  ...tryMutants(OPTIONAL_TRAPS, await everythingGraph({ mode: "update" })),
];
const survivors = outcomes.filter(({ trap, noticedBy }) => !noticedBy.includes(trap.id));
const barren = [...TRAPS, ...OPTIONAL_TRAPS].filter(({ mutants }) => mutants.length === 0);

for (const { trap, mutant, noticedBy } of outcomes) {
  const others = noticedBy.filter((id) => id !== trap.id);
  const also = others.length > 0 ? `, also by ${[...new Set(others)].join(", ")}` : "";
  const verdict = noticedBy.includes(trap.id) ? `noticed${also}` : "NOT NOTICED";
  process.stdout.write(`${trap.id.padEnd(5)}${mutant.title}: ${verdict}\n`);
}
for (const { id } of barren) process.stdout.write(`${id.padEnd(5)}has no mutant\n`);
for (const fault of faults) process.stdout.write(`FAULT of ${fault}\n`);
process.stdout.write(
  `\n${outcomes.length - survivors.length} of ${outcomes.length} mutants of ` +
    `${TRAPS.length + OPTIONAL_TRAPS.length} traps noticed\n`,
);
process.exitCode = survivors.length + barren.length + faults.length === 0 ? 0 : 1;
