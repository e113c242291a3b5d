import type { Reading } from "../../engine/reading.ts";

/**
 * A switch as it is stated, else as it is where nothing is. Undefined for what is neither on nor
 * off, which is as good as no answer: compare with `=== true` or `=== false`.
 */
export function switchOf(reading: Reading, otherwise: boolean): boolean | undefined {
  return reading.kind === "absent" ? otherwise : reading.flag;
}
