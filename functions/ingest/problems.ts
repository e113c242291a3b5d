/** Something that is wrong with a document. It quotes names, and no values. */
export interface Problem {
  /** JSON pointer; empty for the document itself. */
  readonly path: string;
  /** What is wrong there: the rest of a sentence. */
  readonly problem: string;
  /** Where the text stops being JSON, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** What is wrong with a document. */
export interface Problems {
  /** The first {@link MOST_PROBLEMS}. */
  readonly problems: readonly Problem[];
  /** How many there are in all. */
  readonly problemCount: number;
}

/**
 * Problems that are kept of a document, the others being counted: one of the largest size could have
 * millions, which would take more memory than the function has.
 */
export const MOST_PROBLEMS = 100;

/** Takes problems in, and keeps the first of them. */
export class ProblemList {
  readonly #kept: Problem[] = [];
  #count = 0;

  tell(problem: Problem): void {
    this.#count += 1;
    if (this.#kept.length < MOST_PROBLEMS) this.#kept.push(problem);
  }

  /** What was told so far. */
  get all(): Problems {
    return { problems: this.#kept, problemCount: this.#count };
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }
}

/** The problem of a document that has no other. */
export function onlyProblem(problem: string, rest: Partial<Problem> = {}): Problems {
  return { problems: [{ path: "", problem, ...rest }], problemCount: 1 };
}

/** A problem as a sentence. */
export function problemText({ path, problem, line, column }: Problem): string {
  const place = line === undefined ? "" : ` (line ${line}, column ${column})`;
  return `${path === "" ? "The document" : path} ${problem}${place}.`;
}
