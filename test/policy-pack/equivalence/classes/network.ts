import type { Equivalence } from "../equivalence.ts";

export const networkEquivalences: readonly Equivalence[] = [];
