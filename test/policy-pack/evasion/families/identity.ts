import type { Evasion } from "../evasion.ts";

export const identityEvasions: readonly Evasion[] = [];
