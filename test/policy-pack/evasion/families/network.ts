import type { Evasion } from "../evasion.ts";

export const networkEvasions: readonly Evasion[] = [];
