import type { Equivalence } from "../equivalence.ts";

export const identityEquivalences: readonly Equivalence[] = [];
