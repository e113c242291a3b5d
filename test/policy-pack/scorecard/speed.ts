import { packLines } from "../../bench/pack.ts";
import { score, type Score } from "./line.ts";

/** M13: what the pack costs as the engine runs it. */
export async function speedScores(rounds: number): Promise<Score[]> {
  const lines = await packLines(rounds);
  return lines.map(({ name, value, unit, goal }) =>
    score(
      "M13",
      name.trim(),
      goal === undefined ? "" : `≤ ${goal} ${unit}`,
      `${value.toFixed(unit === "×" || value < 10 ? 2 : 0)} ${unit}`,
      goal === undefined ? "told" : value <= goal,
      false,
    ),
  );
}
