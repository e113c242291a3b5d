// Breaks the right setting of each trap in a recorded graph and counts the traps that notice.
// A mutant that nobody notices means that its test can't fail: exit 1.
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

function notices(trap: Trap, graph: Graph): boolean {
  try {
    trap.check(graph);
    return false;
  } catch {
    return true;
  }
}

function tryMutants(traps: readonly Trap[], graph: Graph): Outcome[] {
  return traps.flatMap((trap) =>
    trap.mutants.map((mutant) => {
      const broken = structuredClone(graph) as MutableGraph;
      mutant.apply(broken);
      const noticedBy = traps.filter((other) => notices(other, broken)).map(({ id }) => id);
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
process.stdout.write(
  `\n${outcomes.length - survivors.length} of ${outcomes.length} mutants of ` +
    `${TRAPS.length + OPTIONAL_TRAPS.length} traps noticed\n`,
);
process.exitCode = survivors.length + barren.length === 0 ? 0 : 1;
