/** One line of the table. */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ms" | "MB" | "×" | "";
  /** Greatest value that is accepted; none for what is only told. */
  readonly goal?: number;
}

/** Lines whose goal is missed. */
export function missed(lines: readonly Line[]): Line[] {
  // Not `value > goal`: a figure that isn't a number misses its goal too.
  return lines.filter(({ value, goal }) => goal !== undefined && !(value <= goal));
}

/** The table as a person reads it. */
export function tableOf(lines: readonly Line[]): string {
  const late = new Set(missed(lines));
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines
    .map((line) => {
      const { name, value, unit, goal } = line;
      const figure = `${value.toFixed(unit === "ms" || unit === "s" ? 1 : 2)} ${unit}`
        .trimEnd()
        .padStart(10);
      const verdict =
        goal === undefined ? "" : `   goal ${goal} ${unit}: ${late.has(line) ? "MISSED" : "met"}`;
      return `${name.padEnd(width)} ${figure}${verdict}\n`;
    })
    .join("");
}
