import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Value } from "../../plan/graph/value.ts";

/** A graph that a mutant may change; always a copy. */
export type MutableGraph = Omit<Graph, "resources"> & { resources: MutableResource[] };

/** A resource that a mutant may change, inputs included. */
export type MutableResource = {
  -readonly [Key in keyof Omit<Resource, "inputs" | "propertyDependencies">]: Resource[Key];
} & {
  inputs: Record<string, Value>;
  propertyDependencies: Record<string, readonly string[]>;
};

/** One way to break what a trap asserts, as a careless change would. */
export interface Mutant {
  readonly title: string;
  /** Changes the graph in place; throws when it finds nothing to break. */
  readonly apply: (graph: MutableGraph) => void;
}

/**
 * Something that AWS refuses, or silently does wrong, though a mock accepts it: a row of the traps
 * table, asserted on the graph of a whole stack, and shown to be able to fail by its mutants.
 */
export interface Trap {
  /** Row of the table: `T4`. */
  readonly id: string;
  /** What holds, as a sentence: `load balancer logs go to an SSE-S3 bucket`. */
  readonly title: string;
  /** Throws an AssertionError when it does not hold; never passes for want of resources. */
  readonly check: (graph: Graph) => void;
  readonly mutants: readonly Mutant[];
}
