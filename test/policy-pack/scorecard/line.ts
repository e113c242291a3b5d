/** One target of the pack and what was measured. */
export interface Score {
  /** Number of the target, `M1`. */
  readonly id: string;
  readonly target: string;
  readonly goal: string;
  readonly measured: string;
  /** `told`: has no goal, or too little was tried. `unmeasured`: needs something that is not here. */
  readonly verdict: "met" | "missed" | "told" | "unmeasured";
}

/** Time and memory, and hostile resources, of which there may be time for a part alone. */
const UNSTEADY: ReadonlySet<string> = new Set(["M13", "M17"]);

/** Whether the figures of a target are the same on every machine, so that CI can hold the page to them. */
export function isSteady(id: string): boolean {
  return !UNSTEADY.has(id);
}

/** A figure and its goal. */
export function score(
  id: string,
  target: string,
  goal: string,
  measured: string,
  met: boolean | "told",
): Score {
  const verdict = met === "told" ? "told" : met ? "met" : "missed";
  return { id, target, goal, measured, verdict };
}

/** A figure that could not be had, and why. */
export function unmeasured(id: string, target: string, goal: string, why: string): Score {
  return { id, target, goal, measured: why, verdict: "unmeasured" };
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
