/** Of titles; as all of these it can be told from white, and from the fills of boxes. */
export const INK = "#1f2933";
/** Of what stands below a title. */
export const SOFT = "#52606d";
/** Of frames. */
export const LINE = "#7b8794";
/** Of what anyone can reach. */
export const RED = "#c62828";
/** Of what is protected from deletion. */
export const GREEN = "#2e7d32";
/** Of what roles may do, and of events. */
export const BLUE = "#1f5f99";

/** A table without lines, for the label of a box, cluster or picture. */
export function table(rows: string): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">${rows}</TABLE>`;
}

/** A row of a table. */
export function row(content: string): string {
  return `<TR><TD ALIGN="LEFT">${content}</TD></TR>`;
}

/** Text as a title. */
export function bold(text: string): string {
  return `<B>${escaped(text)}</B>`;
}

/** Text below a title. */
export function small(text: string, colour = SOFT): string {
  return `<FONT POINT-SIZE="10" COLOR="${colour}">${escaped(text)}</FONT>`;
}

/** Text as Graphviz wants it inside such labels. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Text as Graphviz wants it everywhere else. */
export function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
