import { Reading, Undecidable } from "./reading.ts";

/** What a control says of a resource. */
export type Verdict =
  | { readonly outcome: "pass" }
  | { readonly outcome: "notApplicable" }
  | { readonly outcome: "fail"; readonly message: string; readonly property?: string }
  | {
      readonly outcome: "undecided";
      readonly property: string;
      /** The resource whose property was missing. */
      readonly urn: string;
      readonly reason: string;
    };

/** One verdict or several, of which a failure outweighs an undecided part, and that a pass. */
export type Verdicts = Verdict | readonly Verdict[];

export const pass: Verdict = Object.freeze({ outcome: "pass" });
/** There is nothing to judge: the control does not concern this resource. */
export const notApplicable: Verdict = Object.freeze({ outcome: "notApplicable" });

/**
 * @param message One sentence: what is wrong. Never the value of something that may be secret.
 * @param property Where, if one property is to blame.
 */
export function fail(message: string, property?: Reading | string): Verdict {
  const path = property instanceof Reading ? property.path : property;
  return { outcome: "fail", message, ...(path === undefined ? {} : { property: path }) };
}

/** For a control that knows itself what it misses; a reading that can't answer says so by itself. */
export function undecided(reading: Reading): Verdict {
  return verdictOf(reading.undecidable());
}

/** The verdict of a reading that could not answer. */
export function verdictOf({ property, urn, reason }: Undecidable): Verdict {
  return { outcome: "undecided", property, urn, reason };
}

/** `pass` if it holds, else `fail`. */
export function expect(holds: boolean, message: string, property?: Reading | string): Verdict {
  return holds ? pass : fail(message, property);
}

/** Judges each item by itself, so that an unknown in one hides no failure of another. */
export function each<T>(items: Iterable<T>, judge: (item: T) => Verdicts): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const item of items) {
    const found = attempt(() => judge(item));
    if (found instanceof Undecidable) verdicts.push(verdictOf(found));
    else if ("outcome" in found) verdicts.push(found);
    else verdicts.push(...found);
  }
  return verdicts;
}

/**
 * Whether one item at least meets the condition. One that surely does outweighs others that are
 * unknown; else an unknown one leaves the question open.
 */
export function some<T>(items: Iterable<T>, meets: (item: T) => boolean): boolean {
  let open: Undecidable | undefined;
  for (const item of items) {
    const found = attempt(() => meets(item));
    if (found === true) return true;
    if (found !== false) open ??= found;
  }
  if (open !== undefined) throw open;
  return false;
}

/** Whether every item meets the condition: one that surely does not outweighs unknown others. */
export function every<T>(items: Iterable<T>, meets: (item: T) => boolean): boolean {
  return !some(items, (item) => !meets(item));
}

function attempt<T>(question: () => T): T | Undecidable {
  try {
    return question();
  } catch (error) {
    if (error instanceof Undecidable) return error;
    throw error;
  }
}
