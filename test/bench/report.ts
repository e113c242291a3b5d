/** One line of the table. */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ms" | "µs" | "KB" | "MB" | "MB/s" | "/s" | "×" | "";
  /** Greatest value that is accepted; none for what is only told. */
  readonly goal?: number;
  /** Least value that is accepted, where more is better. */
  readonly least?: number;
}

/** Lines whose goal is missed. */
export function missed(lines: readonly Line[]): Line[] {
  // Not `value > goal`: a figure that isn't a number misses its goal too.
  return lines.filter(
    ({ value, goal, least }) =>
      (goal !== undefined && !(value <= goal)) || (least !== undefined && !(value >= least)),
  );
}

/** After the point; two where none are named. */
const DIGITS: Partial<Record<Line["unit"], number>> = {
  s: 1,
  ms: 1,
  µs: 0,
  "MB/s": 0,
  "/s": 0,
  "": 0,
};

/** The table as a person reads it. */
export function tableOf(lines: readonly Line[]): string {
  const late = new Set(missed(lines));
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines
    .map((line) => {
      const { name, value, unit, goal, least } = line;
      const figure = `${value.toFixed(DIGITS[unit] ?? 2)} ${unit}`.trimEnd().padStart(10);
      const asked = goal === undefined ? least && `≥ ${least}` : `≤ ${goal}`;
      const verdict =
        asked === undefined ? "" : `   goal ${asked} ${unit}: ${late.has(line) ? "MISSED" : "met"}`;
      return `${name.padEnd(width)} ${figure}${verdict}\n`;
    })
    .join("");
}
