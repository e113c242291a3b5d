import type { Aside } from "./aside.ts";
import { BLUE, bold, GREEN, LINE, RED, row, small, SOFT, table } from "./labels.ts";

/** A title with lines below it, as Graphviz wants them. */
interface Panel {
  readonly title: string;
  readonly lines: readonly string[];
}

const LEGEND: Panel = {
  title: "Legend",
  lines: [
    small("red: anyone can reach it", RED),
    small("green: protected from deletion", GREEN),
    small("arrow: allowed traffic, ports"),
    small("on …: ports of all arrows to a box"),
    small("dashed: on the way out"),
    small("blue: what roles may do, and events", BLUE),
  ],
};

/** What is beside the paths of traffic, in columns of about one height, and how to read it all. */
export function panelTable(asides: readonly Aside[]): string {
  const panels = [
    ...asides.map(({ title, items }) => ({
      title,
      lines: items.map(({ text, guarded }) => small(text, guarded ? GREEN : SOFT)),
    })),
    LEGEND,
  ];
  const tallest = Math.max(...panels.map(heightOf));
  const columns = panels.reduce<Panel[][]>((done, panel) => {
    const last = done.at(-1);
    const height = [...(last ?? []), panel].reduce((sum, one) => sum + heightOf(one), 0);
    return last !== undefined && height <= tallest
      ? [...done.slice(0, -1), [...last, panel]]
      : [...done, [panel]];
  }, []);
  const cells = columns.map((column) => `<TD VALIGN="TOP">${columnTable(column, tallest)}</TD>`);
  return `<TABLE BORDER="0" CELLSPACING="0"><TR>${cells.join("")}</TR></TABLE>`;
}

/** Rows, with those for the title and for the edges. */
function heightOf({ lines }: Panel): number {
  return lines.length + 2;
}

function columnTable(column: readonly Panel[], tallest: number): string {
  const height = column.reduce((sum, panel) => sum + heightOf(panel), 0);
  const cells = column.map(({ title, lines }, index) => {
    // As many rows in each column, or Graphviz would stretch the rows of the shorter ones.
    const missing = index === column.length - 1 ? tallest - height : 0;
    const filling = Array.from({ length: missing }, () => small(" "));
    const rows = [bold(title), ...lines, ...filling].map(row).join("");
    return `<TR><TD BORDER="1" COLOR="${LINE}" STYLE="ROUNDED" CELLPADDING="6">${table(rows)}</TD></TR>`;
  });
  return `<TABLE BORDER="0" CELLSPACING="8">${cells.join("")}</TABLE>`;
}
