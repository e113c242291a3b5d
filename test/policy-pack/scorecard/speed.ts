import { packLines } from "../../bench/pack.ts";
import { score, type Score } from "./line.ts";

/** M13: what the pack costs as the engine runs it. */
export async function speedScores(rounds: number): Promise<Score[]> {
  const lines = await packLines(rounds);
  let heading = "";
  return lines.map(({ name, value, unit, goal }) => {
    // A line that is set in says more of the one above it.
    const isPart = name.startsWith(" ");
    if (!isPart) heading = name;
    return score(
      "M13",
      isPart ? `${heading}: ${name.trim()}` : name,
      goal === undefined ? "" : `≤ ${goal} ${unit}`,
      `${value.toFixed(unit === "×" || value < 10 ? 2 : 0)} ${unit}`,
      goal === undefined ? "told" : value <= goal,
    );
  });
}
