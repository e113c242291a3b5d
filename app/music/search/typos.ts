/** Longest word whose errors are looked for; longer ones are no words. */
const LONGEST = 40;

/** How many letters may be wrong in a word: in short ones a single one makes another word. */
export function allowance(word: string): number {
  const { length } = Array.from(word);
  if (length > LONGEST) return 0;
  if (length < 3) return 0;
  return length < 6 ? 1 : 2;
}

/**
 * Those of the known words that someone may have meant, the likeliest first.
 *
 * @param isBeginning Whether the word may go on: then it is compared with beginnings.
 */
export function meant(word: string, known: readonly string[], isBeginning: boolean): string[] {
  const most = allowance(word);
  return known
    .map((one) => ({ one, errors: errorsBetween(word, one, isBeginning) }))
    .filter(({ errors }) => errors <= most)
    .sort((a, b) => a.errors - b.errors)
    .map(({ one }) => one);
}

/**
 * Letters that were left out, added, changed, or swapped with their neighbour (optimal string
 * alignment); with `isBeginning`, as few as any beginning of the other word needs.
 */
export function errorsBetween(typed: string, other: string, isBeginning: boolean): number {
  const a = Array.from(typed);
  const b = Array.from(other);
  let last: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const next = [i + 1];
    for (const [j, against] of b.entries()) {
      const same = letter === against ? 0 : 1;
      const swapped = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === against;
      next.push(
        Math.min(
          at(row, j + 1) + 1,
          at(next, j) + 1,
          at(row, j) + same,
          swapped ? at(last, j - 1) + 1 : Infinity,
        ),
      );
    }
    last = row;
    row = next;
  }
  return isBeginning ? Math.min(...row) : at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
