import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A test that says in its title what it holds. */
export interface Citation {
  /** `P-NET-3`, `S-PLATFORM`, `T16`, `feature 18`. */
  readonly cited: string;
  /** What holds, without the citations. */
  readonly title: string;
  /** The file, from the root. */
  readonly test: string;
}

const ID = String.raw`[PSA]-[A-Z]+(?:-\d+)?`;
const ITEM = String.raw`(?:${ID}(?: to ${ID})?|T\d{1,3}|features? \d{1,2}|\d{1,2})`;
/**
 * A title as it stands in the source, alone or in a table: in quotes, and opened by what it cites,
 * such as `P-NET-3, T89:`, `features 1, 5:`, or `P-NET-2 to P-NET-8:`, which cites all seven.
 */
const TITLE = new RegExp(String.raw`(["'\`])(${ITEM}(?:, ${ITEM})*): ((?:\\.|(?!\1).)*)\1`, "gs");
/** A trap has its row in a field of its own. */
const TRAP = /\bid: "(T\d{1,3})",\s*title:\s*"((?:\\.|[^"])*)"/gs;

/** Every citation in the tests of a repository, in the order of files and lines. */
export function citationsOf(root: string): Citation[] {
  return (
    globSync("test/**/*.ts", { cwd: root })
      .map((path) => path.replaceAll("\\", "/"))
      // Their titles are examples.
      .filter((path) => !path.startsWith("test/tools/"))
      .sort()
      .flatMap((test) =>
        citationsIn(readFileSync(join(root, test), "utf8")).map((found) => ({ ...found, test })),
      )
  );
}

/** What the titles in a source cite. */
export function citationsIn(source: string): Omit<Citation, "test">[] {
  const titles = [...source.matchAll(TITLE), ...source.matchAll(TRAP)].sort(
    (a, b) => a.index - b.index,
  );
  return titles.flatMap((match) => {
    const [items = "", text = ""] = match.slice(-2);
    const title = readable(text);
    return itemsOf(items).map((cited) => ({ cited, title }));
  });
}

/** `P-NET-2 to P-NET-4, features 1, 5` → P-NET-2, P-NET-3, P-NET-4, feature 1, feature 5. */
function itemsOf(items: string): string[] {
  return items.split(", ").flatMap((item) => {
    const number = /^(?:features? )?(\d+)$/.exec(item)?.[1];
    if (number !== undefined) return [`feature ${number}`];
    const [, room = "", first = "", last = ""] = /^(.+-)(\d+) to .+-(\d+)$/.exec(item) ?? [];
    if (room === "") return [item];
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, index) => `${room}${Number(first) + index}`);
  });
}

/** A title as a person reads it: what a test fills in is left open. */
function readable(source: string): string {
  let text = source;
  // From the inside out, for an expression may hold braces of its own.
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(/\$\{[^{}]*\}/g, "…").replace(/(\$\{[^{}]*)\{[^{}]*\}/g, "$1");
  }
  return text.replaceAll(/\\(.)/g, "$1").replaceAll(/"…"/g, "…");
}
