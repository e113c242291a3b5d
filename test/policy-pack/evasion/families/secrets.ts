import type { Evasion } from "../evasion.ts";

export const secretsEvasions: readonly Evasion[] = [];
