/** One target of the pack and what was measured. */
export interface Score {
  /** Number of the target, `M1`. */
  readonly id: string;
  readonly target: string;
  readonly goal: string;
  readonly measured: string;
  /** `told`: needs something that is not here, or has no goal. */
  readonly verdict: "met" | "missed" | "told";
  /** Whether the figure is the same on every machine, so that CI can hold the page to it. */
  readonly steady: boolean;
}

/** A figure and its goal. */
export function score(
  id: string,
  target: string,
  goal: string,
  measured: string,
  met: boolean | "told",
  steady = true,
): Score {
  const verdict = met === "told" ? "told" : met ? "met" : "missed";
  return { id, target, goal, measured, verdict, steady };
}

/** The scores as a table of Markdown, which a terminal shows well enough. */
export function tableOf(scores: readonly Score[]): string {
  const rows = [
    ["", "target", "goal", "measured", ""],
    ...scores.map(({ id, target, goal, measured, verdict }) => [
      id,
      target,
      goal,
      measured,
      verdict,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line), ""].join("\n");
}
