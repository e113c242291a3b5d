import type { Equivalence } from "../equivalence.ts";

export const secretsEquivalences: readonly Equivalence[] = [];
